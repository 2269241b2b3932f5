"""The objects that travel inside parameters, field by field, as Bot API 10.1 documents them."""

from bot.simulator.schema import ObjectType, array, flag, integer, object_type, one_of, string

ENTITY_TYPES = (
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
)

MARKUP_TYPES = ("InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply")

_INPUT_CAPTION = (
    string("caption"),
    string("parse_mode"),
    array("caption_entities", "MessageEntity"),
)
_COLOURED = (string("icon_custom_emoji_id").unsimulated(), string("style", among=("danger", "success", "primary")))

_KEYBOARDS = (
    object_type("InlineKeyboardMarkup", array("inline_keyboard", "Array of InlineKeyboardButton").needed()),
    object_type(
        "InlineKeyboardButton",
        string("text", 1).needed(),
        _COLOURED,
        string("url", 1),
        string("callback_data"),
        one_of("web_app", "WebAppInfo").unsimulated(),
        one_of("login_url", "LoginUrl").unsimulated(),
        string("switch_inline_query").unsimulated(),
        string("switch_inline_query_current_chat").unsimulated(),
        one_of("switch_inline_query_chosen_chat", "SwitchInlineQueryChosenChat").unsimulated(),
        one_of("copy_text", "CopyTextButton"),
        one_of("callback_game", "CallbackGame").unsimulated(),
        flag("pay").unsimulated(),
    ),
    object_type("CopyTextButton", string("text", 1, 256).needed()),
    object_type(
        "ReplyKeyboardMarkup",
        array("keyboard", "Array of KeyboardButton").needed(),
        flag("is_persistent"),
        flag("resize_keyboard"),
        flag("one_time_keyboard"),
        string("input_field_placeholder", 1, 64),
        flag("selective"),
    ),
    object_type(
        "KeyboardButton",
        string("text", 1).needed(),
        _COLOURED,
        one_of("request_users", "KeyboardButtonRequestUsers").unsimulated(),
        one_of("request_chat", "KeyboardButtonRequestChat").unsimulated(),
        one_of("request_managed_bot", "KeyboardButtonRequestManagedBot").unsimulated(),
        flag("request_contact"),
        flag("request_location"),
        one_of("request_poll", "KeyboardButtonPollType").unsimulated(),
        one_of("web_app", "WebAppInfo").unsimulated(),
    ),
    object_type("ReplyKeyboardRemove", flag("remove_keyboard").needed(), flag("selective")),
    object_type(
        "ForceReply", flag("force_reply").needed(), string("input_field_placeholder", 1, 64), flag("selective")
    ),
)

_TEXTS = (
    object_type(
        "MessageEntity",
        string("type", among=ENTITY_TYPES).needed(),
        integer("offset", 0).needed(),
        integer("length", 1).needed(),
        string("url"),
        one_of("user", "User"),
        string("language"),
        string("custom_emoji_id"),
        integer("unix_time"),
        string("date_time_format"),
    ),
    object_type(
        "User",
        integer("id").needed(),
        flag("is_bot").needed(),
        string("first_name").needed(),
        string("last_name"),
        string("username"),
        string("language_code"),
    ),
    object_type(
        "LinkPreviewOptions",
        flag("is_disabled"),
        string("url"),
        flag("prefer_small_media"),
        flag("prefer_large_media"),
        flag("show_above_text"),
    ),
    object_type(
        "ReplyParameters",
        integer("message_id").needed(),
        one_of("chat_id", "Integer", "String"),
        flag("allow_sending_without_reply"),
        string("quote", 0, 1024),
        string("quote_parse_mode"),
        array("quote_entities", "MessageEntity"),
        integer("quote_position"),
        integer("checklist_task_id").unsimulated(),
        string("poll_option_id").unsimulated(),
    ),
)

