"""Methods that put messages into chats."""

from bot.simulator.objects import MARKUP_TYPES
from bot.simulator.schema import array, decimal, file, flag, integer, method, one_of, string

POLL_SECONDS = 2_628_000
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)

_CHAT = one_of("chat_id", "Integer", "String").needed()
_BUSINESS = string("business_connection_id").unsimulated()
_THREAD = integer("message_thread_id", 1)
_DIRECT = integer("direct_messages_topic_id").unsimulated()
_SUGGESTED = one_of("suggested_post_parameters", "SuggestedPostParameters").unsimulated()
_DELIVERY = (flag("disable_notification"), flag("protect_content"), flag("allow_paid_broadcast"))
_EFFECT = string("message_effect_id")
_REPLY = one_of("reply_parameters", "ReplyParameters")
_MARKUP = one_of("reply_markup", *MARKUP_TYPES)
_CAPTION = (string("caption"), string("parse_mode"), array("caption_entities", "MessageEntity"))
_ABOVE = flag("show_caption_above_media")
_SPOILER = flag("has_spoiler")
_SIZE = (integer("width", 0), integer("height", 0))
_DURATION = integer("duration", 0)
_THUMBNAIL = file("thumbnail")

_TO = (_BUSINESS, _CHAT, _THREAD, _DIRECT)
_WITH = (_DELIVERY[0], _DELIVERY[1], _DELIVERY[2], _EFFECT, _SUGGESTED, _REPLY, _MARKUP)

_TEXTS = (
    method(
        "sendMessage",
        _TO,
        string("text").needed(),
        string("parse_mode"),
        array("entities", "MessageEntity"),
        one_of("link_preview_options", "LinkPreviewOptions"),
        _WITH,
        sends=True,
    ),
    method("sendChatAction", _BUSINESS, _CHAT, _THREAD, string("action", among=ACTIONS).needed()),
)

_COPIES = (
    method(
        "copyMessage",
        (_CHAT, _THREAD, _DIRECT),
        one_of("from_chat_id", "Integer", "String").needed(),
        integer("message_id").needed(),
        integer("video_start_timestamp"),
        _CAPTION,
        _ABOVE,
        _WITH,
        sends=True,
    ),
    method(
        "copyMessages",
        (_CHAT, _THREAD, _DIRECT),
        one_of("from_chat_id", "Integer", "String").needed(),
        array("message_ids", "Integer", low=1, high=100).needed(),
        _DELIVERY[:2],
        flag("remove_caption"),
        sends=True,
    ),
    method(
        "forwardMessage",
        (_CHAT, _THREAD, _DIRECT),
        one_of("from_chat_id", "Integer", "String").needed(),
        integer("video_start_timestamp"),
        _DELIVERY[:2],
        _EFFECT,
        _SUGGESTED,
        integer("message_id").needed(),
        sends=True,
    ),
    method(
        "forwardMessages",
        (_CHAT, _THREAD, _DIRECT),
        one_of("from_chat_id", "Integer", "String").needed(),
        array("message_ids", "Integer", low=1, high=100).needed(),
        _DELIVERY[:2],
        sends=True,
    ),
)

