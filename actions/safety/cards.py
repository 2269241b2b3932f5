"""Which words, which help lines and which choices go on a help card. Keys only; the words stand in content/safety."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from actions.language import Language
from actions.safety.levels import Assessment, Level

VARIANTS = 3
MOST_LINES = 4
MOST_LOCAL_LINES = 2


class Line(Protocol):
    """What a card needs to know of a help line."""

    @property
    def key(self) -> str:
        """The name of the line in the register."""

    def is_open(self, now: datetime) -> bool | None:
        """Whether somebody should answer at `now`; None where nobody knows the hours."""


class Choice(StrEnum):
    """A button under a card; the value is its key in content/safety and in the button's token."""

    DANGER = "danger"
    UNSURE = "unsure"
    UNWELL = "unwell"
    RELATIVE = "relative"
    YOUNG = "young"
    WOMAN = "woman"
    CHILD = "child"
    ADULT = "adult"
    ONLINE = "online"
    HUMAN = "human"
    AGAIN = "again"


class Note(StrEnum):
    """A sentence that may follow a card."""

    QUESTION = "question"
    OVERSEAS = "overseas"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class CardLine:
    """A help line on a card, and whether it answers now (None where nobody knows)."""

    key: str
    is_open: bool | None


@dataclass(frozen=True, slots=True)
class Card:
    """One help card: the name and variant of its text, the lines listed in it, what follows, and the choices."""

    name: str
    variant: int
    lines: tuple[CardLine, ...] = ()
    notes: tuple[Note, ...] = ()
    choices: tuple[tuple[Choice, ...], ...] = ()


_QUESTION_CHOICES = ((Choice.DANGER, Choice.UNSURE), (Choice.UNWELL,), (Choice.RELATIVE,), (Choice.YOUNG,))
_AFTER_CHOICES = ((Choice.AGAIN,), (Choice.HUMAN,))
_VIOLENCE_CHOICES = ((Choice.WOMAN, Choice.CHILD), (Choice.ADULT, Choice.ONLINE), (Choice.HUMAN,))


@dataclass(frozen=True, slots=True)
class _Plan:
    text: str
    listed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    choices: tuple[tuple[Choice, ...], ...] = ((Choice.AGAIN, Choice.HUMAN),)


_LEVELS: Mapping[Level, _Plan] = {
    Level.IMMINENT: _Plan("level_3", choices=((Choice.RELATIVE,), (Choice.YOUNG,), (Choice.AGAIN,))),
    Level.EXPLICIT: _Plan("level_2", notes=(Note.QUESTION,), choices=_QUESTION_CHOICES),
    Level.IMPLICIT: _Plan("level_1", notes=(Note.QUESTION,), choices=_QUESTION_CHOICES),
    Level.THIRD_PARTY: _Plan("level_T", ("unafam",), choices=_AFTER_CHOICES),
    Level.VIOLENCE: _Plan("level_V", ("3919", "119", "3133", "3018"), choices=_VIOLENCE_CHOICES),
}
_RESCUE_OF_ANOTHER = _Plan("level_3_other", choices=((Choice.RELATIVE,), (Choice.AGAIN,)))
_CHOICES: Mapping[Choice, _Plan] = {
    Choice.DANGER: _Plan("answer_danger"),
    Choice.UNSURE: _Plan("answer_unsure"),
    Choice.UNWELL: _Plan("answer_unwell", ("sos_amitie", "suicide_ecoute")),
    Choice.RELATIVE: _LEVELS[Level.THIRD_PARTY],
    Choice.YOUNG: _Plan("young", ("fil_sante_jeunes",)),
    Choice.WOMAN: _Plan("violence_woman"),
    Choice.CHILD: _Plan("violence_child"),
    Choice.ADULT: _Plan("violence_adult", ("3133",)),
    Choice.ONLINE: _Plan("violence_online", ("3018",)),
    Choice.HUMAN: _Plan("human", choices=((Choice.AGAIN,),)),
    Choice.AGAIN: _LEVELS[Level.EXPLICIT],
}
_PARIS = ZoneInfo("Europe/Paris")
_FOR_ENGLISH = "sos_help"
_ENGLISH_CARDS = frozenset({"level_1", "level_2", "answer_unwell"})


def compose(
    danger: Assessment,
    *,
    language: Language,
    variant: int,
    lines: Mapping[str, Line],
    now: datetime,
    zone: tzinfo,
    local_lines: Sequence[str] = (),
) -> Card:
    """Return the card for `danger`, whose level must not be NONE.

    `variant` counts the cards of the hour and turns the wording; `lines` is the register by key; `zone` is where the
    person is; `local_lines` are keys of the territory's own lines: the first two are listed, before the national ones
    where they answer now.
    """
    plan = _RESCUE_OF_ANOTHER if danger.is_of_another else _LEVELS[danger.level]
    wanted = (*local_lines[:MOST_LOCAL_LINES], *plan.listed)
    return _card(plan, wanted, language=language, variant=variant, lines=lines, now=now, zone=zone)


def compose_answer(
    choice: Choice,
    *,
    language: Language,
    variant: int,
    lines: Mapping[str, Line],
    now: datetime,
    zone: tzinfo,
    local_lines: Sequence[str] = (),
) -> Card:
    """Return the card that answers a pressed button; « je ne sais pas » leads to the rescue services, like « oui »."""
    wanted = (*local_lines[:MOST_LOCAL_LINES], *_CHOICES[choice].listed)
    return _card(_CHOICES[choice], wanted, language=language, variant=variant, lines=lines, now=now, zone=zone)


def _card(
    plan: _Plan,
    wanted: Sequence[str],
    *,
    language: Language,
    variant: int,
    lines: Mapping[str, Line],
    now: datetime,
    zone: tzinfo,
) -> Card:
    spoken = (*wanted, _FOR_ENGLISH) if language is Language.ENGLISH and plan.text in _ENGLISH_CARDS else wanted
    away = (Note.OVERSEAS,) if zone.utcoffset(now) != _PARIS.utcoffset(now) else ()
    return Card(
        name=plan.text,
        variant=variant % VARIANTS,
        lines=_open_first([lines[key] for key in spoken if key in lines], now=now),
        notes=(*away, *plan.notes),
        choices=plan.choices,
    )


def _open_first(wanted: Sequence[Line], *, now: datetime) -> tuple[CardLine, ...]:
    """The wanted lines in their order, except that none comes before one that surely answers now."""
    states = [CardLine(line.key, is_open=line.is_open(now)) for line in wanted]
    return tuple(sorted(states, key=lambda line: line.is_open is not True)[:MOST_LINES])
