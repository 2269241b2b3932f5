"""Turning invitations and reminders on and off, one tap each."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from actions.meetings.members import become_member, find_member, stop_being_invited
from actions.meetings.service import invite_newcomer
from actions.people.colleges import College
from actions.people.service import find_membership, territories_of
from actions.reply import Button, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

PAUSES = (7, 30)  # days
CHOICES_SHOWN = 8


async def my_territories(turn: Turn) -> list[Territory]:
    """The CLSM this is about: the one the conversation came by, else those the person belongs to."""
    current = await turn.territory()
    if current is not None:
        return [current]
    numbers = await territories_of(turn.session, turn.person)
    return [await turn.session.get_one(Territory, number) for number in numbers]


async def offer(turn: Turn, _intent: str = "") -> None:
    """« M'inscrire aux rappels »: for which CLSM, then in which college."""
    found = await my_territories(turn)
    if len(found) == 1:
        await _ask_college(turn, found[0])
        return
    await choose_territory(turn, verb="join", among=found)


async def choose_territory(turn: Turn, *, verb: str, among: list[Territory]) -> None:
    """Ask which CLSM: among the person's own, else among those there are, while they are few."""
    if not among:
        count = await turn.session.scalar(select(func.count()).select_from(Territory)) or 0
        if count <= CHOICES_SHOWN:
            among = list(await turn.session.scalars(select(Territory).order_by(Territory.name)))
    if not among:
        turn.reply(Reply(parts=(say("meeting.no_territory"),), buttons=((menu_button(),),)))
        return
    rows = [(button(Verbatim(each.name), "mt", verb, each.id),) for each in among]
    turn.reply(Reply(parts=(say("meeting.which_territory"),), buttons=(*rows, (menu_button(),))))


async def join(turn: Turn) -> None:
    """The steps of the inscription: the territory, the college, the steering committee; the last one records it."""
    territory = await _territory(turn)
    if territory is None:
        await welcome.offer_again(turn)
        return
    steps = turn.action[3:]
    if not steps or steps[0] not in set(College):
        await _ask_college(turn, territory)
        return
    if len(steps) == 1:
        turn.reply(_copil_question(territory, College(steps[0])))
        return
    await _record(turn, territory, college=College(steps[0]), sits_in_copil=steps[1] == "copil")


async def _ask_college(turn: Turn, territory: Territory) -> None:
    rows = [
        (button(say(f"meeting.college_{college.value}"), "mt", "join", territory.id, college.value),)
        for college in College
    ]
    turn.reply(
        Reply(
            parts=(say("meeting.join_notice", territory=Verbatim(territory.name)), say("meeting.join_college")),
            buttons=(*rows, (menu_button(),)),
        )
    )


def _copil_question(territory: Territory, college: College) -> Reply:
    def choice(key: str, value: str) -> tuple[Button, ...]:
        return (button(say(key), "mt", "join", territory.id, college.value, value),)

    return Reply(
        parts=(say("meeting.join_copil"),),
        buttons=(choice("button.meeting_copil_yes", "copil"), choice("button.meeting_copil_no", "all")),
        replaces=True,
    )


async def _record(turn: Turn, territory: Territory, *, college: College, sits_in_copil: bool) -> None:
    person = await turn.known_person()
    await become_member(
        turn.session, person, territory_id=territory.id, college=college, sits_in_copil=sits_in_copil, now=turn.now
    )
    invited = await invite_newcomer(turn.session, person, territory_id=territory.id, now=turn.now)
    turn.conversation.memory.territory = territory.slug
    done = say("meeting.joined", territory=Verbatim(territory.name), college=words.college(college.value))
    coming = (say("meeting.joined_invited", count=invited),) if invited else ()
    membership = await find_membership(turn.session, person, territory_id=territory.id)
    seen_as = (say("meeting.seen_as", pseudonym=membership.pseudonym),) if membership is not None else ()
    turn.reply(
        Reply(
            parts=(done, *seen_as, *coming),
            buttons=(
                (button(say("button.meetings"), "mt", "list"),),
                (button(say("button.meeting_stop"), "mt", "off"), menu_button()),
            ),
            replaces=True,
        )
    )


async def offer_to_stop(turn: Turn, _intent: str = "") -> None:
    """« Ne plus recevoir »: a pause, or an end for one CLSM. Answers already given stand."""
    if turn.person is None:
        turn.reply(Reply(parts=(say("meeting.nothing_on"),), buttons=((menu_button(),),)))
        return
    rows = []
    for number in await territories_of(turn.session, turn.person):
        if await find_member(turn.session, turn.person, territory_id=number) is not None:
            name = (await turn.session.get_one(Territory, number)).name
            rows.append((button(say("button.meeting_stop_territory", territory=Verbatim(name)), "mt", "stop", number),))
    pauses = tuple(button(say("button.meeting_pause", count=days), "mt", "pause", days) for days in PAUSES)
    key = "meeting.stop_question" if rows else "meeting.nothing_on"
    turn.reply(Reply(parts=(say(key),), buttons=(pauses, *rows, (menu_button(),))))


async def stop(turn: Turn) -> None:
    """Off, at once."""
    territory = await _territory(turn)
    if territory is None or turn.person is None:
        await welcome.offer_again(turn)
        return
    await stop_being_invited(turn.session, turn.person, territory_id=territory.id, now=turn.now)
    turn.reply(
        Reply(
            parts=(say("meeting.stopped", territory=Verbatim(territory.name)),),
            buttons=((button(say("button.meeting_join"), "mt", "join", territory.id), menu_button()),),
            replaces=True,
        )
    )


async def pause(turn: Turn) -> None:
    """Nothing that was not asked for, for some days."""
    days = turn.action[2] if turn.action[2:] else ""
    if turn.person is None or days not in {str(each) for each in PAUSES}:
        await welcome.offer_again(turn)
        return
    turn.person.paused_until = turn.now + timedelta(days=int(days))
    turn.reply(
        Reply(
            parts=(say("meeting.paused", until=turn.person.paused_until.date()),),
            buttons=((menu_button(),),),
            replaces=True,
        )
    )


async def _territory(turn: Turn) -> Territory | None:
    number = turn.action[2] if turn.action[2:] else ""
    return await turn.session.get(Territory, int(number)) if number.isdecimal() else None
