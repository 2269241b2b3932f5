from pathlib import Path

import pytest

from bot.nlu.errors import Leaked
from bot.nlu.leakage import check_no_leak
from tests.nlu.conftest import ROOT

MEASURED = "Est-ce que je peux venir avec mon chien à la permanence du jeudi ?"
TEST_SETS = ROOT.parent / "shared" / "testdata"


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    path = tmp_path / "measured.tsv"
    path.write_text(f"text\tlabel\n{MEASURED}\tpets\nbonjour\thello\n", encoding="utf-8")
    return path


def leaks(tmp_path: Path, test_set: Path, line: str, name: str = "written.fr.yml") -> list[str]:
    folder = tmp_path / "written"
    folder.mkdir()
    (folder / name).write_text(f"first: line\n{line}\n", encoding="utf-8")
    try:
        check_no_leak(written=[folder], test_sets=[test_set])
    except Leaked as leaked:
        return [finding.removeprefix(f"{folder}/") for finding in leaked.findings]
    return []


@pytest.mark.parametrize(
    ("line", "name", "finding"),
    [
        (f"    - {MEASURED}", "w.fr.yml", "w.fr.yml:2: is measured.tsv:2"),
        (
            "    - est ce que je peux venir avec mon chien a la permanence du jeudi",
            "w.fr.yml",
            "w.fr.yml:2: is measured",
        ),
        (f'title: "{MEASURED}"', "w.yml", "w.yml:2: is measured.tsv:2"),
        (f"{MEASURED}\t0\tplain", "w.tsv", "w.tsv:2: is measured.tsv:2"),
        (
            "    - Est-ce que je peux venir avec mon chat à la permanence du jeudi ?",
            "w.fr.yml",
            "w.fr.yml:2: is nearly",
        ),
        (f"    - Bonjour madame, je suis nouvelle ici. {MEASURED} Merci", "w.fr.yml", "w.fr.yml:2: contains measured"),
    ],
)
def test_leak_is_found(tmp_path: Path, test_set: Path, line: str, name: str, finding: str) -> None:
    (found,) = leaks(tmp_path, test_set, line, name)
    assert found.startswith(finding)


@pytest.mark.parametrize(
    "line",
    ["    - bonjour", "    - mon chien peut-il venir à la permanence ?", "    - la permanence du jeudi est à 14 h"],
)
def test_line_of_ones_own_is_no_leak(tmp_path: Path, test_set: Path, line: str) -> None:
    assert leaks(tmp_path, test_set, line) == []


def test_guard_that_sees_nothing_fails(tmp_path: Path, test_set: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ValueError, match="nothing to compare"):
        check_no_leak(written=[empty], test_sets=[test_set])
    with pytest.raises(ValueError, match="nothing to compare"):
        check_no_leak(written=[tmp_path], test_sets=[])


@pytest.mark.skipif(not TEST_SETS.is_dir(), reason="THE TEST SETS ARE NOT HERE: no line was compared with them")
def test_project_lines_stand_in_no_test_set() -> None:
    written = [ROOT / "nlu_data", ROOT / "content", ROOT / "tests" / "data"]
    compared = check_no_leak(written=written, test_sets=sorted(TEST_SETS.glob("*.tsv")))
    assert compared > 1000


def test_training_lines_stand_in_no_exam() -> None:
    exams = sorted((ROOT / "tests").glob("*/*exam.tsv"))
    assert len(exams) == 5
    assert check_no_leak(written=[ROOT / "nlu_data"], test_sets=exams) > 1000
