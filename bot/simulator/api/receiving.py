"""The connection of a bot: who it is, its updates by polling or webhook, its answers to taps."""

from datetime import timedelta

from bot.simulator.api.request import Handler, Request
from bot.simulator.errors import bad_request, conflict
from bot.simulator.jsontypes import Json
from bot.simulator.webhooks import WebhookSettings, check_secret, check_url

LOGGED_OUT_FOR = timedelta(minutes=10)


def _get_me(request: Request) -> Json:
    return request.bot.own_profile()


def _log_out(request: Request) -> bool:
    request.bot.logged_out_until = request.now + LOGGED_OUT_FOR
    return True


def _close(request: Request) -> bool:
    request.queue.release_poller()
    return True


async def _get_updates(request: Request) -> list[Json]:
    if request.webhook.settings is not None:
        reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        raise conflict(reason)
    arguments, queue = request.arguments, request.queue
    queue.remember_allowed(arguments.texts("allowed_updates"))
    limit = arguments.integer("limit") or 100
    updates = await queue.poll(
        offset=arguments.integer("offset") or 0, limit=limit, timeout=arguments.integer("timeout") or 0
    )
    return [update.fields() for update in updates]


def _set_webhook(request: Request) -> bool:
    arguments = request.arguments
    url = arguments.some_text("url")
    if not url:
        return _delete_webhook(request)
    check_url(url)
    secret = arguments.text("secret_token")
    check_secret(secret)
    _drop_if_asked(request)
    request.queue.remember_allowed(arguments.texts("allowed_updates"))
    request.queue.dismiss_poller("terminated by setWebhook request")
    request.webhook.open(WebhookSettings(url, secret, arguments.integer("max_connections") or 40))
    return True


def _delete_webhook(request: Request) -> bool:
    _drop_if_asked(request)
    request.webhook.close()
    return True


def _drop_if_asked(request: Request) -> None:
    if request.arguments.flag("drop_pending_updates"):
        request.queue.drop()


def _get_webhook_info(request: Request) -> Json:
    return request.webhook.info()


def _answer_callback_query(request: Request) -> bool:
    arguments = request.arguments
    if arguments.text("url"):
        reason = "URL_INVALID"
        raise bad_request(reason)
    request.world.queries.answer(
        arguments.some_text("callback_query_id"),
        bot=request.bot,
        text=arguments.text("text") or "",
        window=arguments.flag("show_alert"),
        url=None,
        now=request.now,
    )
    request.world.changes.notify()
    return True


RECEIVING_HANDLERS: dict[str, Handler] = {
    "getMe": _get_me,
    "logOut": _log_out,
    "close": _close,
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _get_webhook_info,
    "answerCallbackQuery": _answer_callback_query,
}
