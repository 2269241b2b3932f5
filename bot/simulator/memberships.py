"""Coming, going, blocking, promotion and migration: whatever changes who may speak where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.simulator.chats import Chat, Group, Member, PrivateChat
from bot.simulator.messages import Body
from bot.simulator.posting import Envelope
from bot.simulator.views import membership_change

if TYPE_CHECKING:
    from bot.simulator.people import Account, Bot, Person
    from bot.simulator.world import World


def set_blocked(world: World, chat: PrivateChat, *, blocked: bool) -> None:
    """The person blocks or unblocks the bot; the bot learns it as `my_chat_member`. Doing it twice does nothing."""
    if chat.blocked == blocked:
        return
    before = Member(chat.bot, "kicked" if chat.blocked else "member")
    after = Member(chat.bot, "kicked" if blocked else "member")
    chat.blocked = blocked
    chat.opened = True
    change = membership_change(chat, by=chat.person, before=before, after=after, now=world.clock.now())
    world.queue(chat.bot).add("my_chat_member", change)
    world.changes.notify()


def admit_bot(world: World, group: Group, *, bot: Bot, by: Person, rights: frozenset[str] | None = None) -> None:
    """Bring a bot into a group, as an administrator when `rights` is given."""
    status = "member" if rights is None else "administrator"
    set_membership(world, group, account=bot, by=by, after=Member(bot, status, rights or frozenset()))
    world.post(group, sender=by, body=Body("service", payload={"new_chat_members": [bot.profile()]}))


def admit_person(world: World, group: Group, *, person: Person) -> None:
    """Let a person join a group."""
    set_membership(world, group, account=person, by=person, after=Member(person))
    world.post(group, sender=person, body=Body("service", payload={"new_chat_members": [person.profile()]}))


def dismiss(world: World, group: Group, *, account: Account, by: Account, banned: bool) -> None:
    """Remove somebody: banned by another ("kicked") or gone by themselves ("left")."""
    status = "kicked" if banned else "left"
    body = Body("service", payload={"left_chat_member": account.profile()})
    set_membership(world, group, account=account, by=by, after=Member(account, status))
    world.post(group, sender=by, body=body)


def set_membership(world: World, group: Group, *, account: Account, by: Account, after: Member) -> None:
    """Change a standing and tell the bots: their own as `my_chat_member`, others' as `chat_member`."""
    before = group.member(account.id) or Member(account, "left")
    if before == after:
        return
    before = replace(before)
    group.members[account.id] = after
    change = membership_change(group, by=by, before=before, after=after, now=world.clock.now())
    for bot in world.bots.values():
        standing = group.member(bot.id)
        if bot is account:
            world.queue(bot).add("my_chat_member", change)
        elif standing is not None and standing.status == "administrator":
            world.queue(bot).add("chat_member", change)
    world.changes.notify()


def migrate(world: World, group: Group, *, by: Account) -> int:
    """Turn a basic group into a supergroup and return its new id; the old id answers with 400 from now on.

    Raises ValueError when the group already is a supergroup.
    """
    if group.supergroup:
        message = f"{group.title} already is a supergroup"
        raise ValueError(message)
    old_id, new_id = group.id, world.next_supergroup_id()
    world.post(group, sender=by, body=Body("service", payload={"migrate_to_chat_id": new_id}))
    world.migrated[old_id] = new_id
    del world.groups[old_id]
    group.id, group.supergroup = new_id, True
    group.pinned.clear()
    world.groups[new_id] = group
    world.post(group, sender=by, body=Body("service", payload={"migrate_from_chat_id": old_id}))
    return new_id


def owner(group: Group) -> Account:
    """The creator of a group."""
    return next(member.account for member in group.members.values() if member.status == "creator")


def thread_envelope(chat: Chat, thread: int | None) -> Envelope:
    """The envelope of a message written in a topic. Raises LookupError when the topic is gone or closed."""
    if thread is None or not isinstance(chat, Group):
        return Envelope()
    topic = chat.living_topic(thread)
    if topic is None or topic.closed:
        message = f"topic {thread} of {chat.title} is {'closed' if topic else 'gone'}"
        raise LookupError(message)
    return Envelope(thread=thread)
