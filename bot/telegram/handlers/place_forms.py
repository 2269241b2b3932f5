"""The forms of the desk: a field corrected, a place added, closed or opened again. Nothing is kept before a yes."""

from __future__ import annotations

from typing import Any

from actions.directory.coordination import add_place, correct, places_named, set_position, set_state
from actions.directory.kind_names import kind_of_name
from actions.directory.kinds import Kind
from actions.directory.models import Resource, ResourceState
from actions.directory.records import ResourceRecord
from actions.directory.reports import close_reports
from actions.people.service import record_access
from actions.reply import Button, Lines, Reply, Text, Verbatim, say
from actions.territories.folding import fold
from actions.territories.service import EDITABLE as TERRITORY_FIELDS
from actions.territories.service import change_territory
from bot.delivery.conversations import Form
from bot.telegram.handlers.desk_access import Desk, Step
from bot.telegram.handlers.place_positions import POSITION, has_position, read_position, written
from bot.telegram.handlers.place_screens import reply_with_place, show_desk, show_list
from bot.telegram.handlers.place_values import Refused, Value, read_territory_value, read_value
from bot.telegram.tokens import button, menu_button

FORM = "desk"
FIELDS = (
    ("phone", "hours"),
    ("hours_note", "name"),
    ("address", "commune_code"),
    (POSITION,),
    ("description", "for_whom"),
    ("youngest", "oldest"),
    ("cost", "cost_note"),
    ("referral", "referral_note"),
    ("site", "email"),
    ("kind", "accessibility"),
    ("serves",),
)
# Of a new place, in order.
QUESTIONS = ("name", "kind", "commune_code", "address", POSITION, "phone", "hours", "for_whom")
REQUIRED = frozenset({"name", "kind", "commune_code"})
SHORTEST_NAME = 3


async def receive(desk: Desk) -> None:
    """What was typed or shared: words to look for, or a value."""
    form = desk.turn.conversation.form
    is_shown = form is not None and _field_of(form) == POSITION and has_position(desk.turn)
    if form is None or not (desk.turn.text.strip() or is_shown):
        desk.turn.say("desk.text_please")
    elif form.step == "find":
        await _show_found(desk)
    elif form.step in ("field", "territory", "new"):
        await _take_value(desk, form)
    else:
        _ask_to_confirm_again(desk)


async def _find(desk: Desk, _arguments: list[str]) -> None:
    desk.turn.conversation.form = Form(FORM, "find")
    desk.turn.reply(Reply(parts=(say("desk.find"),), buttons=(_way_out(),)))


async def _show_found(desk: Desk) -> None:
    places = await places_named(
        desk.turn.session, desk.turn.text, territory_id=desk.territory.id, communes=desk.communes
    )
    if places:
        desk.turn.conversation.form = None
    await show_list(desk, places, title="desk.found")


async def _choose_field(desk: Desk, arguments: list[str]) -> None:
    resource = await desk.place(arguments[0])
    rows = [tuple(button(say(f"field.{name}"), "desk", "f", resource.id, name) for name in row) for row in FIELDS]
    desk.turn.reply(Reply(parts=(say("desk.which_field", name=Verbatim(resource.name)),), buttons=(*rows, _way_out())))


async def _ask_field(desk: Desk, arguments: list[str]) -> None:
    resource = await desk.place(arguments[0])
    name = arguments[1] if len(arguments) > 1 else ""
    if not any(name in row for row in FIELDS):
        await _choose_field(desk, arguments)
        return
    desk.turn.conversation.form = Form(FORM, "field", {"id": resource.id, "field": name})
    if name == POSITION:
        exact = not resource.is_approximate
        now = Verbatim(written(resource.latitude, resource.longitude) if exact else "—")
        question = say("desk.ask_position", now=now)
    else:
        now = Verbatim(_as_text(getattr(resource, name)))
        question = say("desk.ask_field", field=say(f"field.{name}"), now=now)
    desk.turn.reply(Reply(parts=(question, *_hint(name)), buttons=(_way_out(),)))


async def _show_territory(desk: Desk, _arguments: list[str]) -> None:
    lines = [
        say("desk.territory_line", field=say(f"field.{name}"), value=Verbatim(_as_text(getattr(desk.territory, name))))
        for name in TERRITORY_FIELDS
    ]
    rows = [(button(say(f"field.{name}"), "desk", "t", name),) for name in TERRITORY_FIELDS]
    parts = (say("desk.territory", name=Verbatim(desk.territory.name)), Lines(tuple(lines)))
    desk.turn.reply(Reply(parts=parts, buttons=(*rows, _way_out())))


