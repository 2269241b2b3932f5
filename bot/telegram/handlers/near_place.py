"""What one does with a place found: call it, see it on the map, say that something about it is wrong."""

from __future__ import annotations

from actions.directory.models import Resource, ResourceState
from actions.directory.phones import dialled, readable
from actions.reply import IfUnknown, Reply, Urgency, Verbatim, say
from bot.delivery.outbox import Call
from bot.telegram.handlers import near_me, place_errors
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


DEEDS = {
    "call": call,
    "map": show_map,
    "err": place_errors.tell_error,
    "words": place_errors.ask_words,
    "send": place_errors.send_words,
    "drop": place_errors.drop_words,
}
