"""Members: who they are, who goes."""

from bot.simulator.api.access import find_chat, find_group, require_right
from bot.simulator.api.request import Handler, Request
from bot.simulator.chats import Group, Member, PrivateChat
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.memberships import dismiss, set_membership
from bot.simulator.people import Account, Bot


def _account(request: Request) -> Account:
    identifier = request.arguments.some_integer("user_id")
    bots = {bot.id: bot for bot in request.world.bots.values()}
    account = request.world.people.get(identifier) or bots.get(identifier)
    if account is None:
        reason = "invalid user_id specified"
        raise bad_request(reason)
    return account


def _get_member(request: Request) -> Json:
    chat = find_chat(request, request.arguments.some_chat())
    account = _account(request)
    if isinstance(chat, PrivateChat):
        if account not in {chat.person, chat.bot}:
            reason = "member not found"
            raise bad_request(reason)
        return Member(account).fields()
    return (chat.member(account.id) or Member(account, "left")).fields()


def _get_administrators(request: Request) -> list[Json]:
    chat = find_chat(request, request.arguments.some_chat())
    if isinstance(chat, PrivateChat):
        reason = "there are no administrators in the private chat"
        raise bad_request(reason)
    leading = [member for member in chat.members.values() if member.status in {"creator", "administrator"}]
    with_bots = request.arguments.flag("return_bots")
    return [member.fields() for member in leading if with_bots or _shown(member, request)]


def _shown(member: Member, request: Request) -> bool:
    """Other bots are left out unless asked for."""
    return not isinstance(member.account, Bot) or member.account is request.bot


def _count_members(request: Request) -> int:
    chat = find_chat(request, request.arguments.some_chat())
    if isinstance(chat, Group):
        return sum(member.present for member in chat.members.values())
    return 2


def _leave(request: Request) -> bool:
    chat = find_chat(request, request.arguments.some_chat())
    if isinstance(chat, PrivateChat):
        reason = "chat member status can't be changed in private chats"
        raise bad_request(reason)
    dismiss(request.world, chat, account=request.bot, by=request.bot, banned=False)
    return True


def _ban(request: Request) -> bool:
    group = find_group(request)
    require_right(request, group, "can_restrict_members", purpose="restrict/unrestrict chat member")
    account = _account(request)
    standing = group.member(account.id)
    if standing is not None and standing.status == "creator":
        reason = "can't remove chat owner"
        raise bad_request(reason)
    dismiss(request.world, group, account=account, by=request.bot, banned=True)
    return True


def _unban(request: Request) -> bool:
    group = find_group(request)
    require_right(request, group, "can_restrict_members", purpose="restrict/unrestrict chat member")
    account = _account(request)
    standing = group.member(account.id)
    banned = standing is not None and standing.status == "kicked"
    if banned or not request.arguments.flag("only_if_banned"):
        set_membership(request.world, group, account=account, by=request.bot, after=Member(account, "left"))
    return True


MEMBER_HANDLERS: dict[str, Handler] = {
    "getChatMember": _get_member,
    "getChatAdministrators": _get_administrators,
    "getChatMemberCount": _count_members,
    "leaveChat": _leave,
    "banChatMember": _ban,
    "unbanChatMember": _unban,
}
