"""Everything that is not a sentence or a button: answered kindly, or ignored on purpose."""

from __future__ import annotations

import logging

from telegram import ChatMember

from actions.people.service import mark_reachable
from actions.reply import Reply, say
from bot.telegram.tokens import menu_button, urgent_button
from bot.telegram.turn import Turn

log = logging.getLogger(__name__)

AWAY = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def note_membership(turn: Turn) -> None:
    """Somebody blocked or unblocked the assistant, or a group took it in or sent it away."""
    change = turn.update.my_chat_member
    if change is None:
        return
    present = change.new_chat_member.status not in AWAY
    if not turn.chat.is_group:
        await mark_reachable(turn.session, turn.chat.key, reachable=present)
        if not present:
            await turn.services.desk_moves.went_away(turn.session, turn.chat.key)
        elif turn.person is not None:
            await turn.services.desk_moves.came_back(turn.session, turn.person)
    elif not present:
        await turn.services.desk_moves.leave_desk(turn.session, turn.chat.key)
    elif present and change.old_chat_member.status in AWAY:
        turn.say("group.hello")


async def cannot_read(turn: Turn) -> None:
    """A sticker, a voice message, a photo: say what we can read instead."""
    turn.reply(Reply(parts=(say(_sentence(turn)),), buttons=((menu_button(), urgent_button()),)))


async def answer_in_private(turn: Turn) -> None:
    """A command in a group: what concerns a person is spoken of in private."""
    turn.say("group.in_private", username=turn.services.bot_username)


async def ignore(turn: Turn) -> None:
    """Nothing to say: talk of a group, a channel's post, an edited message, a payment nobody asked for."""
    log.debug("ignored update %d on purpose", turn.update.update_id)


async def unknown_command(turn: Turn) -> None:
    """A command we do not have."""
    turn.say("command.unknown")


def _sentence(turn: Turn) -> str:
    message = turn.update.effective_message
    if message is None:
        return "media.other"
    if message.voice or message.audio or message.video_note:
        return "media.voice"
    if message.sticker or message.animation or message.dice:
        return "media.sticker"
    if message.photo or message.video or message.document:
        return "media.file"
    if message.location or message.venue:
        return "media.location"
    if message.contact:
        return "media.contact"
    return "media.other"
