"""Methods that change or remove what was sent."""

from bot.simulator.objects import MARKUP_TYPES
from bot.simulator.schema import array, decimal, flag, integer, method, one_of, string

_BUSINESS = string("business_connection_id").unsimulated()
_CHAT = one_of("chat_id", "Integer", "String").needed()
_TARGET = (
    _BUSINESS,
    one_of("chat_id", "Integer", "String"),
    integer("message_id"),
    string("inline_message_id").unsimulated(),
)
_INLINE_KEYBOARD = one_of("reply_markup", MARKUP_TYPES[0])

EDITING_METHODS = (
    method(
        "editMessageText",
        _TARGET,
        string("text"),
        string("parse_mode"),
        array("entities", "MessageEntity"),
        one_of("link_preview_options", "LinkPreviewOptions"),
        one_of("rich_message", "InputRichMessage").unsimulated(),
        _INLINE_KEYBOARD,
    ),
    method(
        "editMessageCaption",
        _TARGET,
        string("caption"),
        string("parse_mode"),
        array("caption_entities", "MessageEntity"),
        flag("show_caption_above_media"),
        _INLINE_KEYBOARD,
    ),
    method("editMessageMedia", _TARGET, one_of("media", "InputMedia").needed(), _INLINE_KEYBOARD),
    method("editMessageReplyMarkup", _TARGET, _INLINE_KEYBOARD),
    method(
        "editMessageLiveLocation",
        _TARGET,
        decimal("latitude", -90, 90).needed(),
        decimal("longitude", -180, 180).needed(),
        integer("live_period", 60, 0x7FFFFFFF),
        decimal("horizontal_accuracy", 0, 1500),
        integer("heading", 1, 360),
        integer("proximity_alert_radius", 1, 100_000),
        _INLINE_KEYBOARD,
    ),
    method("stopMessageLiveLocation", _TARGET, _INLINE_KEYBOARD),
    method("deleteMessage", _CHAT, integer("message_id").needed()),
    method("deleteMessages", _CHAT, array("message_ids", "Integer", low=1, high=100).needed()),
    method("stopPoll", _BUSINESS, _CHAT, integer("message_id").needed(), _INLINE_KEYBOARD),
    method(
        "setMessageReaction",
        _CHAT,
        integer("message_id").needed(),
        array("reaction", "ReactionType", high=1),
        flag("is_big"),
    ),
)
