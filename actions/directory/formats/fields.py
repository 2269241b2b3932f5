"""Single fields as sources write them, cleaned: a value that cannot be used is noted and left out, not the row."""

from __future__ import annotations

import html
import re
from datetime import date

from actions.directory.formats.rows import Notes, Raw, Unusable

SHORTEST_NAME = 3
OLDEST_AGE = 120
_TAG = re.compile(r"<[^>]{1,200}>")
_INSEE = re.compile(r"(?:\d{2}|2[ABab])\d{3}")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def text(raw: Raw, name: str) -> str | None:
    """A text without mark-up or needless spaces; None if it is empty."""
    value = raw.get(name)
    if value is None:
        return None
    plain = str(value)
    if "<" in plain or "&" in plain:
        plain = _TAG.sub(" ", html.unescape(plain))
    if "\n" not in plain:
        return " ".join(plain.split()) or None
    cleaned = "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()
    return cleaned or None


def required(raw: Raw, name: str) -> str:
    """A text without which there is no record."""
    value = text(raw, name)
    if value is None:
        raise Unusable(f"{name} is missing")
    return value


def title(raw: Raw, name: str) -> str:
    """A name, in one line, of three letters at least; a name all in capitals is written as a name."""
    value = " ".join(required(raw, name).split())
    if len(value) < SHORTEST_NAME:
        raise Unusable(f"{name} is too short: {value}")
    return value


def whole(raw: Raw, name: str, notes: Notes, *, highest: int = OLDEST_AGE) -> int | None:
    """A whole number from 0 up."""
    value = text(raw, name)
    if value is None:
        return None
    try:
        number = int(float(value.replace(",", ".")))
    except ValueError:
        notes.add(f"{name} is no number: {value}")
        return None
    if not 0 <= number <= highest:
        notes.add(f"{name} is out of range: {value}")
        return None
    return number


def position(
    raw: Raw, notes: Notes, *, latitude: str = "latitude", longitude: str = "longitude"
) -> tuple[float | None, float | None]:
    """A position in degrees; both or none. Nought and nought is no position in France."""
    values = [text(raw, name) for name in (latitude, longitude)]
    if values == [None, None]:
        return None, None
    try:
        north, east = (float((value or "").replace(",", ".")) for value in values)
    except ValueError:
        notes.add(f"the position is no pair of numbers: {values[0]}, {values[1]}")
        return None, None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north == 0 and east == 0):  # noqa: PLR2004 - degrees
        notes.add(f"the position is not on the map: {north}, {east}")
        return None, None
    return north, east


def day(raw: Raw, name: str, notes: Notes) -> date | None:
    """A date, written 2026-11-22 (with or without a time) or 22/11/2026."""
    value = text(raw, name)
    if value is None:
        return None
    french = _DAY_FIRST.match(value)
    try:
        if french:
            return date(int(french.group(3)), int(french.group(2)), int(french.group(1)))
        return date.fromisoformat(value[:10])
    except ValueError:
        notes.add(f"{name} is no date: {value}")
        return None


def postcode(raw: Raw, name: str, notes: Notes) -> str | None:
    """Five digits; a leading nought that a spreadsheet ate is put back."""
    value = text(raw, name)
    if value is None:
        return None
    digits = value.replace(" ", "").removesuffix(".0")
    if digits.isdecimal() and 4 <= len(digits) <= 5:  # noqa: PLR2004 - see above
        return digits.zfill(5)
    notes.add(f"{name} is no postcode: {value}")
    return None


def insee(raw: Raw, name: str, notes: Notes) -> str | None:
    """An INSEE code of a commune."""
    value = text(raw, name)
    if value is None:
        return None
    code = value.upper().zfill(5)
    if _INSEE.fullmatch(code):
        return code
    notes.add(f"{name} is no INSEE code: {value}")
    return None


def address_of_site(raw: Raw, name: str, notes: Notes) -> str | None:
    """The address of a page, with its protocol."""
    value = text(raw, name)
    if value is None:
        return None
    url = value if value.startswith(("http://", "https://")) else f"https://{value}"
    if " " in url or "." not in url:
        notes.add(f"{name} is no address of a page: {value}")
        return None
    return url


def email(raw: Raw, name: str, notes: Notes) -> str | None:
    """A mail address."""
    value = text(raw, name)
    if value is not None and ("@" not in value or " " in value):
        notes.add(f"{name} is no mail address: {value}")
        return None
    return value


def several(raw: Raw, name: str) -> tuple[str, ...]:
    """A list, or a text that separates its parts by commas, semicolons or bars."""
    value = raw.get(name)
    if isinstance(value, list):
        return tuple(str(each).strip() for each in value if str(each).strip())
    return tuple(part.strip() for part in re.split(r"[,;|]", str(value or "")) if part.strip())
