"""The coordination's side in words: replies that leave, notes that do not, and its commands."""

from __future__ import annotations

from actions.mediation import service
from actions.mediation.figures import SMALLEST_GROUP, Figures, figures_of
from actions.mediation.models import Line, Request
from actions.mediation.states import Author, MoveRefused, State
from actions.people.models import Person
from actions.people.rights import coordinated_territories
from actions.people.service import record_access
from actions.reply import Part, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form, load_conversation, save_conversation
from bot.telegram.handlers import others
from bot.telegram.handlers.mediation import begin
from bot.telegram.relay.cards import DESK
from bot.telegram.relay.desks import link_desk, territories_of_desk, unlink_desk
from bot.telegram.relay.ticks import digest_parts
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

NOTE_MARK = "//"


async def hear_group(turn: Turn) -> None:
    """Talk in a group: a reply to a relayed message leaves, everything else stays there."""
    message = turn.update.message
    if message is not None and message.migrate_to_chat_id is not None:
        await turn.services.desk_moves.desk_moved(turn.session, turn.chat.key, chat_id=message.migrate_to_chat_id)
    elif turn.answered is not None and turn.answered.by_desk:
        await answer_person(turn)
    else:
        await _hear_note(turn)


async def answer_person(turn: Turn) -> None:
    """Somebody of the coordination replies: their words go to the person, once."""
    answered, message = turn.answered, turn.update.message
    if answered is None or message is None:
        return
    request = await coordinated(turn, answered.request_id)
    if request is None or turn.person is None:
        turn.say("med.only_coordination")
        return
    if turn.text.lstrip().startswith(NOTE_MARK):
        await _note(turn, request)
        return
    relay = turn.services.relay
    writer = service.other_writer(request, turn.person, now=turn.now)
    try:
        service.answer(request, by=turn.person, now=turn.now)
    except MoveRefused:
        turn.say("med.desk_is_over")
        return
    line = await service.add_line(
        turn.session,
        request,
        author=Author.COORDINATION,
        desk_message=message.message_id,
        album=message.media_group_id,
        now=turn.now,
    )
    line.desk_key = turn.chat.key
    target = await turn.session.get(Line, answered.line_id) if answered.line_id else None
    answers = target.person_message if target is not None else None
    await relay.deliver(turn.session, request, line, now=turn.now, answers=answers)
    await _after_answer(turn, request, writer=writer)


async def _after_answer(turn: Turn, request: Request, *, writer: int | None) -> None:
    relay = turn.services.relay
    if writer is not None:
        name = await relay.pseudonym(turn.session, writer, territory_id=request.territory_id)
        turn.say("med.also_writing", pseudonym=name or "—")
    parties = await relay.parties(turn.session, request)
    await listen_to(turn, request, parties.person)
    await relay.refresh(turn.session, request, now=turn.now)


async def listen_to(turn: Turn, request: Request, person: Person) -> None:
    """What the person says next goes to this request, unless they are in the middle of something else."""
    vault = turn.services.vault
    conversation = await load_conversation(turn.session, person.fingerprint, vault=vault, now=turn.now)
    if conversation.form is None:
        conversation.form = Form(begin.FORM, "talk", {"request": request.id})
        await save_conversation(turn.session, person.fingerprint, conversation, vault=vault, now=turn.now)


async def coordinated(turn: Turn, request_id: int) -> Request | None:
    """A request, if the one who speaks is of the coordination it was made to."""
    mine = await coordinated_territories(turn.session, turn.person)
    return await service.request_of_territories(turn.session, mine, request_id)


async def _hear_note(turn: Turn) -> None:
    """Words in a request's topic that answer nothing: a note. It stays there, and shows that somebody has read."""
    thread = turn.chat.thread
    if thread is None:
        await others.ignore(turn)
        return
    found = await service.request_at_desk(turn.session, turn.chat.key, thread=thread)
    request = await coordinated(turn, found.id) if found is not None else None
    if request is not None and turn.update.message is not None and not _is_service(turn):
        await _note(turn, request)


async def _note(turn: Turn, request: Request) -> None:
    if request.state != State.RECEIVED.value or turn.person is None:
        return
    service.mark_read(request, hours=await turn.services.relay.hours(turn.session, request))
    await turn.services.relay.refresh(turn.session, request, now=turn.now)


def _is_service(turn: Turn) -> bool:
    """The chat's own words: a topic opened, closed, renamed."""
    message = turn.update.message
    return message is not None and not (message.text or message.caption or message.effective_attachment)


