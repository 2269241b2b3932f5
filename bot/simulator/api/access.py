"""Which chats, topics and messages a bot may reach, and how Telegram says no."""

from bot.simulator.api.request import Request
from bot.simulator.chats import Group, PrivateChat, Topic
from bot.simulator.errors import ApiError, bad_request, forbidden, upgraded_group
from bot.simulator.messages import Message

CHAT_NOT_FOUND = "chat not found"


def find_chat(request: Request, reference: int | str) -> PrivateChat | Group:
    """A chat the bot knows and is in. Raises ApiError as Telegram does for every other one."""
    if isinstance(reference, str):
        raise bad_request(CHAT_NOT_FOUND)
    if reference in request.world.migrated:
        raise upgraded_group(new_id=request.world.migrated[reference])
    if reference < 0:
        return _find_group(request, reference)
    return _find_private_chat(request, reference)


def writable_chat(request: Request) -> PrivateChat | Group:
    """The call's chat, if the bot may write there. Raises ApiError."""
    chat = find_chat(request, request.arguments.some_chat())
    if isinstance(chat, PrivateChat) and chat.blocked:
        reason = "bot was blocked by the user"
        raise forbidden(reason)
    return chat


def find_group(request: Request) -> Group:
    """The call's chat, which must be a group. Raises ApiError."""
    chat = find_chat(request, request.arguments.some_chat())
    if isinstance(chat, PrivateChat):
        reason = "method is available only for groups and supergroups"
        raise bad_request(reason)
    return chat


def writable_thread(request: Request, chat: PrivateChat | Group) -> int | None:
    """The topic the call names, None for the chat itself. Raises ApiError when gone, or closed to this bot."""
    thread = request.arguments.integer("message_thread_id")
    if thread is None:
        return None
    topic = chat.living_topic(thread) if isinstance(chat, Group) else None
    if topic is None or not isinstance(chat, Group):
        reason = "message thread not found"
        raise bad_request(reason)
    if topic.closed and not chat.members[request.bot.id].may("can_manage_topics"):
        reason = "TOPIC_CLOSED"
        raise bad_request(reason)
    return thread


def find_topic(request: Request, group: Group) -> Topic:
    """The topic a topic method names. Raises ApiError."""
    if not group.forum:
        reason = "the chat is not a forum"
        raise bad_request(reason)
    topic = group.living_topic(request.arguments.some_integer("message_thread_id"))
    if topic is None:
        reason = "TOPIC_ID_INVALID"
        raise bad_request(reason)
    return topic


def find_message(request: Request, chat: PrivateChat | Group, message_id: int, *, purpose: str) -> Message:
    """A standing message. Raises a 400 ApiError such as "message to edit not found"."""
    message = chat.find(message_id)
    if message is None or (isinstance(chat, PrivateChat) and chat.bot is not request.bot):
        reason = f"message to {purpose} not found"
        raise bad_request(reason)
    return message


def require_right(request: Request, group: Group, right: str, *, purpose: str) -> None:
    """Refuse with "not enough rights to …" unless the bot is an administrator with that right."""
    if not group.members[request.bot.id].may(right):
        reason = f"not enough rights to {purpose}"
        raise bad_request(reason)


def _find_group(request: Request, chat_id: int) -> Group:
    group = request.world.groups.get(chat_id)
    member = group.member(request.bot.id) if group else None
    if group is None or member is None:
        raise bad_request(CHAT_NOT_FOUND)
    kind = "supergroup" if group.supergroup else "group"
    if member.status == "kicked":
        reason = f"bot was kicked from the {kind} chat"
        raise forbidden(reason)
    if not member.present:
        reason = f"bot is not a member of the {kind} chat"
        raise forbidden(reason)
    return group


def _find_private_chat(request: Request, person_id: int) -> PrivateChat:
    chat = request.world.known_private_chat(request.bot, person_id)
    if chat is None or not chat.opened:
        raise _never_met(request, person_id)
    if chat.person.deactivated:
        reason = "user is deactivated"
        raise forbidden(reason)
    return chat


def _never_met(request: Request, person_id: int) -> ApiError:
    """A bot knows of somebody only from a chat of its own or from a common group, and never writes first."""
    if any(bot.id == person_id for bot in request.world.bots.values()):
        return forbidden("bots can't send messages to bots")
    for group in request.world.groups.values():
        bot, person = group.member(request.bot.id), group.member(person_id)
        if bot is not None and person is not None and bot.present:
            return forbidden("bot can't initiate conversation with a user")
    return bad_request(CHAT_NOT_FOUND)
