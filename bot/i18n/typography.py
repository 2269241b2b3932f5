"""Spaces that must not break a line: French puts them before « : ; ? ! », inside guillemets and before units.

Telephone numbers keep their plain spaces: telephones recognise them, and offer to call, only so.
"""

from __future__ import annotations

import re

from actions.language import Language

NO_BREAK_SPACE = "\u00a0"

# The space stands first: only where there is one is the rest looked at.
PLACES = re.compile(r" (?:(?<=\S )(?=[:;?!»](?!\S))|(?<=« )|(?<=\d )(?=(?:h|min|km|m|€|%|ans|mois|jours)\b|[€%]))")


def unbroken(text: str, *, language: Language) -> str:
    """`text` with the spaces that hold its words together; the same length in characters, and nothing in English."""
    return text if language is Language.ENGLISH else PLACES.sub(NO_BREAK_SPACE, text)
