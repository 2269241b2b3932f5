"""Edits and deletions that follow on the other side."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from telegram import Message

from actions.mediation import service
from actions.mediation.models import Line, Request
from actions.mediation.personal_data import find_personal_data
from actions.mediation.states import OVER_STATES, Author, State, Subject
from actions.reply import Reply, say
from actions.territories.models import CoveredArea
from bot.telegram.handlers import others
from bot.telegram.handlers.mediation.coordination import coordinated
from bot.telegram.relay.erasing import erase_line
from bot.telegram.turn import Turn


async def follow_edit(turn: Turn) -> None:
    """An edited message: its copy is edited too. A moving position is not followed."""
    message = turn.update.edited_message
    line = await _own_line(turn, message.message_id) if message is not None else None
    if message is None or line is None:
        await others.ignore(turn)
        return
    request = await service.lock(turn.session, line.request_id)
    changed = _words(message)
    if request is None or changed is None or State(request.state) in OVER_STATES:
        return
    if request.subject == Subject.COMPLEX.value and await _names_somebody(turn, request, message):
        return
    await turn.services.relay.edit(turn.session, request, line, changed=changed, now=turn.now)


async def erase_message(turn: Turn) -> None:
    """/effacer, in reply to one's own relayed message: it goes on both sides.

    Telegram tells no assistant that somebody deleted a message: this is the way to say so.
    """
    message = turn.update.message
    target = message.reply_to_message if message is not None else None
    line = await _own_line(turn, target.message_id) if target is not None else None
    request = await service.lock(turn.session, line.request_id) if line is not None else None
    if line is None or request is None:
        turn.say("med.erase_how")
        return
    went = await erase_line(turn.services.relay, turn.session, request, line, now=turn.now)
    if went:
        turn.say("med.message_erased")
    else:
        turn.reply(Reply(parts=(say("med.too_old", count=1),)))


async def _own_line(turn: Turn, number: int) -> Line | None:
    """The relayed message that the one who speaks wrote under this number in this chat."""
    if not turn.chat.is_group and turn.person is not None:
        line = await service.line_in_person_chat(turn.session, turn.person, number)
        if line is not None and line.author == Author.PERSON.value:
            return line
    line = await service.line_at_desk(turn.session, turn.chat.key, number)
    if line is None or line.author != Author.COORDINATION.value:
        return None
    return line if await coordinated(turn, line.request_id) is not None else None


def _words(message: Message) -> dict[str, Any] | None:
    """The words of a message as a call takes them; None where there are none to change."""
    if message.text is not None:
        entities = [entity.to_dict() for entity in message.entities]
        return {"text": message.text, "entities": entities}
    if message.effective_attachment is None or message.location is not None:
        return None
    return {"caption": message.caption or "", "caption_entities": [e.to_dict() for e in message.caption_entities]}


async def _names_somebody(turn: Turn, request: Request, message: Message) -> bool:
    areas = await turn.session.scalars(select(CoveredArea.name).where(CoveredArea.territory_id == request.territory_id))
    found = find_personal_data(message.text or "", places=areas.all())
    if found:
        what = tuple(say(f"med.found_{each.value}") for each in sorted(found))
        turn.reply(Reply(parts=(say("med.complex_refused", what=what),)))
    return bool(found)
