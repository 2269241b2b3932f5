"""Several questions in one message: « C’est quoi un CLSM ? Et qui le paie ? », « … et aussi c’est quoi la MDPH »."""

from __future__ import annotations

import re

FEWEST_WORDS = 3
MOST_QUESTIONS = 3
QUESTION = re.compile(r"[^?\n]+\?")
JOINED = re.compile(
    r"[,;]?\s+(?:et aussi|et puis|et sinon|and also)\s+"
    r"|[,;]?\s+et\s+(?=(?:c[’' ]?est quoi|qu[’' ]|qui|que|quel\w*|combien|comment|où|ou est|quand)\b)"
    r"|[,;]?\s+et\s+(?=(?:est[- ]ce|puis[- ]je|peut[- ]on|(?:je peux|on peut)(?! (?:pas|plus)\b))\b)"
    r"|[,;]?\s+and\s+(?=(?:who|what|how|where|when|why|which|can|could|may|will|should|is|are|do|does)\b)",
    re.IGNORECASE,
)


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a message when it holds two or three; empty for any other, which is understood as a whole."""
    found = tuple(question.strip() for question in QUESTION.findall(text))
    if len(found) <= 1 and "\n" not in text.strip():
        found = tuple(part.strip() for part in JOINED.split(text))
    full = tuple(question for question in found if len(question.split()) >= FEWEST_WORDS)
    return full if 1 < len(full) <= MOST_QUESTIONS else ()