async def _ask_territory_field(desk: Desk, arguments: list[str]) -> None:
    name = arguments[0]
    if name not in TERRITORY_FIELDS:
        await _show_territory(desk, [])
        return
    desk.turn.conversation.form = Form(FORM, "territory", {"field": name})
    now = Verbatim(_as_text(getattr(desk.territory, name)))
    hint = _hint("hours" if name == "office_hours" else name)
    desk.turn.reply(
        Reply(parts=(say("desk.ask_field", field=say(f"field.{name}"), now=now), *hint), buttons=(_way_out(),))
    )


async def _add(desk: Desk, _arguments: list[str]) -> None:
    desk.turn.conversation.form = Form(FORM, "new", {"at": 0, "values": {}, "shown": {}})
    _ask_next(desk, desk.turn.conversation.form)


async def _skip(desk: Desk, _arguments: list[str]) -> None:
    form = desk.turn.conversation.form
    if form is None or form.step != "new" or QUESTIONS[form.given["at"]] in REQUIRED:
        await _leave(desk)
        return
    form.given["at"] += 1
    _ask_next(desk, form)


async def _take_value(desk: Desk, form: Form) -> None:
    name = _field_of(form)
    try:
        value = await _read(desk, form, name)
        _check(name, value.kept, desk, form)
    except Refused as refused:
        desk.turn.reply(Reply(parts=(say(refused.hint),), buttons=(_way_out(),)))
        return
    if form.step != "new":
        form.given |= {"value": value.kept, "shown": value.shown, "before": form.step}
        form.step = "confirm"
        _confirm(desk, say(f"field.{name}"), value.shown)
        return
    form.given["values"][name] = value.kept
    form.given["shown"][name] = value.shown
    form.given["at"] += 1
    if name == "name" and (kind := kind_of_name(value.kept)) is not None:
        form.given["values"]["kind"], form.given["shown"]["kind"] = kind.value, kind.value
        form.given["at"] += 1
    _ask_next(desk, form)


def _field_of(form: Form) -> str:
    """The field that a form asks for; of none, nothing."""
    if form.step == "new":
        return QUESTIONS[form.given["at"]]
    return str(form.given.get("field", ""))


async def _read(desk: Desk, form: Form, name: str) -> Value:
    if form.step == "territory":
        return read_territory_value(name, desk.turn.text)
    if name != POSITION:
        return read_value(name, desk.turn.text, desk.gazetteer)
    is_new = form.step == "new"
    code = form.given["values"]["commune_code"] if is_new else (await desk.place(str(form.given["id"]))).commune_code
    return read_position(desk.turn, desk.gazetteer, commune_code=code)


def _check(name: str, kept: Any, desk: Desk, form: Form) -> None:
    """A name has letters; a new place stands in the territory, or the coordination could not look after it."""
    if name == "name" and (not kept or len(kept) < SHORTEST_NAME):
        raise Refused("hint.name")
    if name == "commune_code" and form.step in ("new", "field") and kept not in desk.communes:
        raise Refused("hint.outside")


def _ask_next(desk: Desk, form: Form) -> None:
    at = form.given["at"]
    if at < len(QUESTIONS):
        name = QUESTIONS[at]
        skip = () if name in REQUIRED else (button(say("button.desk_skip"), "desk", "skip"),)
        rows = (skip, _way_out()) if skip else (_way_out(),)
        desk.turn.reply(Reply(parts=(say("desk.ask_new", field=say(f"field.{name}")), *_hint(name)), buttons=rows))
        return
    form.step = "confirm"
    form.given["before"] = "new"
    lines: list[Text | Verbatim] = [
        say("desk.territory_line", field=say(f"field.{name}"), value=Verbatim(str(shown)))
        for name, shown in form.given["shown"].items()
    ]
    desk.turn.reply(Reply(parts=(say("desk.confirm_new"), Lines(tuple(lines))), buttons=_yes_or_no()))


async def _ask_state(desk: Desk, arguments: list[str], state: ResourceState) -> None:
    resource = await desk.place(arguments[0])
    given = {"id": resource.id, "state": state.value, "before": "state"}
    desk.turn.conversation.form = Form(FORM, "confirm", given)
    question = "desk.confirm_close" if state is ResourceState.CLOSED else "desk.confirm_reopen"
    desk.turn.reply(Reply(parts=(say(question, name=Verbatim(resource.name)),), buttons=_yes_or_no()))


async def _ask_close(desk: Desk, arguments: list[str]) -> None:
    await _ask_state(desk, arguments, ResourceState.CLOSED)


async def _ask_reopen(desk: Desk, arguments: list[str]) -> None:
    await _ask_state(desk, arguments, ResourceState.ACTIVE)


