"""From « parler à quelqu’un » to the first word: which CLSM, what about, who reads, and the person's agreement."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.mediation.models import Request
from actions.mediation.service import requests_of
from actions.mediation.states import Subject
from actions.people.consents import give_consent
from actions.people.models import Membership, Purpose
from actions.reply import Button, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory, TerritoryStatus
from actions.territories.service import list_territories
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.relay.cards import FORM_SUBJECTS, FREE_SUBJECTS, PERSON, local
from bot.telegram.relay.desks import find_place, territories_read
from bot.telegram.tokens import button, menu_button, question_button, urgent_button
from bot.telegram.turn import Turn

FORM = "mediation"
PAGE = 6
ROLES = ("resident", "concerned", "carer", "professional", "elected")


async def begin(turn: Turn, _intent: str = "") -> None:
    """Somebody wants to write to the coordination, or to know where their request stands."""
    running = await requests_of(turn.session, turn.person) if turn.person is not None else []
    if running:
        await _show_running(turn, running)
        return
    await choose_territory(turn)


async def choose_territory(turn: Turn) -> None:
    """The CLSM of this conversation, else the only one the person keeps, else a choice."""
    territory = await turn.territory() or await _only_kept(turn)
    if territory is not None:
        await offer_subjects(turn, territory)
        return
    await show_territories(turn, first=0)


async def show_territories(turn: Turn, *, first: int) -> None:
    """The other CLSMs to choose from, a page at a time: those for which somebody reads here."""
    current = await turn.territory()
    read = await territories_read(turn.session)
    known = [t for t in await list_territories(turn.session) if t.status == TerritoryStatus.ACTIVE and t.id in read]
    others = [t for t in known if current is None or t.id != current.id]
    if not others:
        _say_no_other_reads(turn, current if current in known else None)
        return
    rows = [(button(Verbatim(t.name), PERSON, "in", t.id),) for t in others[first : first + PAGE]]
    if len(others) > first + PAGE:
        rows.append((button(say("button.med_more"), PERSON, "page", first + PAGE),))
    turn.reply(
        Reply(
            parts=(say("med.choose_territory"),),
            buttons=(*rows, (question_button("clsm_trouver_contact"),), (menu_button(), urgent_button())),
        )
    )


def _say_no_other_reads(turn: Turn, current: Territory | None) -> None:
    """There is nobody else to write to here: say so, and where a CLSM can be found otherwise."""
    back = ((button(Verbatim(current.name), PERSON, "in", current.id),),) if current is not None else ()
    key = "med.no_other_reads" if current is not None else "med.nobody_reads_here"
    turn.reply(
        Reply(
            parts=(say(key),),
            buttons=(*back, (question_button("clsm_trouver_contact"),), (menu_button(), urgent_button())),
        )
    )


async def page(turn: Turn, argument: str) -> None:
    """The next page of CLSMs."""
    await show_territories(turn, first=int(argument))


async def enter(turn: Turn, argument: str) -> None:
    """A CLSM was chosen."""
    territory = await turn.session.get(Territory, int(argument))
    if territory is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.memory.territory = territory.slug
    await offer_subjects(turn, territory)


async def new(turn: Turn) -> None:
    """Another request beside those that run."""
    await choose_territory(turn)


async def offer_subjects(turn: Turn, territory: Territory) -> None:
    """What the request is about; where nobody reads, how to reach the CLSM otherwise."""
    if await find_place(turn.session, territory, vault=turn.services.vault) is None:
        await say_nobody_reads(turn, territory)
        return
    rows = [
        (button(say(f"button.med_subject_{subject.value}"), PERSON, "about", territory.id, subject.value),)
        for subject in (*FREE_SUBJECTS, *FORM_SUBJECTS)
    ]
    turn.reply(
        Reply(
            parts=(say("med.choose_subject", territory=Verbatim(territory.name)),),
            buttons=(*rows, _another(), (menu_button(), urgent_button())),
        )
    )


async def about(turn: Turn, territory_id: str, subject: str) -> None:
    """A subject was chosen: forms ask one thing more, then the notice."""
    territory = await turn.session.get(Territory, int(territory_id))
    if territory is None:
        await welcome.offer_again(turn)
        return
    chosen = Subject(subject)
    if chosen is Subject.JOIN:
        await _ask_what_to_join(turn, territory)
    elif chosen is Subject.COMPLEX:
        await show_notice(turn, territory, chosen, extra=(say("med.complex_intro"),))
    else:
        await show_notice(turn, territory, chosen)


async def join_what(turn: Turn, territory_id: str, group: str) -> None:
    """The CLSM itself or a working group was chosen: ask in what capacity."""
    rows = [
        (button(say(f"button.med_role_{role}"), PERSON, "joinas", territory_id, group, role),)
        for role in (*ROLES, "unsaid")
    ]
    turn.reply(Reply(parts=(say("med.join_as"),), buttons=(*rows, (menu_button(),)), replaces=True))


async def join_as(turn: Turn, territory_id: str, group: str, role: str) -> None:
    """Everything is known of the wish to join: show the notice."""
    territory = await turn.session.get(Territory, int(territory_id))
    if territory is None or not _is_a_wish(turn, territory, f"{group}.{role}"):
        await welcome.offer_again(turn)
        return
    await show_notice(turn, territory, Subject.JOIN, detail=f"{group}.{role}")


async def show_notice(
    turn: Turn, territory: Territory, subject: Subject, *, detail: str = "", extra: tuple[Part, ...] = ()
) -> None:
    """Who reads and when, what Telegram can read, what not to write, the other ways; then the person agrees or not."""
    hours = turn.services.relay.calendar.hours_of(territory)
    opening = hours.next_opening(turn.now)
    when = (
        say("med.reads_now")
        if hours.is_open(turn.now) or opening is None
        else say("med.reads_from", at=local(opening, territory))
    )
    parts: list[Part] = [*extra, say("med.notice", territory=Verbatim(territory.name), when=when)]
    if territory.contact:
        parts.append(say("contact.territory", territory=territory.name, contact=territory.contact))
    parts.append(say("med.notice_danger"))
    rest = (detail,) if detail else ()
    rows = (
        (button(say("button.med_agree_warn"), PERSON, "go", territory.id, subject.value, 1, *rest),),
        (button(say("button.med_agree"), PERSON, "go", territory.id, subject.value, 0, *rest),),
        (button(say("button.med_refuse"), "menu"), urgent_button()),
    )
    turn.reply(Reply(parts=tuple(parts), buttons=rows))


async def agree(turn: Turn, territory_id: str, subject: str, warns: str, detail: str = "") -> None:
    """The person agreed: what they write next goes to a human."""
    territory = await turn.session.get(Territory, int(territory_id))
    if territory is None or (detail and not _is_a_wish(turn, territory, detail)):
        await welcome.offer_again(turn)
        return
    if await find_place(turn.session, territory, vault=turn.services.vault) is None:
        await say_nobody_reads(turn, territory)
        return
    person = await turn.known_person()
    await give_consent(turn.session, person, purpose=Purpose.RELAY, territory_id=territory.id, now=turn.now)
    turn.conversation.form = Form(
        FORM,
        "write",
        {"territory": territory.id, "subject": Subject(subject).value, "warns": warns == "1", "detail": detail},
    )
    buttons = ((menu_button(), urgent_button()),)
    turn.reply(Reply(parts=(say(f"med.write_{_kind_of(Subject(subject))}"),), buttons=buttons, replaces=True))


def _is_a_wish(turn: Turn, territory: Territory, detail: str) -> bool:
    """True for a group of this territory and a capacity that we offer: a client can send any other."""
    group, _, role = detail.partition(".")
    groups = {each.key for each in turn.services.mediation_book.of(territory.slug).working_groups}
    return group in {"clsm", *groups} and role in (*ROLES, "unsaid")


def _kind_of(subject: Subject) -> str:
    return subject.value if subject in FORM_SUBJECTS else "free"


async def _show_running(turn: Turn, running: Sequence[Request]) -> None:
    rows: list[tuple[Button, ...]] = []
    is_one_place = len({request.territory_id for request in running}) == 1
    for request in running[:PAGE]:
        territory = await turn.session.get_one(Territory, request.territory_id)
        told: Text | Verbatim = say(f"med.subject_{request.subject}") if is_one_place else Verbatim(territory.name)
        label = say("button.med_running", number=request.number, territory=told)
        rows.append((button(label, PERSON, "show", request.id),))
    rows.append((button(say("button.med_new"), PERSON, "new"),))
    turn.reply(
        Reply(parts=(say("med.running", count=len(running)),), buttons=(*rows, (menu_button(), urgent_button())))
    )


async def say_nobody_reads(turn: Turn, territory: Territory) -> None:
    """Nobody reads here for this CLSM: say so, and how to reach it otherwise."""
    parts: list[Part] = [say("med.nobody_reads", territory=Verbatim(territory.name))]
    if territory.contact:
        parts.append(say("contact.territory", territory=territory.name, contact=territory.contact))
    turn.reply(
        Reply(
            parts=tuple(parts),
            buttons=(_another(), (question_button("clsm_trouver_contact"),), (menu_button(), urgent_button())),
        )
    )


def _another() -> tuple[Button, ...]:
    return (button(say("button.med_other_territory"), PERSON, "page", 0),)


async def _ask_what_to_join(turn: Turn, territory: Territory) -> None:
    groups = turn.services.mediation_book.of(territory.slug).working_groups
    rows = [
        (button(say("button.med_join_clsm"), PERSON, "join", territory.id, "clsm"),),
        *((button(Verbatim(group.name), PERSON, "join", territory.id, group.key),) for group in groups),
    ]
    turn.reply(Reply(parts=(say("med.join_what"),), buttons=(*rows, (menu_button(),))))


async def _only_kept(turn: Turn) -> Territory | None:
    if turn.person is None:
        return None
    kept = await turn.session.scalars(select(Membership.territory_id).where(Membership.person_id == turn.person.id))
    numbers = kept.all()
    return await turn.session.get(Territory, numbers[0]) if len(numbers) == 1 else None
