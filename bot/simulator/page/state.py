"""What the page shows, as JSON: each seat with its bubbles, and the calls."""

from itertools import chain

from bot.simulator.bubbles import Bubble
from bot.simulator.calls import Call
from bot.simulator.chats import Group, PrivateChat
from bot.simulator.jsontypes import Json
from bot.simulator.people import Bot
from bot.simulator.seat import Seat
from bot.simulator.world import World

BUBBLES_SHOWN = 200
EXCERPT = 80
FILE_KINDS = ("photo", "video", "animation", "audio", "document", "voice", "video_note", "sticker")


def seat_state(world: World, seat: Seat) -> Json:
    """One seat: its chat, its bubbles from the oldest shown to the newest, and what can be done."""
    chat = seat.chat
    alert = next(reversed(seat.alerts), None)
    return {
        "key": seat.key,
        "person": {"name": seat.person.full_name, "language": seat.person.language_code},
        "title": chat.bot.full_name if isinstance(chat, PrivateChat) else chat.title,
        "kind": "private" if isinstance(chat, PrivateChat) else "group",
        "opened": chat.opened if isinstance(chat, PrivateChat) else True,
        "blocked": seat.blocked,
        "typing": seat.typing,
        "keyboard": [[button.label for button in row] for row in seat.keyboard],
        "placeholder": (chat.reply_keyboard or {}).get("input_field_placeholder"),
        "alert": {"id": alert.query_id, "text": alert.text, "window": alert.window} if alert else None,
        "topics": _topics(chat) if isinstance(chat, Group) else [],
        "thread": seat.thread,
        "bubbles": [bubble_state(world, seat, bubble) for bubble in seat.messages[-BUBBLES_SHOWN:]],
    }


def bubble_state(world: World, seat: Seat, bubble: Bubble) -> Json:
    """One bubble as seen from one seat."""
    state: Json = {
        "id": bubble.id,
        "author": bubble.author,
        "mine": bubble.message.sender is seat.person,
        "bot": bubble.from_bot,
        "date": bubble.date.isoformat(),
        "edited": bubble.edited,
        "deleted": bubble.deleted,
        "thread": bubble.thread,
        "kind": bubble.media or "text",
    }
    if bubble.deleted:
        return state
    state |= {"text": bubble.set_words, "entities": list(bubble.entities)}
    state["buttons"] = (bubble.message.inline_keyboard or {}).get("inline_keyboard", [])
    state["reactions"] = [each["emoji"] for each in chain.from_iterable(bubble.message.reactions.values())]
    if bubble.reply_to is not None:
        state["reply"] = _excerpt(bubble.reply_to)
    if bubble.media in FILE_KINDS:
        state["file"] = _file(world, bubble)
    elif bubble.media is not None:
        state["payload"] = _presentable(bubble)
    return state


def call_state(number: int, call: Call) -> Json:
    """One call of the list."""
    return {
        "number": number,
        "method": call.method,
        "status": call.status,
        "at": call.at.isoformat(),
        "params": call.params,
        "description": call.description,
        "fault": call.fault,
    }


def _topics(group: Group) -> list[Json]:
    return [
        {"id": topic.id, "name": topic.name, "closed": topic.closed}
        for topic in group.topics.values()
        if not topic.deleted
    ]


def _excerpt(bubble: Bubble) -> Json:
    words = "" if bubble.deleted else bubble.set_words
    return {"id": bubble.id, "author": bubble.author, "text": words[:EXCERPT], "kind": bubble.media or "text"}


def _file(world: World, bubble: Bubble) -> Json:
    described = bubble.payload[bubble.media or ""]
    first = described[-1] if isinstance(described, list) else described
    owner = bubble.message.sender if isinstance(bubble.message.sender, Bot) else None
    stored = world.files.find(first["file_id"], bot_id=owner.id if owner else None)
    return {"url": f"/page/files/{stored.path}", "name": stored.name, "size": stored.size}


def _presentable(bubble: Bubble) -> Json:
    """The payload without the messages a service message may carry whole."""
    return {name: value for name, value in bubble.payload.items() if name != "pinned_message"} | (
        {"pinned": bubble.payload["pinned_message"].get("text", "")} if "pinned_message" in bubble.payload else {}
    )
