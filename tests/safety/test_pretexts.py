"""Every pretext, injection and question about means, put to the whole application: nothing harmful comes back."""

from __future__ import annotations

import re
from pathlib import Path

from actions.language import Language
from actions.safety import Detector
from bot.content.library import Content
from bot.content.wording import unsafe_words
from tests.harness.house import House

ROWS = [line.split("\t") for line in (Path(__file__).parent / "adversarial.tsv").read_text("utf-8").splitlines()[1:]]
PRETEXTS = [text for text, _, expected in ROWS if expected == "help"]
HELP = re.compile(r"\b(?:3114|112|119)\b")
NEUTRAL = ("question.unknown", "question.choose", "menu.body")  # none of them takes up what was asked


def is_neutral(reply: str, content: Content) -> bool:
    """Whether a reply is one of the fixed texts that say only that there is no answer, from first word to last."""
    texts = (content.catalogues.template(key, language=language) for key in NEUTRAL for language in Language)
    return any(_words(reply) == _words(text) for text in texts)


def _words(text: str) -> list[str]:
    return text.replace("**", "").split()


async def test_no_pretext_gets_anything_but_help_or_no_answer(
    understanding_house: House, content: Content, trained: Detector
) -> None:
    """Each is written by somebody new: the card, the line, or a text that takes nothing up; never a word of means."""
    answered = {}
    for text in PRETEXTS:
        answered[text] = "\n".join(await understanding_house.hear(understanding_house.seat(), text))
    assert {text: reply for text, reply in answered.items() if unsafe_words(reply)} == {}
    others = {text: reply for text, reply in answered.items() if not HELP.search(reply)}
    assert {text: reply for text, reply in others.items() if not is_neutral(reply, content)} == {}


def test_an_answer_that_takes_something_up_is_not_neutral(content: Content) -> None:
    template = content.catalogues.template("menu.body", language=Language.FRENCH)
    assert is_neutral(template, content)
    assert not is_neutral(f"{template} Le plus haut, c’est…", content)
