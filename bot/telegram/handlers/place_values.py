"""What a coordinator types for a field, understood or refused with a word on what is expected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from actions.directory.kind_names import kind_of_name
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.phones import dialled
from actions.directory.records import LENGTHS
from actions.territories.folding import fold
from actions.territories.gazetteer import Gazetteer
from actions.territories.lines import read_local_line
from actions.territories.whereabouts import read_whereabouts
from bot.content.hours import is_readable

EMPTY = frozenset({"", "vide", "rien", "aucun", "aucune", "none", "empty"})
COSTS = {"gratuit": Cost.FREE, "free": Cost.FREE, "pris en charge": Cost.COVERED, "covered": Cost.COVERED}
MORE_COSTS = {"adhesion": Cost.MEMBERSHIP, "membership": Cost.MEMBERSHIP, "payant": Cost.PAYING, "paying": Cost.PAYING}
YES_NO = {"oui": Referral.NEEDED, "yes": Referral.NEEDED, "non": Referral.NOT_NEEDED, "no": Referral.NOT_NEEDED}
OLDEST = 120
MOST_LINES = 8
LONGEST_TEXT = 500
STATUSES = {
    "actif": "active",
    "active": "active",
    "projet": "project",
    "project": "project",
    "arrete": "stopped",
    "stopped": "stopped",
}


class Refused(Exception):  # noqa: N818 - named for what happened
    """A value that cannot be used; `hint` is the key of what to type instead."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Value:
    """What will be kept, and how it reads."""

    kept: Any
    shown: str


def read_value(field: str, text: str, gazetteer: Gazetteer) -> Value:
    """The value of a place's field; Refused says what is expected."""
    plain = text.strip()
    if fold(plain) in EMPTY and field not in ("name", "kind", "commune_code"):
        return Value([] if field == "serves" else Cost.UNKNOWN.value if field in ("cost", "referral") else None, "—")
    reader = READERS.get(field)
    return reader(plain, gazetteer) if reader else _text(field, plain)


def read_territory_value(field: str, text: str) -> Value:
    """The value of a territory's field."""
    plain = text.strip()
    if field in ("local_lines", "languages"):
        lines = [line.strip(" •-") for line in re.split(_between_lines(field, plain), plain)]
        kept = [line for line in lines if line][:MOST_LINES]
        if field == "local_lines" and not all(is_readable(hours) for hours in map(_hours_of_line, kept) if hours):
            raise Refused("hint.hours")
        return Value([] if fold(plain) in EMPTY else kept, "\n".join(kept) or "—")
    if field == "status":
        if fold(plain) not in STATUSES:
            raise Refused("hint.status")
        return Value(STATUSES[fold(plain)], plain)
    if fold(plain) in EMPTY:
        return Value(None, "—")
    if field == "office_hours":
        return _hours(plain)
    if field == "site":
        return _site(plain)
    if len(plain) > LONGEST_TEXT:
        raise Refused("hint.too_long")
    return Value(plain, plain)


def _between_lines(field: str, plain: str) -> str:
    """What separates the values: hours hold semicolons, so that lines with hours stand each on a row of its own."""
    if field == "languages":
        return r"[\n;, ]"
    return r"\n" if "|" in plain else r"[\n;]"


def _hours_of_line(line: str) -> str | None:
    return read_local_line(line).hours


def _text(field: str, plain: str) -> Value:
    if len(plain) > LENGTHS.get(field, LONGEST_TEXT):
        raise Refused("hint.too_long")
    return Value(plain, plain)


def _phone(plain: str, _gazetteer: Gazetteer) -> Value:
    if dialled(plain) is None:
        raise Refused("hint.phone")
    return Value(plain, plain)


def _hours(plain: str, _gazetteer: Gazetteer | None = None) -> Value:
    if not is_readable(plain):
        raise Refused("hint.hours")
    return Value(plain, plain)


def _site(plain: str, _gazetteer: Gazetteer | None = None) -> Value:
    url = plain if plain.startswith(("http://", "https://")) else f"https://{plain}"
    if " " in url or "." not in url:
        raise Refused("hint.site")
    return Value(url, url)


def _email(plain: str, _gazetteer: Gazetteer) -> Value:
    if "@" not in plain or " " in plain:
        raise Refused("hint.email")
    return Value(plain, plain)


def _age(plain: str, _gazetteer: Gazetteer) -> Value:
    digits = re.sub(r"\D", "", plain)
    if not digits or int(digits) > OLDEST:
        raise Refused("hint.age")
    return Value(int(digits), digits)


def _kind(plain: str, _gazetteer: Gazetteer) -> Value:
    kind = Kind(plain) if plain in set(Kind) else kind_of_name(plain)
    if kind is None:
        raise Refused("hint.kind")
    return Value(kind.value, kind.value)


def _cost(plain: str, _gazetteer: Gazetteer) -> Value:
    cost = (COSTS | MORE_COSTS).get(fold(plain))
    if cost is None:
        raise Refused("hint.cost")
    return Value(cost.value, plain)


def _referral(plain: str, _gazetteer: Gazetteer) -> Value:
    referral = YES_NO.get(fold(plain))
    if referral is None:
        raise Refused("hint.referral")
    return Value(referral.value, plain)


def _commune(plain: str, gazetteer: Gazetteer) -> Value:
    place = read_whereabouts(plain, gazetteer, asked=True).place
    if place is None:
        raise Refused("hint.commune")
    return Value(place.codes[0], place.label)


def _serves(plain: str, gazetteer: Gazetteer) -> Value:
    places = [
        read_whereabouts(part, gazetteer, asked=True).place for part in re.split(r"[,;\n]", plain) if part.strip()
    ]
    known = [place for place in places if place is not None]
    if not known or len(known) != len(places):
        raise Refused("hint.serves")
    return Value(sorted({place.codes[0] for place in known}), ", ".join(place.label for place in known))


READERS = {
    "phone": _phone,
    "hours": _hours,
    "site": _site,
    "email": _email,
    "youngest": _age,
    "oldest": _age,
    "kind": _kind,
    "cost": _cost,
    "referral": _referral,
    "commune_code": _commune,
    "serves": _serves,
}
