"""Dates, numbers and lists as each language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from actions.language import Language
from bot.i18n.catalogues import LOCALES

KEPT = 256  # dates formatted lately: a reminder repeats one to many people
SMALL = 1000  # below, a number is its figures in every language we speak


@lru_cache(maxsize=KEPT)
def long_date(day: date, *, language: Language) -> str:
    """« mardi 12 mars 2027 », "Tuesday 12 March 2027"."""
    return format_date(day, "EEEE d MMMM y", locale=LOCALES[language])


def short_date(day: date, *, language: Language) -> str:
    """« 12 mars 2027 », "12 March 2027"."""
    return format_date(day, "d MMMM y", locale=LOCALES[language])


def moment(at: datetime, *, language: Language) -> str:
    """The full date and the time of a moment, in the zone the moment carries."""
    return _moment(at.replace(tzinfo=None), language)  # moments of two zones may be equal and read differently


@lru_cache(maxsize=KEPT)
def _moment(at: datetime, language: Language) -> str:
    separator = " at " if language is Language.ENGLISH else " à "
    return long_date(at.date(), language=language) + separator + clock(at.timetz(), language=language)


def clock(at: time, *, language: Language) -> str:
    """« 18 h », « 18 h 30 », "18:00"."""
    pattern = "HH:mm" if language is Language.ENGLISH else "H'\u202fh\u202f'mm"
    return format_time(at.replace(tzinfo=None), pattern, locale=LOCALES[language]).removesuffix("\u202f00")


def number(value: int, *, language: Language) -> str:
    """A whole number with its thousands apart."""
    if 0 <= value < SMALL:
        return str(value)
    return format_decimal(value, locale=LOCALES[language])


def listing(items: Sequence[str], *, language: Language) -> str:
    """« a, b et c »."""
    return format_list(items, locale=LOCALES[language])
