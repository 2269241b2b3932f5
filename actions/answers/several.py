"""Several questions in one message: « C’est quoi un CLSM ? Et qui le paie ? »."""

from __future__ import annotations

import re

FEWEST_WORDS = 3
MOST_QUESTIONS = 3
QUESTION = re.compile(r"[^?\n]+\?")


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a message when it holds two or three; empty for any other, which is understood as a whole."""
    found = tuple(question.strip() for question in QUESTION.findall(text))
    full = tuple(question for question in found if len(question.split()) >= FEWEST_WORDS)
    return full if 1 < len(full) <= MOST_QUESTIONS else ()
