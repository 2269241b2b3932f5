"""What each method of the Bot API does to the world."""

from bot.simulator.api.chats import CHAT_HANDLERS
from bot.simulator.api.copies import COPY_HANDLERS
from bot.simulator.api.editing import EDITING_HANDLERS
from bot.simulator.api.media import MEDIA_HANDLERS
from bot.simulator.api.members import MEMBER_HANDLERS
from bot.simulator.api.polls import POLL_HANDLERS
from bot.simulator.api.profile import PROFILE_HANDLERS
from bot.simulator.api.receiving import RECEIVING_HANDLERS
from bot.simulator.api.request import Handler
from bot.simulator.api.sending import SENDING_HANDLERS
from bot.simulator.api.topics import TOPIC_HANDLERS

HANDLERS: dict[str, Handler] = {
    **RECEIVING_HANDLERS,
    **SENDING_HANDLERS,
    **MEDIA_HANDLERS,
    **COPY_HANDLERS,
    **POLL_HANDLERS,
    **EDITING_HANDLERS,
    **CHAT_HANDLERS,
    **MEMBER_HANDLERS,
    **TOPIC_HANDLERS,
    **PROFILE_HANDLERS,
}
"""For every method of the table, the function that does it."""
