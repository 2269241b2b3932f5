"""Methods about chats, their members, their topics and their pinned messages."""

from bot.simulator.schema import flag, integer, method, one_of, string

_BUSINESS = string("business_connection_id").unsimulated()
_CHAT = one_of("chat_id", "Integer", "String").needed()
_THREAD = integer("message_thread_id", 1).needed()
_USER = integer("user_id").needed()

CHAT_METHODS = (
    method("getChat", _CHAT),
    method("getChatMember", _CHAT, _USER),
    method("getChatAdministrators", _CHAT, flag("return_bots")),
    method("getChatMemberCount", _CHAT),
    method("leaveChat", _CHAT),
    method("banChatMember", _CHAT, _USER, integer("until_date"), flag("revoke_messages")),
    method("unbanChatMember", _CHAT, _USER, flag("only_if_banned")),
    method("exportChatInviteLink", _CHAT),
    method(
        "createChatInviteLink",
        _CHAT,
        string("name", 0, 32),
        integer("expire_date"),
        integer("member_limit", 1, 99_999),
        flag("creates_join_request"),
    ),
    method("pinChatMessage", _BUSINESS, _CHAT, integer("message_id").needed(), flag("disable_notification")),
    method("unpinChatMessage", _BUSINESS, _CHAT, integer("message_id")),
    method("unpinAllChatMessages", _CHAT),
    method(
        "createForumTopic",
        _CHAT,
        string("name", 1, 128).needed(),
        integer("icon_color"),
        string("icon_custom_emoji_id"),
    ),
    method("editForumTopic", _CHAT, _THREAD, string("name", 0, 128), string("icon_custom_emoji_id")),
    method("closeForumTopic", _CHAT, _THREAD),
    method("reopenForumTopic", _CHAT, _THREAD),
    method("deleteForumTopic", _CHAT, _THREAD),
    method("unpinAllForumTopicMessages", _CHAT, _THREAD),
)