async def _save(desk: Desk, _arguments: list[str]) -> None:
    """The yes: done once; a second tap finds no form and changes nothing."""
    form = desk.turn.conversation.form
    if form is None or form.name != FORM or form.step != "confirm":
        desk.turn.acknowledge("desk.nothing_to_save")
        await _leave(desk)
        return
    desk.turn.conversation.form = None
    await record_access(
        desk.turn.session,
        actor=desk.person.fingerprint,
        deed=f"directory {form.given['before']}",
        territory_id=desk.territory.id,
        now=desk.turn.now,
    )
    await SAVES[form.given["before"]](desk, form.given)


async def _save_field(desk: Desk, given: dict[str, Any]) -> None:
    resource = await desk.place(str(given["id"]))
    turn = desk.turn
    if given["field"] == POSITION:
        latitude, longitude = given["value"]
        await set_position(
            turn.session,
            resource,
            latitude=latitude,
            longitude=longitude,
            territory_id=desk.territory.id,
            actor=desk.actor,
            now=turn.now,
        )
    else:
        await correct(
            turn.session,
            resource,
            name=given["field"],
            value=given["value"],
            territory_id=desk.territory.id,
            actor=desk.actor,
            gazetteer=desk.gazetteer,
            now=turn.now,
        )
    await close_reports(turn.session, resource_id=resource.id, now=turn.now)
    await reply_with_place(desk, resource, before=(say("desk.saved"),))


async def _save_territory(desk: Desk, given: dict[str, Any]) -> None:
    turn = desk.turn
    await change_territory(
        turn.session, desk.territory, name=given["field"], value=given["value"], actor=desk.actor, now=turn.now
    )
    turn.say("desk.saved")
    await _show_territory(desk, [])


async def _save_new(desk: Desk, given: dict[str, Any]) -> None:
    turn = desk.turn
    resource = await add_place(
        turn.session,
        _record(given["values"]),
        territory_id=desk.territory.id,
        actor=desk.actor,
        gazetteer=desk.gazetteer,
        now=turn.now,
    )
    await reply_with_place(desk, resource, before=(say("desk.added"),))


async def _save_state(desk: Desk, given: dict[str, Any]) -> None:
    resource: Resource = await desk.place(str(given["id"]))
    turn = desk.turn
    await set_state(
        turn.session,
        resource,
        ResourceState(given["state"]),
        territory_id=desk.territory.id,
        actor=desk.actor,
        now=turn.now,
    )
    await close_reports(turn.session, resource_id=resource.id, now=turn.now)
    await reply_with_place(desk, resource, before=(say("desk.saved"),))


def _record(values: dict[str, Any]) -> ResourceRecord:
    slug = fold(f"{values['name']} {values['commune_code']}").replace(" ", "-")[:120]
    rest = {name: value for name, value in values.items() if name not in ("kind", "name", POSITION)}
    if POSITION in values:
        rest |= dict(zip(("latitude", "longitude"), values[POSITION], strict=True))
    return ResourceRecord(source="", source_id=slug, kind=Kind(values["kind"]), name=values["name"], **rest)


def _confirm(desk: Desk, field: Text, shown: str) -> None:
    desk.turn.reply(Reply(parts=(say("desk.confirm_field", field=field, value=Verbatim(shown)),), buttons=_yes_or_no()))


def _ask_to_confirm_again(desk: Desk) -> None:
    desk.turn.reply(Reply(parts=(say("desk.confirm_first"),), buttons=_yes_or_no()))


async def _give_up(desk: Desk, _arguments: list[str]) -> None:
    await _leave(desk)


async def _leave(desk: Desk) -> None:
    desk.turn.conversation.form = None
    await show_desk(desk, [])


def _yes_or_no() -> tuple[tuple[Button, ...], ...]:
    return ((button(say("button.desk_save"), "desk", "yes"),), (button(say("button.desk_cancel"), "desk", "no"),))


def _way_out() -> tuple[Button, ...]:
    return (button(say("button.desk_cancel"), "desk", "no"), menu_button())


def _hint(name: str) -> tuple[Text, ...]:
    return (say(f"hint.{name}"),) if name in HINTED else ()


HINTED = frozenset(
    {"phone", "hours", "site", "email", "kind", "cost", "referral", "commune_code", "serves", "local_lines", "status"}
) | {POSITION}


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "—"
    return "—" if value is None else str(value)


SAVES = {"field": _save_field, "territory": _save_territory, "new": _save_new, "state": _save_state}
STEPS: dict[str, Step] = {
    "find": _find,
    "e": _choose_field,
    "f": _ask_field,
    "clsm": _show_territory,
    "t": _ask_territory_field,
    "add": _add,
    "skip": _skip,
    "c": _ask_close,
    "o": _ask_reopen,
    "yes": _save,
    "no": _give_up,
}
