"""The directory in the hands of its coordination: what is old, what is reported, each place and what was done to it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from actions.directory.coordination import NotYours, confirm, history
from actions.directory.models import ResourceChange
from actions.directory.reports import close_reports, waiting_reports
from actions.people.service import record_access
from actions.reply import Lines, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.handlers import place_forms
from bot.telegram.handlers.desk_access import Desk, Step, desk_of
from bot.telegram.handlers.place_screens import reply_with_place, show_desk, show_list, stale
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

LISTED = 8


async def start(turn: Turn) -> None:
    """The desk: how things stand, and what can be done."""
    turn.conversation.form = None
    if (desk := await desk_of(turn)) is not None:
        await show_desk(desk, [])


async def press(turn: Turn) -> None:
    """A button of the desk; the right to use it is asked again, every time."""
    desk = await desk_of(turn)
    if desk is None:
        return
    word, *arguments = [*turn.action[1:], ""]
    step = STEPS.get(word) or place_forms.STEPS.get(word)
    try:
        if step is None:
            turn.acknowledge("notice.expired_button")
        await (step or show_desk)(desk, arguments)
    except NotYours:
        turn.acknowledge("desk.not_yours")
        await show_desk(desk, [])


async def receive(turn: Turn) -> None:
    """What a coordinator writes while the desk waits for it."""
    desk = await desk_of(turn)
    if desk is None:
        return
    try:
        await place_forms.receive(desk)
    except NotYours:
        turn.conversation.form = None
        turn.say("desk.not_yours")


async def _change_territory(desk: Desk, arguments: list[str]) -> None:
    """Go to another of one's own territories."""
    chosen = int(arguments[0]) if arguments[0].isdecimal() else 0
    if chosen in desk.others:
        desk.turn.conversation.memory.territory = (await desk.turn.session.get_one(Territory, chosen)).slug
        await start(desk.turn)
        return
    await show_desk(desk, [])


async def _show_old(desk: Desk, _arguments: list[str]) -> None:
    await show_list(desk, await stale(desk, most=LISTED), title="desk.old")


async def _show_reports(desk: Desk, _arguments: list[str]) -> None:
    waiting = await waiting_reports(desk.turn.session, territory_id=desk.territory.id, communes=desk.communes)
    lines = tuple(
        say("desk.report_line", name=Verbatim(resource.name), reason=say(f"wrong.{each.reason}"), times=each.times)
        for each, resource in waiting[:LISTED]
    )
    places = list({resource.id: resource for _, resource in waiting}.values())[:LISTED]
    await show_list(desk, places, title="desk.reports", lines=lines)


async def show_place(desk: Desk, arguments: list[str]) -> None:
    """One place as residents see it, with what waits and what can be done."""
    resource = await desk.place(arguments[0])
    await reply_with_place(desk, resource)


async def _confirm(desk: Desk, arguments: list[str]) -> None:
    """« Tout est juste »: dated today; its reported errors are done."""
    resource = await desk.place(arguments[0])
    turn = desk.turn
    if resource.checked_on != turn.now.date():
        await confirm(turn.session, resource, territory_id=desk.territory.id, actor=desk.actor, now=turn.now)
    await close_reports(turn.session, resource_id=resource.id, now=turn.now)
    await record_access(
        turn.session, actor=desk.person.fingerprint, deed="check place", territory_id=desk.territory.id, now=turn.now
    )
    turn.acknowledge("desk.confirmed")
    await reply_with_place(desk, resource)


async def _show_history(desk: Desk, arguments: list[str]) -> None:
    resource = await desk.place(arguments[0])
    changes = await history(desk.turn.session, resource_id=resource.id)
    title = say("desk.history" if changes else "desk.history_none", name=Verbatim(resource.name))
    rows = ((button(say("button.desk_open_place"), "desk", "r", resource.id),), (button(say("button.desk"), "desk"),))
    zone = desk.territory.time_zone
    lines: list[Text | Verbatim] = [title, *(_history_line(each, time_zone=zone) for each in changes)]
    desk.turn.reply(Reply(parts=(Lines(tuple(lines)),), buttons=rows))


def _history_line(change: ResourceChange, *, time_zone: str) -> Text:
    day = change.at.astimezone(ZoneInfo(time_zone))
    if change.field is None or change.deed != "correct":
        return say(f"desk.did_{change.deed}", day=day, actor=Verbatim(change.actor))
    return say(
        "desk.did_correct",
        day=day,
        actor=Verbatim(change.actor),
        field=say(f"field.{change.field}"),
        before=Verbatim(str(change.before or "—")),
        after=Verbatim(str(change.after or "—")),
    )


STEPS: dict[str, Step] = {
    "": show_desk,
    "at": _change_territory,
    "old": _show_old,
    "reports": _show_reports,
    "r": show_place,
    "ok": _confirm,
    "h": _show_history,
}
