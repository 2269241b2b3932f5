"""The measure of messages disfigured, by which a town sees how many cards haste would cost."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from actions.safety import Assessment, Detector
from bot.evaluation.robustness import DISFIGURED, IN_TWO_PIECES, evaluate_with_noise
from bot.evaluation.safety import ORDINARY

ROWS = (
    "je veux mourir depuis longtemps\t2\tplain\n"
    "mon frère a dit qu'il veut se tuer\tT\tplain\n"
    "je meurs de faim, où est la cantine ?\t0\tplain\n"
    "c'est quoi un CLSM ?\tclsm_definition\tplain\n"
)


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    file = tmp_path / "set.tsv"
    file.write_text(f"text\tlabel\tstyle\n{ROWS}", encoding="utf-8")
    return file


def test_every_noise_is_measured_for_each_group_of_the_file(measured: Path, rules_alone: Detector) -> None:
    told = json.loads(json.dumps(evaluate_with_noise(measured, detector=rules_alone).as_json()))
    assert told["n"] == 4
    assert set(told["noise"]) == {*DISFIGURED, IN_TWO_PIECES}
    assert all(set(points) == {"2+3", "T+V", "0", ORDINARY} for points in told["noise"].values())


def test_second_piece_is_read_after_the_first(tmp_path: Path, rules_alone: Detector) -> None:
    file = tmp_path / "set.tsv"
    file.write_text("mon fils a avalé une boîte de cachets\tT\tplain\n", encoding="utf-8")
    report = evaluate_with_noise(file, detector=rules_alone)
    assert [rules_alone.assess(half).strength for half in ("mon fils a avalé", "une boîte de cachets")] == [0, 0]
    assert report.points(IN_TWO_PIECES, "T") == (0, 0)
    assert report.points(IN_TWO_PIECES, "2") is None


def test_measure_of_noise_is_the_same_each_time(measured: Path, rules_alone: Detector) -> None:
    one, other = (evaluate_with_noise(measured, detector=rules_alone).as_text() for _ in range(2))
    assert one == other
    assert "slips of the finger" in one


class DeafToCapitals(Detector):
    def assess(self, text: str, *, earlier: Sequence[str] = ()) -> Assessment:
        return super().assess("" if text.isupper() else text, earlier=earlier)


def test_detector_that_reads_capitals_worse_is_told(tmp_path: Path) -> None:
    file = tmp_path / "set.tsv"
    file.write_text("je veux mourir\t2\tplain\nil fait beau\t0\tplain\n", encoding="utf-8")
    report = evaluate_with_noise(file, detector=DeafToCapitals(model=None))
    assert report.points("capitals", "2") == (-100, -100)
    assert "2+3 -100.0 (-100.0)" in report.as_text()
