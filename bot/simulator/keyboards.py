"""What Telegram demands of keyboards beyond their shape."""

from urllib.parse import urlsplit

from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json

BUTTON_LIMIT = 100
ROW_LIMIT = 8
DATA_LIMIT = 64
"""Bytes, not characters."""
ACTIONS = frozenset({"url", "callback_data", "copy_text"})
URL_SCHEMES = frozenset({"http", "https", "tg"})


def check_markup(markup: Json | None) -> None:
    """Refuse a keyboard that Telegram or its clients would refuse or cut. Raises a 400 ApiError."""
    if markup is None:
        return
    rows: list[list[Json]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    _check_size(rows)
    if "inline_keyboard" in markup:
        for button in (button for row in rows for button in row):
            _check_inline_button(button)
    if "keyboard" in markup and not any(rows):
        reason = "reply keyboard must have at least one button"
        raise bad_request(reason)
    for word in ("remove_keyboard", "force_reply"):
        if word in markup and markup[word] is not True:
            reason = f"{word} must be true"
            raise bad_request(reason)


def _check_size(rows: list[list[Json]]) -> None:
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        reason = "REPLY_MARKUP_TOO_LONG"
        raise bad_request(reason)
    if any(len(row) > ROW_LIMIT for row in rows):
        reason = f"a row of the keyboard has more than {ROW_LIMIT} buttons, which clients do not show"
        raise bad_request(reason)
    if any(not row for row in rows):
        reason = "a row of the keyboard is empty"
        raise bad_request(reason)


def _check_inline_button(button: Json) -> None:
    actions = ACTIONS.intersection(button)
    if not actions:
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(reason)
    if len(actions) > 1:
        reason = f'inline button "{button["text"]}" has more than one action'
        raise bad_request(reason)
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT:
        reason = "BUTTON_DATA_INVALID"
        raise bad_request(reason)
    if "url" in button:
        _check_url(button)


def _check_url(button: Json) -> None:
    parts = urlsplit(button["url"])
    if parts.scheme not in URL_SCHEMES or not (parts.netloc or parts.path):
        reason = f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        raise bad_request(reason)
