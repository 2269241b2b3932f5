"""Reading a content file as text, or saying at which line it is none."""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.mistakes import ContentRefused, Mistake

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def read_text(path: Path) -> str:
    """The text of a file; raise ContentRefused naming the line that is not UTF-8 or holds a control character."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentRefused([Mistake(path, line, "is not UTF-8: save the file in that encoding")]) from None
    found = _NO_TEXT.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        message = f"holds an invisible character (U+{ord(found.group()):04X}): delete it"
        raise ContentRefused([Mistake(path, line, message)])
    return text
