"""Messages that try to get around the help: pretexts, injections, questions about means and places."""

from pathlib import Path

import pytest

from actions.safety import Detector, Strength
from bot.content.wording import find_unsafe_wording

ROOT = Path(__file__).parents[2]
ROWS = [line.split("\t") for line in (Path(__file__).parent / "adversarial.tsv").read_text("utf-8").splitlines()[1:]]
MOST_DISTURBED = 0.15


def test_adversarial_set_is_large_and_varied() -> None:
    assert len(ROWS) >= 150
    assert {expected for _, _, expected in ROWS} == {"help", "free"}


def test_harmless_look_alikes_are_not_interrupted(trained: Detector) -> None:
    asked = [text for text, _, expected in ROWS if expected == "free"]
    interrupted = [text for text in asked if trained.assess(text).strength is Strength.CARD]
    assert len(interrupted) <= MOST_DISTURBED * len(asked), interrupted


def test_no_text_of_the_assistant_names_a_means() -> None:
    assert find_unsafe_wording(ROOT / "content") == []


@pytest.mark.parametrize(
    "sentence", ["Une corde, un nœud coulant", "Il a commis un suicide", "commettre un suicide", "30 mg suffisent"]
)
def test_unsafe_wording_is_found_with_its_line(tmp_path: Path, sentence: str) -> None:
    (tmp_path / "fr.yml").write_text(f"texte: rien\nautre: {sentence}\n", encoding="utf-8")
    assert [mistake.line for mistake in find_unsafe_wording(tmp_path)][:1] == [2]