_MEDIA = (
    object_type(
        "InputMediaPhoto",
        string("type", among=("photo",)).needed(),
        string("media").needed(),
        _INPUT_CAPTION,
        flag("show_caption_above_media"),
        flag("has_spoiler"),
    ),
    object_type(
        "InputMediaVideo",
        string("type", among=("video",)).needed(),
        string("media").needed(),
        string("thumbnail"),
        string("cover"),
        integer("start_timestamp"),
        _INPUT_CAPTION,
        flag("show_caption_above_media"),
        (integer("width"), integer("height"), integer("duration")),
        flag("supports_streaming"),
        flag("has_spoiler"),
    ),
    object_type(
        "InputMediaAnimation",
        string("type", among=("animation",)).needed(),
        string("media").needed(),
        string("thumbnail"),
        _INPUT_CAPTION,
        flag("show_caption_above_media"),
        (integer("width"), integer("height"), integer("duration")),
        flag("has_spoiler"),
    ),
    object_type(
        "InputMediaAudio",
        string("type", among=("audio",)).needed(),
        string("media").needed(),
        string("thumbnail"),
        _INPUT_CAPTION,
        integer("duration"),
        string("performer"),
        string("title"),
    ),
    object_type(
        "InputMediaDocument",
        string("type", among=("document",)).needed(),
        string("media").needed(),
        string("thumbnail"),
        _INPUT_CAPTION,
        flag("disable_content_type_detection"),
    ),
    object_type(
        "InputPollOption",
        string("text", 1, 100).needed(),
        string("text_parse_mode").unsimulated(),
        array("text_entities", "MessageEntity").unsimulated(),
        one_of("media", "InputPollOptionMedia").unsimulated(),
    ),
)

_RIGHTS = (
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_CHANNEL_RIGHTS = (
    "can_post_messages",
    "can_edit_messages",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_direct_messages",
    "can_manage_tags",
)

_PROFILE = (
    object_type("BotCommand", string("command", 1, 32).needed(), string("description", 1, 256).needed()),
    object_type("BotCommandScopeDefault", string("type", among=("default",)).needed()),
    object_type("BotCommandScopeAllPrivateChats", string("type", among=("all_private_chats",)).needed()),
    object_type("BotCommandScopeAllGroupChats", string("type", among=("all_group_chats",)).needed()),
    object_type("BotCommandScopeAllChatAdministrators", string("type", among=("all_chat_administrators",)).needed()),
    object_type(
        "BotCommandScopeChat",
        string("type", among=("chat",)).needed(),
        one_of("chat_id", "Integer", "String").needed(),
    ),
    object_type(
        "BotCommandScopeChatAdministrators",
        string("type", among=("chat_administrators",)).needed(),
        one_of("chat_id", "Integer", "String").needed(),
    ),
    object_type(
        "BotCommandScopeChatMember",
        string("type", among=("chat_member",)).needed(),
        one_of("chat_id", "Integer", "String").needed(),
        integer("user_id").needed(),
    ),
    object_type("MenuButtonCommands", string("type", among=("commands",)).needed()),
    object_type("MenuButtonDefault", string("type", among=("default",)).needed()),
    object_type("ReactionTypeEmoji", string("type", among=("emoji",)).needed(), string("emoji", 1).needed()),
    object_type(
        "ChatAdministratorRights",
        [flag(right).needed() for right in _RIGHTS],
        [flag(right) for right in _CHANNEL_RIGHTS],
    ),
)

OBJECTS: dict[str, ObjectType] = {each.name: each for each in (*_KEYBOARDS, *_TEXTS, *_MEDIA, *_PROFILE)}

FAMILIES: dict[str, tuple[str, ...]] = {
    "InputMedia": (
        "InputMediaPhoto",
        "InputMediaVideo",
        "InputMediaAnimation",
        "InputMediaAudio",
        "InputMediaDocument",
    ),
    "BotCommandScope": tuple(name for name in OBJECTS if name.startswith("BotCommandScope")),
    "MenuButton": ("MenuButtonCommands", "MenuButtonDefault"),
    "ReactionType": ("ReactionTypeEmoji",),
}
"""Names that stand for several objects, of which the simulated ones."""
