"""What is typed under a help card instead of pressing one of its buttons."""

from __future__ import annotations

import re
from collections.abc import Collection

from actions.safety.cards import Choice
from actions.safety.normalise import plain_words

LONGEST = 9  # words; a longer message is read for itself
ADULT_AGE = 18
_AGE = re.compile(r"\b(?:j ai|jai|g|i am|i m|im) (?:que )?(1?\d)\b(?: ?ans| years?|$)")

# In order: who it is about and how old they are say more than the « non » in front of it.
_SAID: tuple[tuple[Choice, re.Pattern[str]], ...] = (
    (
        Choice.RELATIVE,
        re.compile(
            r"\b(?:c est|cest|c|it s|its|pas) (?:pas )?(?:pour |for )?(?:moi,? )?(?:c est |mais )?(?:pour |for )"
            r"(?!moi\b|me\b|myself\b|rire\b|real\b)\w+"
            r"|\bpas (?:pour )?moi\b|\bnot (?:for )?me\b|^(?:pour |for )(?:un|une|mon|ma|a|an|my|quelqu|some)\b"
            r"|\bquelqu un d autre\b|\bsomeone else\b"
        ),
    ),
    (Choice.YOUNG, re.compile(r"\b(?:mineure?|moins de 18|pas majeure?|under 18|underage|a minor)\b")),
    (
        Choice.UNSURE,
        re.compile(
            r"\b(?:sais (?:pas|plus|vraiment)|chais pas|jsp|jsais|peut etre|ptet|p t etre|maybe|not sure|"
            r"(?:don t|dont) know|idk|pas sure?|aucune idee)\b"
        ),
    ),
    (Choice.WOMAN, re.compile(r"\b(?:je suis|suis|i am|i m|im) (?:une? |a )?(?:femme|fille|woman|girl)\b")),
    (Choice.CHILD, re.compile(r"\b(?:enfants?|bebe|child|children|kids?|baby)\b")),
    (Choice.ADULT, re.compile(r"\b(?:agee?s?|handicape?\w*|elderly|disabled)\b")),
    (Choice.ONLINE, re.compile(r"\b(?:harcel\w+|bullying|bullied|harass\w+)\b")),
    (Choice.UNWELL, re.compile(r"^(?:non|nan|nn|no|nope|pas maintenant|pas la|not now)\b|\bvais mal\b")),
    (
        Choice.DANGER,
        re.compile(r"^(?:oui|ui|wi|ouais|ouai|yes|yeah|yep|si|en danger|maintenant|tout de suite|now)\b|\ben danger\b"),
    ),
)


def choice_of_words(text: str, *, offered: Collection[Choice]) -> Choice | None:
    """The choice that a short message says, of those `offered` under the last card; None if it says something else.

    « Oui » is read as danger now, and a doubt as a doubt: neither may be lost for want of a tap.
    """
    words = plain_words(text)
    if not words or len(words.split()) > LONGEST:
        return None
    said = (choice for choice, pattern in _SAID if pattern.search(words))
    found = next((choice for choice in said if choice in offered), None)
    if found in (None, Choice.UNWELL, Choice.DANGER) and Choice.YOUNG in offered and _is_young(words):
        return Choice.YOUNG
    return found


def _is_young(words: str) -> bool:
    age = _AGE.search(words)
    return age is not None and int(age.group(1)) < ADULT_AGE
