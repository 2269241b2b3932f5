"""Items of a JSON array, one by one: a file of any size in little memory, and the items before a break are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHUNK = 256 * 1024
LONGEST_ITEM = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One item, numbered from 1, or why it cannot be read."""

    number: int
    value: Any = None
    problem: str | None = None
    is_end: bool = False  # nothing can be read beyond this problem


def read_items(path: Path, *, under: str | None = None) -> Iterator[Item]:
    """The items of the file's array, or of the array under the key `under` of its object.

    One JSON object a line (NDJSON) is read too. An item that is broken is reported and skipped.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        window = _Window(file)
        window.skip_spaces()
        if window.peek() == "{" and under is not None:
            if not window.seek_array(under):
                yield Item(1, problem=f"there is no list under {under!r}", is_end=True)
                return
        elif window.peek() == "[":
            window.advance(1)
        elif window.peek() != "{":
            yield Item(1, problem="a JSON list is expected", is_end=True)
            return
        yield from _items(window)


def _items(window: _Window) -> Iterator[Item]:
    number = 0
    while True:
        window.skip_spaces(also=",")
        if window.peek() in ("", "]"):
            if window.peek() == "" and number and window.began_list:
                yield Item(number + 1, problem="the file ends in the middle", is_end=True)
            return
        number += 1
        value, problem = window.take_value()
        yield Item(number, value, problem)


class _Window:
    """A moving part of the text, refilled as it is consumed."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._decoder = json.JSONDecoder()
        self.began_list = False

    def peek(self) -> str:
        if self._at >= len(self._text):
            self._refill()
        return self._text[self._at : self._at + 1]

    def advance(self, count: int) -> None:
        if self._text[self._at : self._at + 1] == "[":
            self.began_list = True
        self._at += count

    def skip_spaces(self, *, also: str = "") -> None:
        while (letter := self.peek()) and (letter.isspace() or letter in also):
            self._at += 1

    def seek_array(self, key: str) -> bool:
        """Move behind the bracket of the array under a key of the top object; False if there is none."""
        wanted = f'"{key}"'
        while True:
            found = self._text.find(wanted, self._at)
            if found >= 0:
                self._at = found + len(wanted)
                self.skip_spaces(also=":")
                if self.peek() == "[":
                    self.advance(1)
                    return True
                continue
            before = len(self._text)
            self._at = max(self._at, len(self._text) - len(wanted))
            if not self._refill() or len(self._text) == before == 0:
                return False

    def take_value(self) -> tuple[Any, str | None]:
        """The value that begins here; a broken one is skipped up to the next line that begins an object."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                unread = len(self._text) - self._at
                if unread < LONGEST_ITEM and error.pos >= len(self._text) - CHUNK and self._refill():
                    continue
                problem = f"not JSON: {error.msg}"
                self._skip_broken()
                return None, problem
            if end == len(self._text) and self._refill():
                continue
            self._at = end
            return value, None

    def _skip_broken(self) -> None:
        """Go to the next place where an object may begin after a comma: `}` `,` `{`, else to the end."""
        while True:
            at = self._at + 1
            while (at := self._text.find("{", at)) >= 0:
                before = self._text[self._at : at].rstrip()
                if before.endswith(("},", "}")):
                    self._at = at
                    return
                at += 1
            if not self._refill():
                self._at = len(self._text)
                return

    def _refill(self) -> bool:
        more = self._file.read(CHUNK)
        self._text = self._text[self._at :] + more
        self._at = 0
        return bool(more)
