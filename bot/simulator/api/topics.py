"""Forum topics, as a bot manages them."""

from bot.simulator.api.access import find_group, find_topic, require_right
from bot.simulator.api.request import Handler, Request
from bot.simulator.chats import Group, Topic
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.topics import ICON_COLORS, delete_topic, open_topic, say_in_topic

NOT_MODIFIED = "TOPIC_NOT_MODIFIED"


def _create(request: Request) -> Json:
    group = find_group(request)
    if not group.forum:
        reason = "the chat is not a forum"
        raise bad_request(reason)
    require_right(request, group, "can_manage_topics", purpose="create a topic")
    color = request.arguments.integer("icon_color") or ICON_COLORS[0]
    if color not in ICON_COLORS:
        reason = "invalid icon color specified"
        raise bad_request(reason)
    name = request.arguments.some_text("name").strip()
    if not name:
        reason = "topic name must be non-empty"
        raise bad_request(reason)
    icon = request.arguments.text("icon_custom_emoji_id")
    topic = open_topic(request.world, group, name=name, by=request.bot, icon_color=color, icon=icon)
    view = {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}
    return view | {"icon_custom_emoji_id": icon} if icon else view


def _managed_topic(request: Request) -> tuple[Group, Topic]:
    group = find_group(request)
    topic = find_topic(request, group)
    require_right(request, group, "can_manage_topics", purpose="manage topics")
    return group, topic


def _edit(request: Request) -> bool:
    group, topic = _managed_topic(request)
    name = (request.arguments.text("name") or "").strip()
    icon = request.arguments.text("icon_custom_emoji_id")
    changes: Json = {}
    if name and name != topic.name:
        changes["name"] = topic.name = name
    if icon is not None and icon != (topic.icon_custom_emoji_id or ""):
        changes["icon_custom_emoji_id"] = icon
        topic.icon_custom_emoji_id = icon or None
    if not changes:
        raise bad_request(NOT_MODIFIED)
    say_in_topic(request.world, group, topic, by=request.bot, payload={"forum_topic_edited": changes})
    return True


def _close(request: Request) -> bool:
    return _set_closed(request, closed=True, event="forum_topic_closed")


def _reopen(request: Request) -> bool:
    return _set_closed(request, closed=False, event="forum_topic_reopened")


def _set_closed(request: Request, *, closed: bool, event: str) -> bool:
    group, topic = _managed_topic(request)
    if topic.closed == closed:
        raise bad_request(NOT_MODIFIED)
    topic.closed = closed
    say_in_topic(request.world, group, topic, by=request.bot, payload={event: {}})
    return True


def _delete(request: Request) -> bool:
    group, topic = _managed_topic(request)
    require_right(request, group, "can_delete_messages", purpose="delete a topic")
    delete_topic(request.world, group, topic)
    return True


def _unpin_all(request: Request) -> bool:
    group = find_group(request)
    topic = find_topic(request, group)
    require_right(request, group, "can_pin_messages", purpose="manage pinned messages in the chat")
    group.pinned = [number for number in group.pinned if group.by_id[number].thread != topic.id]
    request.world.changes.notify()
    return True


TOPIC_HANDLERS: dict[str, Handler] = {
    "createForumTopic": _create,
    "editForumTopic": _edit,
    "closeForumTopic": _close,
    "reopenForumTopic": _reopen,
    "deleteForumTopic": _delete,
    "unpinAllForumTopicMessages": _unpin_all,
}
