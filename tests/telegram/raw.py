"""Updates as Telegram writes them, made by hand: for what the simulator's people cannot do."""

from __future__ import annotations

from itertools import count
from typing import Any

from bot.simulator import Seat
from bot.simulator.polls import Poll

NUMBERS = count(9_000_001)  # far beyond those of the simulator
DATE = 1_795_424_400
ORDER = {
    "id": "1",
    "currency": "EUR",
    "total_amount": 500,
    "invoice_payload": "x",
}
PHOTO = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
CHANNEL = {"id": -1_009_000_000_001, "type": "channel", "title": "Journal"}
MEMBER = {"status": "member"}


def update(**content: Any) -> dict[str, Any]:
    """An update of one kind."""
    return {"update_id": next(NUMBERS), **content}


def user_of(seat: Seat) -> dict[str, Any]:
    return {"id": seat.person.id, "is_bot": False, "first_name": seat.person.first_name, "language_code": "fr"}


def chat_of(seat: Seat) -> dict[str, Any]:
    return {"id": seat.person.id, "type": "private", "first_name": seat.person.first_name}


def message(seat: Seat, **content: Any) -> dict[str, Any]:
    """A message of a person in private."""
    return {"message_id": 70_000, "date": DATE, "chat": chat_of(seat), "from": user_of(seat), **content}


def post(**content: Any) -> dict[str, Any]:
    """A post in a channel."""
    return {"message_id": 3, "date": DATE, "chat": CHANNEL, "sender_chat": CHANNEL, **content}


def tap(seat: Seat, **content: Any) -> dict[str, Any]:
    """A callback query without its message."""
    return {"id": "77", "from": user_of(seat), "chat_instance": "1", **content}


def of_every_kind(seat: Seat) -> dict[str, dict[str, Any]]:
    """Sound updates of every kind that no seat of the simulator sends, by name."""
    user, chat = user_of(seat), chat_of(seat)
    inaccessible = {"chat": chat, "message_id": 5, "date": 0}
    change = {"chat": CHANNEL, "from": user, "date": DATE}
    poll = Poll("5", "Quand ?", ("lundi", "mardi"), anonymous=True).fields()
    business = {"id": "b", "user": user, "user_chat_id": user["id"], "date": DATE, "is_enabled": True}
    reaction = {"type": "emoji", "emoji": "👍"}
    return {
        "a kind of the future": update(telepathy={"from": user, "thought": "bonjour"}),
        "a kind of the future without anybody": update(weather={"degrees": 12}),
        "nothing at all": update(),
        "content of the future": update(message=message(seat, hologram={"file_id": "x"})),
        "channel post": update(channel_post=post(text="le journal")),
        "edited channel post": update(edited_channel_post=post(text="le journal", edit_date=DATE)),
        "inline query": update(inline_query={"id": "1", "from": user, "query": "clsm", "offset": ""}),
        "chosen inline result": update(chosen_inline_result={"result_id": "1", "from": user, "query": "clsm"}),
        "shipping query": update(
            shipping_query={
                "id": "1",
                "from": user,
                "invoice_payload": "x",
                "shipping_address": {
                    "country_code": "FR",
                    "state": "",
                    "city": "Lille",
                    "street_line1": "1",
                    "street_line2": "",
                    "post_code": "59000",
                },
            }
        ),
        "pre-checkout query": update(pre_checkout_query={"from": user, **ORDER}),
        "successful payment": update(
            message=message(
                seat,
                successful_payment={
                    **{name: value for name, value in ORDER.items() if name != "id"},
                    "telegram_payment_charge_id": "t",
                    "provider_payment_charge_id": "p",
                },
            )
        ),
        "paid media": update(purchased_paid_media={"from": user, "paid_media_payload": "x"}),
        "poll": update(poll=poll),
        "poll answer": update(
            poll_answer={"poll_id": "5", "user": user, "option_ids": [0], "option_persistent_ids": ["1"]}
        ),
        "member of a channel": update(
            chat_member={
                **change,
                "old_chat_member": {**MEMBER, "user": user},
                "new_chat_member": {"status": "left", "user": user},
            }
        ),
        "request to join": update(chat_join_request={**change, "user_chat_id": user["id"]}),
        "reaction": update(
            message_reaction={
                "chat": chat,
                "message_id": 3,
                "user": user,
                "date": DATE,
                "old_reaction": [],
                "new_reaction": [reaction],
            }
        ),
        "count of reactions": update(
            message_reaction_count={
                "chat": CHANNEL,
                "message_id": 3,
                "date": DATE,
                "reactions": [{"type": reaction, "total_count": 2}],
            }
        ),
        "boost": update(
            chat_boost={
                "chat": CHANNEL,
                "boost": {
                    "boost_id": "1",
                    "add_date": DATE,
                    "expiration_date": DATE,
                    "source": {"source": "premium", "user": user},
                },
            }
        ),
        "business connection": update(business_connection=business),
        "business message": update(business_message=message(seat, text="bonjour", business_connection_id="b")),
        "tap on an inline message": update(callback_query=tap(seat, data="menu", inline_message_id="x")),
        "tap on a message that is gone": update(callback_query=tap(seat, data="menu", message=inaccessible)),
        "tap on a game": update(callback_query=tap(seat, game_short_name="g", message=message(seat, text="x"))),
        "message of a channel in a group": update(
            message={
                "message_id": 4,
                "date": DATE,
                "chat": {"id": -1_009_000_000_002, "type": "supergroup", "title": "G"},
                "sender_chat": CHANNEL,
                "text": "un article",
            }
        ),
        "pinned message": update(message=message(seat, pinned_message=inaccessible)),
        "story": update(message=message(seat, story={"chat": chat, "id": 3})),
        "game": update(message=message(seat, game={"title": "g", "description": "d", "photo": [PHOTO]})),
    }


def broken(seat: Seat) -> dict[str, dict[str, Any]]:
    """Updates that no library can read, by name."""
    whole = message(seat, text="/menu")
    return {
        "message without a date": update(message={name: value for name, value in whole.items() if name != "date"}),
        "message with a date that is none": update(message=whole | {"date": "demain"}),
        "button without an author": update(callback_query={"id": "1", "message": whole, "data": "menu"}),
        "sticker without a size": update(message=whole | {"sticker": {"file_id": "x"}}),
    }
