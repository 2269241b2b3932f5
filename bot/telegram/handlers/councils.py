"""« Y a-t-il un CLSM chez moi ? »: answered from the territories, or honestly not."""

from __future__ import annotations

from actions.directory.hours import Opening
from actions.reply import Answer, Button, Lines, Part, Reply, Text, Verbatim, say
from actions.territories.councils import Council, councils_of
from actions.territories.gazetteer import Place
from actions.territories.lines import read_local_line
from actions.territories.models import TerritoryStatus
from actions.territories.whereabouts import Sureness, Whereabouts, read_whereabouts
from bot.delivery.conversations import Form
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

FORM = "council"
INTENT = "clsm_trouver_contact"
CENTRE = "https://ressources-clsm.org"


async def find(turn: Turn, _intent: str = INTENT) -> None:
    """The councils of the place named in the question, or of the one spoken of before; else the way to find out."""
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    where = read_whereabouts(turn.text, gazetteer) if turn.update.message else None
    place = where.place if where else None
    if place is None and where is not None and where.places:
        _ask_which(turn, where)
        return
    place = place or gazetteer.place_of_token(turn.conversation.memory.commune or "")
    if place is not None:
        await tell(turn, place)
        return
    turn.conversation.memory.intent = INTENT
    turn.conversation.form = Form(FORM, "place")
    turn.reply(Reply(parts=(Answer(INTENT), say("council.where")), buttons=((menu_button(), urgent_button()),)))


async def receive(turn: Turn) -> bool:
    """The name of a place while we wait for one; False if the words are about something else."""
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    where = read_whereabouts(turn.text, gazetteer, asked=True)
    if where.place is not None:
        await tell(turn, where.place)
        return True
    if where.sureness is Sureness.UNKNOWN_POSTCODE:
        turn.say("near.unknown_postcode")
        return True
    if where.places:
        _ask_which(turn, where)
        return True
    return False


async def press(turn: Turn) -> None:
    """A place chosen by button, or another one asked for."""
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    place = gazetteer.place_of_token(turn.action[1]) if len(turn.action) > 1 else None
    if place is None:
        turn.conversation.form = Form(FORM, "place")
        turn.reply(Reply(parts=(say("council.where"),), buttons=((menu_button(), urgent_button()),)))
        return
    await tell(turn, place)


async def tell(turn: Turn, place: Place) -> None:
    """The councils that cover a place, or that we know of none there."""
    turn.conversation.form = None
    turn.conversation.memory.commune = place.token
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    councils = await councils_of(turn.session, place.codes, gazetteer=gazetteer)
    parts: list[Part] = []
    if councils:
        parts.append(say("council.found", count=len(councils), place=Verbatim(place.label)))
        parts += [_card(turn, council) for council in councils]
    else:
        commune = gazetteer.by_code(place.codes[0])
        epci = commune.epci_name if commune else None
        parts.append(say("council.none", place=Verbatim(place.label)))
        parts.append(say("council.ask_epci", epci=Verbatim(epci)) if epci else say("council.ask_town"))
    turn.reply(Reply(parts=tuple(parts), buttons=_buttons(councils)))


def _card(turn: Turn, council: Council) -> Lines:
    territory = council.territory
    lines: list[Text | Verbatim] = [say("council.name", name=Verbatim(territory.name))]
    if territory.is_sample:
        lines.append(say("council.sample"))
    if territory.status == TerritoryStatus.PROJECT.value:
        lines.append(say("council.project"))
    if council.part is not None:
        lines.append(say("council.part", part=Verbatim(council.part)))
    if territory.contact:
        lines.append(say("council.contact", contact=Verbatim(territory.contact)))
    opening = turn.services.hours.opening(territory.office_hours, at=turn.now, time_zone=territory.time_zone)
    if (hours := _hours(turn, opening)) is not None:
        lines.append(hours)
    if territory.site:
        lines.append(say("council.site", site=Verbatim(territory.site)))
    lines += [Verbatim(f"• {read_local_line(line).words}") for line in territory.local_lines]
    return Lines(tuple(lines))


def _hours(turn: Turn, opening: Opening) -> Text | None:
    change = opening.changes_at
    if opening.is_open is None or change is None:
        return None
    if opening.is_open:
        return say("place.open_until", until=change.time())
    is_today = change.date() == turn.now.astimezone(change.tzinfo).date()
    return say("place.opens_today", at=change.time()) if is_today else say("place.opens_later", at=change)


def _buttons(councils: list[Council]) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [
        (button(say("button.keep_territory"), "keep", council.territory.slug),) for council in councils[:1]
    ]
    if not councils:
        rows.append((Button(say("button.council_centre"), url=CENTRE),))
    rows.append((button(say("button.council_elsewhere"), "clsm"), button(say("button.near_start"), "near")))
    rows.append((menu_button(), urgent_button()))
    return tuple(rows)


def _ask_which(turn: Turn, where: Whereabouts) -> None:
    rows = [(button(Verbatim(place.label), "clsm", place.token),) for place in where.places]
    question = "near.where_on_land" if where.sureness is Sureness.LAND else "near.which_commune"
    turn.reply(Reply(parts=(say(question),), buttons=(*rows, (menu_button(), urgent_button()))))
