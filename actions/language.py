"""The languages and registers in which everything is written."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language with its register; the value names its folder and catalogue in content/."""

    FRENCH = "fr"
    ENGLISH = "en"
    SIMPLE_FRENCH = "fr_simple"

    @property
    def is_french(self) -> bool:
        """True for both registers of French."""
        return self is not Language.ENGLISH


def guess_language(code: str | None) -> Language:
    """The language to begin with, from the optional IETF code of the chat application: English or else French."""
    return Language.ENGLISH if code is not None and code.lower().startswith("en") else Language.FRENCH
