"""The beginning and the menu."""

from __future__ import annotations

from dataclasses import replace

from actions.people.models import RoleName
from actions.people.rights import (
    COORDINATION,
    InvitationRefused,
    coordinated_territories,
    grant,
    redeem_invitation,
)
from actions.people.service import join
from actions.reply import Button, Reply, Text, Verbatim, say
from actions.territories.models import Territory, TerritoryStatus
from actions.territories.service import find_territory
from bot.telegram.handlers.safety import show_help_lines
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

TERRITORY_PREFIX = "c-"
ROLE_PREFIX = "r-"
EMERGENCY_PAYLOAD = "urgence"


async def start(turn: Turn) -> None:
    """/start, alone or with the payload of a link: a CLSM's, a role's, the help lines'."""
    payload = turn.text.partition(" ")[2].strip()
    if payload == EMERGENCY_PAYLOAD:
        await show_help_lines(turn)
    elif payload.startswith(TERRITORY_PREFIX):
        await _enter_territory(turn, slug=payload.removeprefix(TERRITORY_PREFIX))
    elif payload.startswith(ROLE_PREFIX):
        await _take_role(turn, payload=payload)
    else:
        if payload:
            turn.say("start.unknown_link")
        await _welcome(turn)


async def show_menu(turn: Turn) -> None:
    """The menu, as a message of its own; whoever coordinates a CLSM finds their board there."""
    reply = _with_parked(turn, menu())
    if await coordinated_territories(turn.session, turn.person):
        board = (button(say("button.coordination"), "mc", "open"),)
        reply = replace(reply, buttons=(reply.buttons[0], board, *reply.buttons[1:]))
    turn.reply(reply)


async def offer_again(turn: Turn) -> None:
    """A button that no longer means anything: say so and show where we are."""
    turn.acknowledge("notice.expired_button")
    turn.reply(_with_parked(turn, menu()))


def _with_parked(turn: Turn, reply: Reply) -> Reply:
    """The menu offers to take up again what was put aside, the newest first, right under the way to help."""
    rows = tuple(
        (button(say("button.resume", what=say(f"form.{name}")), "resume", name),)
        for name in reversed(turn.conversation.parked)
    )
    return replace(reply, buttons=(reply.buttons[0], *rows, *reply.buttons[1:]))


def menu() -> Reply:
    """What the assistant can do, with a button for each."""
    return Reply(parts=(say("menu.body"),), buttons=menu_buttons())


def menu_buttons() -> tuple[tuple[Button, ...], ...]:
    """The rows of the menu. Help is first, and never more than one tap away."""
    return (
        (urgent_button(),),
        (_topic("near_me"), _topic("care")),
        (_topic("understand"), _topic("create")),
        (_topic("relatives"), _topic("rights")),
        (_topic("learn"), button(say("button.meetings"), "mt", "list")),
        (button(say("button.contact"), "contact"),),
        (button(say("button.feedback"), "fb", "list"), button(say("button.feedback_results"), "fb", "what")),
        (button(say("button.language"), "lang"), button(say("button.my_data"), "data")),
    )


def _topic(name: str) -> Button:
    return button(say(f"button.topic_{name}"), "topic", name)


async def _welcome(turn: Turn, *, territory: Territory | None = None) -> None:
    parts = [say("start.welcome")]
    rows = list(menu_buttons())
    if territory is not None:
        parts.append(_introduction(territory))
        rows.insert(1, (button(say("button.keep_territory"), "keep", territory.slug),))
    turn.reply(_with_parked(turn, Reply(parts=tuple(parts), buttons=tuple(rows))))


def _introduction(territory: Territory) -> Text:
    key = "start.project" if territory.status == TerritoryStatus.PROJECT.value else "start.territory"
    return say(key, territory=Verbatim(territory.name))


async def _enter_territory(turn: Turn, *, slug: str) -> None:
    territory = await find_territory(turn.session, slug)
    if territory is None:
        turn.say("start.unknown_territory")
        await _welcome(turn)
        return
    turn.conversation.memory.territory = territory.slug
    await _welcome(turn, territory=territory)


async def keep_territory(turn: Turn) -> None:
    """Remember a person's CLSM: the first thing many people turn on."""
    territory = await find_territory(turn.session, turn.argument(1))
    if territory is None:
        await offer_again(turn)
        return
    person = await turn.known_person()
    membership = await join(turn.session, person, territory_id=territory.id, now=turn.now)
    turn.conversation.memory.territory = territory.slug
    turn.reply(
        Reply(
            parts=(
                say(
                    "territory.kept",
                    territory=Verbatim(territory.name),
                    pseudonym=Verbatim(membership.pseudonym),
                ),
            ),
            buttons=((button(say("button.my_data"), "data"), menu_button()),),
        )
    )


async def _take_role(turn: Turn, *, payload: str) -> None:
    try:
        invitation = await redeem_invitation(turn.session, payload, vault=turn.services.vault, now=turn.now)
    except InvitationRefused as refused:
        turn.say(f"role.{refused.reason}")
        return
    person = await turn.known_person()
    role = RoleName(invitation.role)
    await grant(turn.session, person, role=role, territory_id=invitation.territory_id, now=turn.now)
    territory = await turn.session.get_one(Territory, invitation.territory_id)
    await join(turn.session, person, territory_id=territory.id, now=turn.now)
    turn.conversation.memory.territory = territory.slug
    board = (button(say("button.coordination"), "mc", "open"),)
    turn.reply(
        Reply(
            parts=(say("role.granted", role=say(f"role.name_{role.value}"), territory=Verbatim(territory.name)),),
            buttons=(*((board,) if role in COORDINATION else ()), (menu_button(),)),
        )
    )
