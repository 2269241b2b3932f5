"""Telephone numbers of places: as people read them, and as a telephone dials them from anywhere."""

from __future__ import annotations

import re

# The country codes behind the first digits of a number of the French overseas departments and collectivities.
OVERSEAS_PREFIXES = (
    (re.compile(r"0(590|690|691)"), "590"),
    (re.compile(r"0(594|694)"), "594"),
    (re.compile(r"0(596|696|697)"), "596"),
    (re.compile(r"0(262|263|269|639|692|693)"), "262"),
    (re.compile(r"0508"), "508"),
)
MAINLAND = "33"
_NATIONAL = re.compile(r"0\d{9}")
_SHORT = re.compile(r"\d{2,6}")


def readable(phone: str) -> str:
    """« 0353010001 » → « 03 53 01 00 01 »; anything unusual stays as it was written."""
    digits = re.sub(r"[\s.\-/()]", "", phone)
    digits = re.sub(r"^(?:\+|00)33", "0", digits)
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2)) if _NATIONAL.fullmatch(digits) else phone.strip()


def dialled(phone: str) -> str | None:
    """The number in international form for a telephone, or None if it cannot be told."""
    digits = re.sub(r"[\s.\-/()]", "", phone)
    if digits.startswith("+"):
        return digits if digits[1:].isdecimal() else None
    if digits.startswith("00"):
        return f"+{digits[2:]}" if digits[2:].isdecimal() else None
    if _NATIONAL.fullmatch(digits):
        country = next((code for prefix, code in OVERSEAS_PREFIXES if prefix.match(digits)), MAINLAND)
        return f"+{country}{digits[1:]}"
    return digits if _SHORT.fullmatch(digits) else None