async def link(turn: Turn) -> None:
    """/lier: from now on the requests of a territory arrive in this chat. Only its coordination may say so."""
    mine = await coordinated_territories(turn.session, turn.person)
    if not mine:
        turn.say("med.link_refused")
    elif len(mine) == 1:
        await link_territory(turn, mine[0])
    else:
        rows = []
        for number in mine:
            territory = await turn.session.get_one(Territory, number)
            rows.append((button(Verbatim(territory.name), DESK, "link", number),))
        turn.reply(Reply(parts=(say("med.link_which"),), buttons=tuple(rows)))


async def link_territory(turn: Turn, territory_id: int) -> None:
    """Link, and bring every open request here, whole."""
    territory = await turn.session.get_one(Territory, territory_id)
    chat = turn.update.effective_chat
    has_topics = bool(chat and chat.is_forum)
    await link_desk(
        turn.session,
        territory,
        chat=turn.chat,
        has_topics=has_topics,
        vault=turn.services.vault,
        now=turn.now,
    )
    await note_access(turn, "link desk", territory_id=territory_id)
    key = "med.linked_topics" if has_topics else "med.linked"
    turn.reply(Reply(parts=(say(key, territory=Verbatim(territory.name)),)))
    await turn.services.desk_moves.replace_all(turn.session, territory_id)


async def unlink(turn: Turn) -> None:
    """/delier: requests go to the coordinators in private again."""
    mine = await coordinated_territories(turn.session, turn.person)
    here = [number for number in await territories_of_desk(turn.session, turn.chat.key) if number in mine]
    if not here:
        turn.say("med.link_refused")
        return
    for number in here:
        await unlink_desk(turn.session, number)
        await turn.services.desk_moves.replace_all(turn.session, number)
    turn.say("med.unlinked")


async def list_requests(turn: Turn) -> None:
    """/demandes: what is not finished, to the coordination alone."""
    for territory in await _here(turn):
        await list_requests_of(turn, territory)


async def list_requests_of(turn: Turn, territory: Territory) -> None:
    """What is not finished in a territory that the one who asks coordinates."""
    await note_access(turn, "list requests", territory_id=territory.id)
    requests = await service.open_requests(turn.session, territory_id=territory.id)
    parts = await digest_parts(turn.services.relay, turn.session, territory, requests)
    rows = [(button(say("button.med_card", number=r.number), DESK, "card", r.id),) for r in requests[:10]]
    if not turn.chat.is_group:  # the board is private
        rows.append((button(say("button.coord_home"), "mc", "home", territory.id),))
    turn.reply(Reply(parts=parts, buttons=tuple(rows)))


async def show_figures(turn: Turn) -> None:
    """/chiffres: under the small-group rule."""
    for territory in await _here(turn):
        await note_access(turn, "read figures of requests", territory_id=territory.id)
        figures = await figures_of(turn.session, territory_id=territory.id)
        head = say("med.figures", territory=Verbatim(territory.name))
        rest = _figures(figures) if figures else (say("med.figures_too_few", least=SMALLEST_GROUP),)
        turn.reply(Reply(parts=(head, *rest)))


async def note_access(turn: Turn, deed: str, *, territory_id: int) -> None:
    """Write down that somebody of the coordination read or moved something, without its content."""
    if turn.person is not None:
        await record_access(
            turn.session, actor=turn.person.fingerprint, deed=deed, territory_id=territory_id, now=turn.now
        )


def _figures(figures: Figures) -> tuple[Part, ...]:
    hidden = say("med.hidden", least=SMALLEST_GROUP)
    hours = round(figures.median_delay.total_seconds() / 3600) if figures.median_delay is not None else hidden
    subjects = tuple(
        say(
            "med.figure_subject",
            subject=say(f"med.subject_{subject.value}"),
            count_or_hidden=hidden if n is None else n,
        )
        for subject, n in figures.subjects.items()
    )
    return (
        say("med.figure_requests", requests=figures.requests),
        say("med.figure_open", open=hidden if figures.open is None else figures.open),
        say("med.figure_reopened", reopened=hidden if figures.reopened is None else figures.reopened),
        say("med.figure_delay", hours=hours),
        *subjects,
    )


async def _here(turn: Turn) -> list[Territory]:
    """The territories of the one who asks, as far as this chat may read of them; says so where there are none."""
    mine = await coordinated_territories(turn.session, turn.person)
    if turn.chat.is_group:
        mine = [number for number in await territories_of_desk(turn.session, turn.chat.key) if number in mine]
    if not mine:
        turn.say("med.link_refused")
    return [await turn.session.get_one(Territory, number) for number in mine]
