"""Which of our languages a message is written in: enough to offer a switch, never to impose one."""

from __future__ import annotations

import re

from actions.language import Language

FEWEST_WORDS = 4
FEWEST_SIGNS = 2
FRENCH = frozenset(
    "le la les un une des de du et est en je tu il elle on nous vous ils ce ça ca c j qu que qui quoi pas ne ma mon "
    "mes sur pour dans avec où comment pourquoi combien suis ai avez faire bonjour merci au aux se sa son ses".split()
)
ENGLISH = frozenset(
    "the a an and is are i you he she we they it this that what who how why where when do does did my your his her "
    "our of to in for with not can could would should have has am be hello please thanks on at from there".split()
)


def looks_english(text: str) -> bool:
    """True for a message of some words that reads as English and not as French."""
    return _reads_as(ENGLISH, text, rather_than=FRENCH)


def looks_french(text: str) -> bool:
    """True for a message of some words that reads as French and not as English."""
    return _reads_as(FRENCH, text, rather_than=ENGLISH)


def language_of(text: str, *, usual: Language) -> Language:
    """The language somebody writes in just now: `usual`, unless the message clearly reads as the other one."""
    if usual.is_french and looks_english(text):
        return Language.ENGLISH
    return Language.FRENCH if usual is Language.ENGLISH and looks_french(text) else usual


def _reads_as(language: frozenset[str], text: str, *, rather_than: frozenset[str]) -> bool:
    words = re.findall(r"[a-zà-ÿœ]+", text.casefold())
    found = sum(word in language for word in words)
    return (
        len(words) >= FEWEST_WORDS and found >= FEWEST_SIGNS and found >= 3 * sum(word in rather_than for word in words)
    )
