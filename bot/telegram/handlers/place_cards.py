"""A place of help as a card: what it is, for whom, what it costs, whether it is open, how to get there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.directory.hours import Opening
from actions.directory.kinds import USUAL, Cost, Kind, Referral
from actions.directory.models import Resource
from actions.directory.phones import readable
from actions.reply import Lines, Text, Verbatim, say

OLD = timedelta(days=365)
LONGEST_NOTE = 160
CLOSE_KM = 1.0


@dataclass(frozen=True, slots=True)
class Card:
    """A place with what a search found out about it. `distance` is in kilometres."""

    resource: Resource
    opening: Opening
    distance: float | None = None
    number: int | None = None


def card(shown: Card, *, now: datetime) -> Lines:
    """The card of a place, in at most nine lines."""
    resource = shown.resource
    kind = Kind(resource.kind)
    lines: list[Text | Verbatim | None] = [
        _title(shown),
        say("place.sample") if resource.is_sample else None,
        say(f"kind_is.{kind.value}") if kind is not Kind.OTHER else _described(resource),
        _for_whom(resource, kind),
        _cost(resource, kind),
        _referral(resource, kind),
        _hours(shown, now=now),
        say("place.phone", phone=Verbatim(readable(resource.phone))) if resource.phone else None,
        _where(shown),
        _freshness(resource, today=now.date()),
    ]
    return Lines(tuple(line for line in lines if line is not None))


def _title(shown: Card) -> Text:
    name = Verbatim(shown.resource.name)
    return (
        say("place.title", name=name)
        if shown.number is None
        else say("place.numbered_title", number=shown.number, name=name)
    )


def _described(resource: Resource) -> Verbatim | None:
    return Verbatim(_cut(resource.description)) if resource.description else None


def _for_whom(resource: Resource, kind: Kind) -> Text | None:
    if resource.for_whom:
        return say("place.for_whom", whom=Verbatim(_cut(resource.for_whom)))
    youngest, oldest = resource.youngest, resource.oldest
    if youngest is None and oldest is None:
        youngest, oldest = USUAL[kind].youngest, USUAL[kind].oldest
    if youngest and oldest:
        return say("place.ages", youngest=youngest, oldest=oldest)
    if youngest:
        return say("place.ages_from", youngest=youngest)
    return say("place.ages_to", oldest=oldest) if oldest else None


def _cost(resource: Resource, kind: Kind) -> Text | None:
    cost = Cost(resource.cost)
    if cost is Cost.UNKNOWN:
        usual = USUAL[kind].cost
        return say(f"place.usually_{usual.value}") if usual is not Cost.UNKNOWN else say("place.cost_unknown")
    if resource.cost_note:
        return say(
            "place.cost_with_note", cost=say(f"place.cost_{cost.value}"), note=Verbatim(_cut(resource.cost_note))
        )
    return say(f"place.cost_{cost.value}")


def _referral(resource: Resource, kind: Kind) -> Text | None:
    referral = Referral(resource.referral)
    if resource.referral_note:
        return say("place.referral_note", note=Verbatim(_cut(resource.referral_note)))
    if referral is Referral.UNKNOWN:
        referral = USUAL[kind].referral
    return say(f"place.referral_{referral.value}") if referral is not Referral.UNKNOWN else None


def _hours(shown: Card, *, now: datetime) -> Text:
    opening, resource = shown.opening, shown.resource
    if opening.is_open is None:
        return (
            say("place.hours_note", note=Verbatim(_cut(resource.hours_note)))
            if resource.hours_note
            else say("place.hours_unknown")
        )
    change = opening.changes_at
    if change is None:
        return say("place.open_always" if opening.is_open else "place.closed")
    today = now.astimezone(change.tzinfo).date()
    is_today, is_tomorrow = change.date() == today, change.date() == today + timedelta(days=1)
    if opening.is_open:
        return say("place.open_until", until=change.time() if is_today else change)
    if is_today or is_tomorrow:
        return say("place.opens_today" if is_today else "place.opens_tomorrow", at=change.time())
    return say("place.opens_later", at=change)


def _where(shown: Card) -> Text:
    resource = shown.resource
    town = " ".join(part for part in (resource.postcode, resource.commune) if part)
    address = Verbatim(", ".join(part for part in (resource.address, town) if part) or "—")
    if shown.distance is None:
        return say("place.address", address=address)
    if resource.is_approximate:
        return say("place.address_about", address=address, distance=max(round(shown.distance), 1))
    if shown.distance < CLOSE_KM:
        return say("place.address_close", address=address)
    return say("place.address_distance", address=address, distance=round(shown.distance))


def _freshness(resource: Resource, *, today: date) -> Text:
    looked_at = resource.checked_on or resource.updated_on
    if looked_at is None:
        return say("place.never_checked")
    if today - looked_at > OLD:
        return say("place.checked_long_ago", day=looked_at)
    return say("place.checked" if resource.checked_on else "place.updated", day=looked_at)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1].rsplit(" ", 1)[0] + "…"
