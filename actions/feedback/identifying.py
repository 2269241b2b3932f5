"""Words by which somebody may be recognised: noticed before an anonymous text is kept, never refused."""

from __future__ import annotations

import re

NAMED = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Docteure|Professeur|Pr|Mr|Mrs|Ms|Doctor)\s+[A-ZÀ-Ý]"
    r"|\b[Jj]e (?:m['’]appelle|me nomme)\b|\b[Mm]on nom\b|\b[Mm]y name\b",
)
ADDRESS = re.compile(r"[\w.+-]+@\w[\w-]*(?:\.\w+)?|@\w{4,}|https?://\S+", re.IGNORECASE)
TELEPHONE = re.compile(r"(?:\+\d{1,3}|\b0)\s?[1-9](?:[\s.-]?\d{2}){4}\b")


def may_identify(words: str) -> bool:
    """True if a text seems to hold a name after a title, an address, an account or a telephone number."""
    return any(pattern.search(words) for pattern in (NAMED, ADDRESS, TELEPHONE))
