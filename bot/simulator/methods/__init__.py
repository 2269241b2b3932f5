"""The Bot API's methods known to the simulator, as data: the table every call is checked against."""

from bot.simulator.methods.chats import CHAT_METHODS
from bot.simulator.methods.editing import EDITING_METHODS
from bot.simulator.methods.profile import PROFILE_METHODS
from bot.simulator.methods.receiving import RECEIVING_METHODS
from bot.simulator.methods.sending import SENDING_METHODS
from bot.simulator.schema import Method

METHODS: dict[str, Method] = {
    each.name: each
    for each in (*RECEIVING_METHODS, *SENDING_METHODS, *EDITING_METHODS, *CHAT_METHODS, *PROFILE_METHODS)
}
"""Every method by its name."""
