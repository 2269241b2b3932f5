"""The screens of the desk: how things stand, lists of places, one place with what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from actions.directory.coordination import stale_places
from actions.directory.models import Resource, ResourceState
from actions.directory.reports import waiting_reports, words_of
from actions.directory.search import opening_of
from actions.reply import Button, Lines, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.handlers.desk_access import Desk
from bot.telegram.handlers.place_cards import Card, card
from bot.telegram.tokens import button, menu_button

NOTHING_UNDER = {
    "desk.old": "desk.old_none",
    "desk.found": "desk.found_none",
    "desk.reports": "desk.reports_none",
}

OLD = timedelta(days=365)
LONGEST_LABEL = 40


async def show_desk(desk: Desk, _arguments: list[str]) -> None:
    """How things stand, and what can be done."""
    old = await stale(desk, most=None)
    reported = await waiting_reports(desk.turn.session, territory_id=desk.territory.id, communes=desk.communes)
    rows: list[tuple[Button, ...]] = [
        (button(say("button.desk_add"), "desk", "add"), button(say("button.desk_find"), "desk", "find")),
        (
            button(say("button.desk_old", number=len(old)), "desk", "old"),
            button(say("button.desk_reports", number=len(reported)), "desk", "reports"),
        ),
        (button(say("button.desk_clsm"), "desk", "clsm"),),
    ]
    for other in desk.others:
        territory = await desk.turn.session.get_one(Territory, other)
        rows.append((button(Verbatim(territory.name[:LONGEST_LABEL]), "desk", "at", territory.id),))
    rows.append((menu_button(),))
    parts = (say("desk.intro", territory=Verbatim(desk.territory.name), old=len(old), reports=len(reported)),)
    desk.turn.reply(Reply(parts=parts, buttons=tuple(rows)))


async def show_list(desk: Desk, places: Sequence[Resource], *, title: str, lines: Sequence[Text] = ()) -> None:
    """Some places, each a button."""
    parts: list[Part] = [say(title if places else NOTHING_UNDER[title])]
    if lines:
        parts.append(Lines(tuple(lines)))
    rows = [(button(Verbatim(place.name[:LONGEST_LABEL]), "desk", "r", place.id),) for place in places]
    desk.turn.reply(Reply(parts=tuple(parts), buttons=(*rows, (button(say("button.desk"), "desk"), menu_button()))))


async def reply_with_place(desk: Desk, resource: Resource, *, before: tuple[Part, ...] = ()) -> None:
    """Show a place, after a word on what has just been done."""
    turn = desk.turn
    shown = Card(resource, opening_of(resource, hours=turn.services.hours, now=turn.now))
    parts: list[Part] = [*before, card(shown, now=turn.now)]
    if resource.state != ResourceState.ACTIVE.value:
        parts.append(say(f"desk.state_{resource.state}"))
    waiting = [
        each
        for each, place in await waiting_reports(turn.session, territory_id=desk.territory.id, communes=desk.communes)
        if place.id == resource.id
    ]
    words = await words_of(turn.session, [each.id for each in waiting])
    for each in waiting:
        parts.append(say("desk.waiting_report", reason=say(f"wrong.{each.reason}"), times=each.times))
        parts += [say("desk.report_words", words=Verbatim(said)) for said in words.get(each.id, ())]
    rows = [
        (button(say("button.desk_right"), "desk", "ok", resource.id),),
        (
            button(say("button.desk_correct"), "desk", "e", resource.id),
            button(say("button.desk_history"), "desk", "h", resource.id),
        ),
        (_state_button(resource),),
        (button(say("button.desk"), "desk"), menu_button()),
    ]
    turn.reply(Reply(parts=tuple(parts), buttons=tuple(rows)))


def _state_button(resource: Resource) -> Button:
    if resource.state == ResourceState.ACTIVE.value:
        return button(say("button.desk_close"), "desk", "c", resource.id)
    return button(say("button.desk_reopen"), "desk", "o", resource.id)


async def stale(desk: Desk, *, most: int | None) -> Sequence[Resource]:
    """The places of the desk's territory that nobody looked at for a year."""
    before = desk.turn.now.date() - OLD
    return await stale_places(
        desk.turn.session, territory_id=desk.territory.id, communes=desk.communes, before=before, most=most
    )
