"""The topics of a forum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.chats import Group, Topic
from bot.simulator.messages import Body
from bot.simulator.posting import Envelope

if TYPE_CHECKING:
    from bot.simulator.jsontypes import Json
    from bot.simulator.people import Account
    from bot.simulator.world import World

ICON_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def open_topic(
    world: World, group: Group, *, name: str, by: Account, icon_color: int = ICON_COLORS[0], icon: str | None = None
) -> Topic:
    """Open a topic; it takes the id of the service message that announces it. Raises ValueError without a forum."""
    if not group.forum:
        message = f"{group.title} is not a forum"
        raise ValueError(message)
    number = group.last_message_id + 1
    topic = Topic(number, name, icon_color, icon)
    group.topics[number] = topic
    created: Json = {"name": name, "icon_color": icon_color}
    if icon:
        created["icon_custom_emoji_id"] = icon
    say_in_topic(world, group, topic, by=by, payload={"forum_topic_created": created})
    return topic


def say_in_topic(world: World, group: Group, topic: Topic, *, by: Account, payload: Json) -> None:
    """Let the chat itself say in a topic what happened to it."""
    world.post(group, sender=by, body=Body("service", payload=payload), envelope=Envelope(thread=topic.id))


def delete_topic(world: World, group: Group, topic: Topic) -> None:
    """Delete a topic with everything in it. Bots are not told."""
    topic.deleted = True
    for message in group.log:
        if message.thread == topic.id:
            message.deleted = True
    world.changes.notify()
