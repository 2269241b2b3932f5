"""What one does with a place found: call it, see it on the map, say that something about it is wrong."""

from __future__ import annotations

from actions.directory.models import ReportReason, Resource, ResourceState
from actions.directory.phones import dialled, readable
from actions.directory.reports import report
from actions.people.rights import coordination_of
from actions.reply import IfUnknown, Reply, Urgency, Verbatim, say
from actions.territories.councils import councils_of
from bot.delivery.outbox import Call
from bot.telegram.handlers import near_me
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

LONGEST_TITLE = 64


async def press(turn: Turn) -> None:
    """A button under a card; any other of the search is for `near_me`."""
    deed = DEEDS.get(turn.action[1]) if len(turn.action) > 2 else None  # noqa: PLR2004 - the word, the deed, the place
    if deed is None:
        await near_me.press(turn)
        return
    number = turn.action[2]
    resource = await turn.session.get(Resource, int(number)) if number.isdecimal() else None
    if resource is None or resource.state != ResourceState.ACTIVE.value:
        turn.acknowledge("notice.place_gone")
        await near_me.start(turn)
        return
    await deed(turn, resource)


async def call(turn: Turn, resource: Resource) -> None:
    """The number as a contact card: one tap away from a call. Telegram allows no button that dials."""
    phone = dialled(resource.phone or "")
    if phone is None:
        turn.reply(
            Reply(parts=(say("place.phone_only", name=Verbatim(resource.name), phone=Verbatim(resource.phone or "—")),))
        )
        return
    await _send(turn, Call("send_contact", {"phone_number": phone, "first_name": resource.name[:LONGEST_TITLE]}))
    turn.reply(
        Reply(
            parts=(say("place.call", name=Verbatim(resource.name), phone=Verbatim(readable(resource.phone or ""))),),
            if_unknown=IfUnknown.DROP,
        )
    )


async def show_map(turn: Turn, resource: Resource) -> None:
    """The place on a map."""
    if resource.latitude is None or resource.longitude is None:
        turn.acknowledge("notice.no_position")
        return
    town = " ".join(part for part in (resource.postcode, resource.commune) if part)
    venue = {
        "latitude": resource.latitude,
        "longitude": resource.longitude,
        "title": resource.name[:LONGEST_TITLE],
        "address": ", ".join(part for part in (resource.address, town) if part) or resource.name,
    }
    await _send(turn, Call("send_venue", venue))


async def tell_error(turn: Turn, resource: Resource) -> None:
    """What is wrong, by button; then thanks. Who said it is written nowhere."""
    reason = turn.action[3] if len(turn.action) > 3 else ""  # noqa: PLR2004 - the word, the deed, the place, the reason
    if reason not in set(ReportReason):
        rows = [
            (button(say(f"button.wrong_{each.value}"), "near", "err", resource.id, each.value),)
            for each in ReportReason
        ]
        turn.reply(
            Reply(parts=(say("near.what_is_wrong", name=Verbatim(resource.name)),), buttons=(*rows, (menu_button(),)))
        )
        return
    is_new = await report(turn.session, resource, reason=ReportReason(reason), now=turn.now)
    told = await _tell_coordinations(turn, resource, reason) if is_new else True
    turn.reply(
        Reply(
            parts=(say("near.error_told" if told else "near.error_noted"),),
            buttons=((button(say("button.near_other_need"), "near"), menu_button()),),
            replaces=True,
        )
    )


async def _tell_coordinations(turn: Turn, resource: Resource, reason: str) -> bool:
    """Write to those who look after this place; False if nobody does here."""
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    territories = {resource.territory_id} if resource.territory_id else set()
    if resource.commune_code:
        councils = await councils_of(turn.session, [resource.commune_code], gazetteer=gazetteer)
        territories |= {council.territory.id for council in councils}
    people = {
        person.id: person
        for territory_id in sorted(territories)
        for person in await coordination_of(turn.session, territory_id=territory_id)
    }
    notice = Reply(
        parts=(say("desk.error_reported", name=Verbatim(resource.name), reason=say(f"wrong.{reason}")),),
        buttons=((button(say("button.desk_open_place"), "desk", "r", resource.id),),),
        urgency=Urgency.NOTICE,
        if_unknown=IfUnknown.PARK,
    )
    told = [
        await turn.services.post.write_to_person(turn.session, notice, person=person, now=turn.now)
        for person in people.values()
    ]
    return any(told)


async def _send(turn: Turn, call: Call) -> None:
    await turn.services.outbox.put(
        turn.session,
        call,
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.DROP,
        now=turn.now,
    )


DEEDS = {"call": call, "map": show_map, "err": tell_error}
