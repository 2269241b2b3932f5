"""Slips of the finger, put into training examples so that they do not surprise later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

NEIGHBOURS: Final = {
    key: (row[place - 1 : place] if place else "") + row[place + 1 : place + 2]
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
    for place, key in enumerate(row)
}
"""The keys beside each key of a French keyboard."""

SHORTEST: Final = 4
"""Shorter words are left alone: one slip would make another word of them."""


def mistype(text: str, *, share: float, dice: Random) -> str:
    """Return `text` with one slip in about `share` of its longer words: a letter lost, doubled, swapped or beside."""
    return " ".join(
        slip(word, dice=dice) if len(word) >= SHORTEST and dice.random() < share else word for word in text.split()
    )


def slip(word: str, *, dice: Random) -> str:
    """Return `word` with one slip after its first letter."""
    place = dice.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match dice.randrange(4):
        case 0:
            return before + after
        case 1:
            return before + letter * 2 + after
        case 2:
            return before + after[0] + letter + after[1:]
        case _:
            beside = NEIGHBOURS.get(letter.lower(), "") or letter
            return before + dice.choice(beside) + after
