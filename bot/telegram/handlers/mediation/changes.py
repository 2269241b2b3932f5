"""Edits and deletions that follow on the other side."""

from __future__ import annotations

from typing import Any

from telegram import Message

from actions.mediation import service
from actions.mediation.models import Line
from actions.mediation.states import OVER_STATES, Author, State, Subject
from actions.reply import Reply, say
from bot.telegram.handlers import others
from bot.telegram.handlers.mediation import writing
from bot.telegram.handlers.mediation.coordination import NOTE_MARK, coordinated
from bot.telegram.handlers.mediation.handover import tell_desk
from bot.telegram.relay.erasing import erase_line
from bot.telegram.turn import Turn


async def follow_edit(turn: Turn) -> None:
    """An edited message: its copies are edited too. A moving position is not followed."""
    message = turn.update.edited_message
    lines = await _own_lines(turn, message.message_id) if message is not None else []
    changed = _words(message) if message is not None else None
    if changed is None or not lines:
        await others.ignore(turn)
        return
    if lines[0].author == Author.COORDINATION.value and turn.text.lstrip().startswith(NOTE_MARK):
        turn.say("med.edited_to_note")  # the words have left: a note cannot call them back, and must not follow them
        return
    for line in lines:
        request = await service.lock(turn.session, line.request_id)
        if request is not None and State(request.state) not in OVER_STATES:
            if request.subject == Subject.COMPLEX.value and await writing.names_somebody(turn, request.territory_id):
                return
            await turn.services.relay.edit(turn.session, request, line, changed=changed, now=turn.now)


async def erase_message(turn: Turn) -> None:
    """/effacer, in reply to one's own relayed message: it goes on both sides.

    Telegram tells no assistant that somebody deleted a message: this is the way to say so.
    """
    message = turn.update.message
    target = message.reply_to_message if message is not None else None
    lines = await _own_lines(turn, target.message_id) if target is not None else []
    if not lines:
        turn.say("med.erase_how")
        return
    by_person = lines[0].author == Author.PERSON.value
    erased = [await _erase(turn, line, by_person=by_person) for line in lines]
    if all(erased):
        turn.say("med.message_erased")
    elif by_person:
        turn.reply(Reply(parts=(say("med.too_old", count=1),)))
    else:
        turn.say("med.too_old_desk")


async def _erase(turn: Turn, line: Line, *, by_person: bool) -> bool:
    request = await service.lock(turn.session, line.request_id)
    if request is None:
        return True
    went = await erase_line(turn.services.relay, turn.session, request, line, now=turn.now)
    if by_person and not went:
        await tell_desk(turn, request, "med.desk_erase_by_hand")
    return went


async def _own_lines(turn: Turn, number: int) -> list[Line]:
    """The relayed copies of what the one who speaks wrote under this number in this chat."""
    if not turn.chat.is_group and turn.person is not None:
        lines = await service.lines_in_person_chat(turn.session, turn.person, number)
        if mine := [line for line in lines if line.author == Author.PERSON.value]:
            return mine
    line = await service.line_at_desk(turn.session, turn.chat.key, number)
    if line is None or line.author != Author.COORDINATION.value:
        return []
    return [line] if await coordinated(turn, line.request_id) is not None else []


def _words(message: Message) -> dict[str, Any] | None:
    """The words of a message as a call takes them; None where there are none to change."""
    if message.text is not None:
        entities = [entity.to_dict() for entity in message.entities]
        return {"text": message.text, "entities": entities}
    if message.effective_attachment is None or message.location is not None:
        return None
    return {"caption": message.caption or "", "caption_entities": [e.to_dict() for e in message.caption_entities]}
