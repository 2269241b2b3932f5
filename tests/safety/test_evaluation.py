import json
from pathlib import Path

import pytest

from actions.safety import Detector
from bot.evaluation.safety import CRISIS_INTENT, ORDINARY, evaluate_file
from bot.evaluation.shares import Share

HEADER = "text\tlabel\tstyle\n"
ROWS = (
    "je veux mourir\t2\tplain\n"
    "ce soir je me pends, c'est décidé\t3\tsms\n"
    "je meurs de faim\t0\tplain\n"
    "c'est quoi un CLSM ?\tclsm_definition\tplain\n"
    "mon frère dit qu'il veut se tuer\tproche_idees_suicidaires\tplain\n"
)


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    file = tmp_path / "set.tsv"
    file.write_text(HEADER + ROWS, encoding="utf-8")
    return file


def test_evaluation_counts_cards_by_label(measured: Path, rules_alone: Detector) -> None:
    report = evaluate_file(measured, detector=rules_alone)
    assert report.cards("2") == Share(1, 1)
    assert report.cards("2", "3") == Share(2, 2)
    assert report.cards_or_lines("0", ORDINARY) == Share(0, 2)
    assert report.cards(CRISIS_INTENT) == Share(1, 1)
    assert report.misses() == []


def test_evaluation_reads_a_file_without_header(tmp_path: Path, rules_alone: Detector) -> None:
    file = tmp_path / "set.tsv"
    file.write_text(ROWS, encoding="utf-8")
    assert len(evaluate_file(file, detector=rules_alone).cases) == 5


def test_evaluation_names_what_was_missed(tmp_path: Path, rules_alone: Detector) -> None:
    file = tmp_path / "set.tsv"
    file.write_text("un message sans rien\t2\tplain\n", encoding="utf-8")
    report = evaluate_file(file, detector=rules_alone)
    assert [case.row for case in report.misses()] == [1]
    assert "un message sans rien" in report.as_text()


@pytest.mark.parametrize("line", ["seulement un texte", "\t2\tplain", "texte\t"])
def test_evaluation_refuses_a_bad_line_by_its_number(tmp_path: Path, rules_alone: Detector, line: str) -> None:
    file = tmp_path / "set.tsv"
    file.write_text(f"{HEADER}je veux mourir\t2\tplain\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"set\.tsv:3"):
        evaluate_file(file, detector=rules_alone)


def test_evaluation_is_one_json_object(measured: Path, rules_alone: Detector) -> None:
    data = json.loads(json.dumps(evaluate_file(measured, detector=rules_alone).as_json()))
    assert data["labels"]["2"]["card"] == {"count": 1, "n": 1, "share": 1.0, "wilson95": [0.2065, 1.0]}
