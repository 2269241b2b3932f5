"""Comparing sentences by what they say, not how they are typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NOT_PLAIN: Final = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Return `text` in lower case, without accents, punctuation or doubled spaces, in any alphabet."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return NOT_PLAIN.sub(" ", "".join(mark for mark in decomposed if not unicodedata.combining(mark))).strip()
