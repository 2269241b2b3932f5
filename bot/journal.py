"""What the log says: events and numbers, never words of a person."""

from __future__ import annotations

import logging
import sys
import traceback


def open_journal(level: str) -> None:
    """Log to standard error at a level such as INFO; libraries that repeat what they are given stay quiet."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("telegram", "aiohttp.access", "apscheduler", "sqlalchemy.engine", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def describe(error: BaseException) -> str:
    """The kind of an error and where it arose; its message is left out, for it may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
