"""Cleaning a question before anybody reads it: no name, number, address or place is needed to answer it."""

from __future__ import annotations

import re

HIDDEN = "…"
LONGEST_KEPT = 300
TRACES = re.compile(r"https?://\S+|\S+@\S+|@\w+|\+?\d[\d .\-/]{2,}\d|\d+")
CAPITALISED = re.compile(r"(?<![.!?…]\s)(?<!^)\b(?:[A-ZÀ-Ý][a-zà-ÿ’'-]+)(?:[ -][A-ZÀ-Ý][a-zà-ÿ’'-]+)*\b")
INTRODUCED = re.compile(
    r"\b(je m[’' ]appelle|moi c[’' ]est|mon nom est|my name is|i am called|madame|monsieur|mme|mr?\.?|dr|docteur)"
    r"(?:\s+(?!et\b|and\b|est\b|is\b)[^\s,.;!?]+){1,2}",
    re.IGNORECASE,
)
SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """A question without what could tell who asked: addresses, numbers, and words written as names, become « … ».

    It hides too much rather than too little; the person sees the result before it leaves. A sentence that begins with
    a name keeps it only if nothing says that it is one, which is why people are asked to look.
    """
    hidden = INTRODUCED.sub(lambda found: f"{found.group(1)} {HIDDEN}", SPACES.sub(" ", text).strip())
    hidden = TRACES.sub(HIDDEN, hidden)
    hidden = CAPITALISED.sub(HIDDEN, hidden)
    return hidden[:LONGEST_KEPT]