_FILES = (
    method("sendPhoto", _TO, file("photo").needed(), _CAPTION, _ABOVE, _SPOILER, _WITH, sends=True),
    method(
        "sendAudio",
        _TO,
        file("audio").needed(),
        _CAPTION,
        _DURATION,
        (string("performer"), string("title")),
        _THUMBNAIL,
        _WITH,
        sends=True,
    ),
    method(
        "sendDocument",
        _TO,
        file("document").needed(),
        _THUMBNAIL,
        _CAPTION,
        flag("disable_content_type_detection"),
        _WITH,
        sends=True,
    ),
    method(
        "sendVideo",
        _TO,
        file("video").needed(),
        _DURATION,
        _SIZE,
        _THUMBNAIL,
        file("cover"),
        integer("start_timestamp", 0),
        _CAPTION,
        _ABOVE,
        _SPOILER,
        flag("supports_streaming"),
        _WITH,
        sends=True,
    ),
    method(
        "sendAnimation",
        _TO,
        file("animation").needed(),
        _DURATION,
        _SIZE,
        _THUMBNAIL,
        _CAPTION,
        _ABOVE,
        _SPOILER,
        _WITH,
        sends=True,
    ),
    method("sendVoice", _TO, file("voice").needed(), _CAPTION, _DURATION, _WITH, sends=True),
    method(
        "sendVideoNote",
        _TO,
        file("video_note").needed(),
        _DURATION,
        integer("length", 1, 640),
        _THUMBNAIL,
        _WITH,
        sends=True,
    ),
    method("sendSticker", _TO, file("sticker").needed(), string("emoji"), _WITH, sends=True),
    method(
        "sendMediaGroup",
        _TO,
        array(
            "media",
            "InputMediaAudio",
            "InputMediaDocument",
            "InputMediaLivePhoto",
            "InputMediaPhoto",
            "InputMediaVideo",
            low=2,
            high=10,
        ).needed(),
        _DELIVERY,
        _EFFECT,
        _REPLY,
        sends=True,
    ),
)

_PLACES = (
    method(
        "sendLocation",
        _TO,
        decimal("latitude", -90, 90).needed(),
        decimal("longitude", -180, 180).needed(),
        decimal("horizontal_accuracy", 0, 1500),
        integer("live_period", 60, 0x7FFFFFFF),
        integer("heading", 1, 360),
        integer("proximity_alert_radius", 1, 100_000),
        _WITH,
        sends=True,
    ),
    method(
        "sendVenue",
        _TO,
        decimal("latitude", -90, 90).needed(),
        decimal("longitude", -180, 180).needed(),
        string("title", 1).needed(),
        string("address", 1).needed(),
        (string("foursquare_id"), string("foursquare_type")),
        (string("google_place_id"), string("google_place_type")),
        _WITH,
        sends=True,
    ),
    method(
        "sendContact",
        _TO,
        string("phone_number", 1).needed(),
        string("first_name", 1).needed(),
        string("last_name"),
        string("vcard", 0, 2048),
        _WITH,
        sends=True,
    ),
)

_GAMES = (
    method(
        "sendPoll",
        (_BUSINESS, _CHAT, _THREAD),
        string("question", 1, 300).needed(),
        string("question_parse_mode").unsimulated(),
        array("question_entities", "MessageEntity").unsimulated(),
        array("options", "InputPollOption", low=1, high=12).needed(),
        flag("is_anonymous"),
        string("type", among=("regular", "quiz")),
        flag("allows_multiple_answers"),
        flag("allows_revoting"),
        flag("shuffle_options"),
        flag("allow_adding_options").unsimulated(),
        flag("hide_results_until_closes"),
        flag("members_only").unsimulated(),
        array("country_codes", "String", high=12).unsimulated(),
        array("correct_option_ids", "Integer"),
        string("explanation", 0, 200),
        string("explanation_parse_mode").unsimulated(),
        array("explanation_entities", "MessageEntity").unsimulated(),
        one_of("explanation_media", "InputPollMedia").unsimulated(),
        integer("open_period", 5, POLL_SECONDS),
        integer("close_date"),
        flag("is_closed"),
        string("description", 0, 1024),
        string("description_parse_mode").unsimulated(),
        array("description_entities", "MessageEntity").unsimulated(),
        one_of("media", "InputPollMedia").unsimulated(),
        _DELIVERY,
        _EFFECT,
        _REPLY,
        _MARKUP,
        sends=True,
    ),
    method("sendDice", _TO, string("emoji", among=("🎲", "🎯", "🏀", "⚽", "🎳", "🎰")), _WITH, sends=True),
)

SENDING_METHODS = (*_TEXTS, *_COPIES, *_FILES, *_PLACES, *_GAMES)
