"""What a feature answers with: keys, parameters and choices, never sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from typing import TypeAlias, Union

Parameter: TypeAlias = Union[str, int, date, datetime, time, "Text", "Question", "Verbatim", "tuple[Parameter, ...]"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the catalogues, by key. With `count`, the plural form is chosen by it."""

    key: str
    params: Mapping[str, Parameter] = field(default_factory=dict)
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """The question of an intent, in words, as the answer's file puts it."""

    intent: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reviewed answer to an intent, with its source and date: the territory's own where it has one."""

    intent: str
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words written by a person or by a territory: shown as they are, in no language of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences that stand under one another, without an empty line between."""

    items: tuple[Text | Verbatim, ...]


@dataclass(frozen=True, slots=True)
class HelpCard:
    """A card of the safety texts: its name, which variant, its help lines (open now: yes, no, unknown), its notes."""

    name: str
    variant: int = 0
    lines: tuple[tuple[str, bool | None], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpLines:
    """Help lines of the register, one a row."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpChoice:
    """The label of a choice under a help card."""

    name: str


Part: TypeAlias = Text | Lines | Answer | Verbatim | HelpCard | HelpLines
Label: TypeAlias = Text | Question | Verbatim | HelpChoice


@dataclass(frozen=True, slots=True)
class Button:
    """One choice under a message: either an action token (at most 64 bytes) or the address of a page."""

    label: Label
    action: str = ""
    url: str = ""


class Urgency(IntEnum):
    """The lane in which a message waits for its turn; the lower goes first."""

    CRISIS = 0
    LIVE = 1
    NOTICE = 2
    BROADCAST = 3


class IfUnknown(StrEnum):
    """What to do with a message of which nobody can say whether it arrived."""

    RESEND = "resend"  # better twice than never: help in a crisis, a cancelled meeting
    PARK = "park"  # never twice: an invitation, a survey; a person decides
    ASK = "ask"  # say that the thread was cut and offer to show the message again
    DROP = "drop"  # worthless a moment later: the acknowledgment of a tap


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: its parts in order, the choices under it, and how it travels.

    `replaces` edits the message whose button was pressed instead of sending a new one. `quotes` shows the message
    that is answered above the reply; a button pressed later finds it there, so that nobody has to store it.
    """

    parts: tuple[Part, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    replaces: bool = False
    quotes: bool = False
    urgency: Urgency = Urgency.LIVE
    if_unknown: IfUnknown = IfUnknown.ASK


def say(key: str, *, count: int | None = None, **params: Parameter) -> Text:
    """Shorthand for a sentence of the catalogues."""
    return Text(key, params, count)
