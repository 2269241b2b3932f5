"""What the log says: events and numbers, never words of a person."""

from __future__ import annotations

import logging
import sys
import traceback

OURS = ("bot", "actions")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def open_journal(level: str) -> None:
    """Log to standard error: ourselves from a level such as INFO, libraries from WARNING, for they repeat people."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format=FORMAT)
    for room in OURS:
        logging.getLogger(room).setLevel(level)


def describe(error: BaseException) -> str:
    """The kind of an error and where it arose; its message is left out, for it may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
