"""Methods about the connection itself: who am I, what happened, where to post it, what is in this file."""

from bot.simulator.schema import array, flag, integer, method, one_of, string

MAX_POLL_SECONDS = 50

RECEIVING_METHODS = (
    method("getMe"),
    method("logOut"),
    method("close"),
    method(
        "getUpdates",
        integer("offset"),
        integer("limit", 1, 100),
        integer("timeout", 0, MAX_POLL_SECONDS),
        array("allowed_updates", "String"),
    ),
    method(
        "setWebhook",
        string("url").needed(),
        one_of("certificate", "InputFile").unsimulated(),
        string("ip_address"),
        integer("max_connections", 1, 100),
        array("allowed_updates", "String"),
        flag("drop_pending_updates"),
        string("secret_token", 1, 256),
    ),
    method("deleteWebhook", flag("drop_pending_updates")),
    method("getWebhookInfo"),
    method(
        "answerCallbackQuery",
        string("callback_query_id", 1).needed(),
        string("text", 0, 200),
        flag("show_alert"),
        string("url"),
        integer("cache_time", 0),
    ),
    method("getFile", string("file_id", 1).needed()),
    method(
        "getUserProfilePhotos",
        integer("user_id").needed(),
        integer("offset", 0),
        integer("limit", 1, 100),
    ),
)
