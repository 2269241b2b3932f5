"""Conversations with two sides: residents in private, coordinations in their groups, and what may happen between.

Beside the deeds of `tests.harness.script`, a step may act `at` the group of a coordination, `reply` to a bubble or
leave a `note` beside it, `edit` or `erase` a message, send an `album`, delete a topic, remove the assistant, turn a
group into a supergroup, or `kill` the process while something is said. `sees` counts, by seat, the bubbles of the
assistant that hold some words: exactly so many, so that nothing is lost and nothing comes twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from actions.language import Language
from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.service import find_territory
from bot.content.library import Content
from bot.delivery.models import OutboxItem, SendState
from bot.i18n.catalogues import PLACEHOLDER
from bot.simulator import Seat
from bot.simulator.bubbles import Bubble
from bot.simulator.chats import Group
from bot.simulator.topics import delete_topic
from tests.delivery.test_kills import PATIENCE, start_bot
from tests.harness.house import House
from tests.harness.script import Performance, Script

FOLDER = Path(__file__).parents[1] / "conversations" / "mediation"


def read_plays(*, on_each_database: bool = False) -> list[tuple[Script, Mapping[str, Any]]]:
    """Every script of the folder, once for each of its languages, with its cast; or those where storage matters."""
    return [
        (
            Script(
                name=f"{path.stem}: {play['title']} [{language}]",
                language=Language(language),
                needs_nlu=False,
                steps=play["steps"],
            ),
            play.get("coordinations", {}),
        )
        for path in sorted(FOLDER.glob("*.yml"))
        for play in yaml.safe_load(path.read_text(encoding="utf-8"))
        if play.get("on_each_database", False) is on_each_database
        for language in play.get("languages", ["fr"])
    ]


class Stage(Performance):
    """Plays a script in which coordinations take part."""

    def __init__(self, script: Script, cast: Mapping[str, Any], *, house: House, content: Content) -> None:
        super().__init__(script, house=house, content=content)
        self._cast = cast
        self._groups: dict[str, Group] = {}
        self._names: set[str] = set()
        self._shown: set[str] = set()

    async def play(self) -> None:
        """Set the scene, play, and see that no account was shown and nothing is left behind."""
        for slug, role in self._cast.items():
            await self._set_scene(slug, role)
        await super().play()
        self._no_account_is_shown()
        await self._nothing_is_left()

    async def _set_scene(self, slug: str, role: Mapping[str, Any]) -> None:
        people = []
        for name in [*role.get("coordinators", []), *role.get("backups", [])]:
            seat = await self._seat(name)
            kind = RoleName.BACKUP if name in role.get("backups", []) else RoleName.COORDINATOR
            seat.say(f"/start {await self._invitation(slug, kind)}")
            await self._house.settle()
            people.append(seat.person)
        if "group" in role:
            group = self._house.simulator.world.add_group(
                f"Groupe {slug}", forum=role["group"] == "topics", members=people, with_bot=True, administrator=True
            )
            self._groups[slug] = group
            self._house.simulator.world.seat(people[0], chat=group).say("/lier")
            await self._house.settle()

    async def _invitation(self, slug: str, role: RoleName) -> str:
        parts = self._house.app.parts
        async with parts.sessions.begin() as session:
            territory = await find_territory(session, slug)
            assert territory is not None
            issued = await issue_invitation(
                session, territory_id=territory.id, role=role, vault=parts.post.vault, now=parts.clock.now()
            )
        return issued.payload

    async def _seat(self, name: str) -> Seat:
        self._names.add(name)
        return await super()._seat(name)

    async def _act(self, seat: Seat, step: Mapping[str, Any]) -> None:
        slug = step.get("at")
        here = self._house.simulator.world.seat(seat.person, chat=self._groups[slug]) if slug else seat
        if "reply" in step and "send" in step:
            getattr(here.answering(find(here, step["reply"])), step["send"])(**step.get("with", {}))
        elif slug and "tap" in step:
            here.tap(self._label(step["tap"]))
        elif slug and "say" in step:
            here.say(step["say"])
        elif not slug:
            await super()._act(seat, step)
        await self._act_on_messages(here, step)
        await self._act_on_world(here, step)
        await self._house.settle()

    async def _act_on_messages(self, here: Seat, step: Mapping[str, Any]) -> None:
        if "reply" in step:
            self._reply(here, step)
        if "note" in step:
            replace(here, thread=find(here, step["note"]).thread).say(step["with_words"])
        if "edit" in step:
            here.edit(find(here, step["edit"], own=True), step["with_words"])
        if "erase" in step:
            target = find(here, step["erase"], own=True)
            replace(here, thread=target.thread).say("/effacer", reply_to=target)
        if "album" in step:
            here.send_album(step["album"])

    def _reply(self, here: Seat, step: Mapping[str, Any]) -> None:
        answering = here.answering(find(here, step["reply"]))
        if "with_words" in step:
            answering.say(step["with_words"])
        if "with_album" in step:
            answering.send_album(step["with_album"])

    async def _act_on_world(self, here: Seat, step: Mapping[str, Any]) -> None:
        if "delete_topic" in step:
            assert isinstance(here.chat, Group)
            thread = find(here, step["delete_topic"]).thread
            topic = here.chat.living_topic(thread or 0)
            assert topic is not None
            delete_topic(self._house.simulator.world, here.chat, topic)
        if "joins" in step:
            replace(here, chat=self._groups[step["joins"]]).join()
        if "remove_bot" in step:
            here.remove_bot(self._house.simulator.world.only_bot())
        if "migrate" in step:
            here.migrate()
        if "killed_while_saying" in step:
            seat = here.answering(find(here, step["in_reply_to"])) if "in_reply_to" in step else here
            await self._kill_while(seat, step["killed_while_saying"])
        for trouble in step.get("troubles", []):
            self._house.simulator.faults.add(**trouble)

    async def _kill_while(self, seat: Seat, words: str) -> None:
        """A process of its own takes the message in and is killed before it could carry it."""
        house, simulator = self._house, self._house.simulator
        await house.app.stop()
        simulator.calls.clear()
        process = await start_bot(house.settings)
        await simulator.wait_for(
            lambda: any(call.method == "deleteWebhook" for call in simulator.calls), timeout=PATIENCE
        )
        simulator.faults.add(kind="429", method="copyMessage", retry_after=60)
        seat.say(words)
        await simulator.wait_for(
            lambda: any(call.method == "copyMessage" and call.status == 429 for call in simulator.calls),
            timeout=PATIENCE,
        )
        process.kill()
        await process.wait()
        await house.reopen()

    def _compare(self, seat: Seat, step: Mapping[str, Any], heard: Any, *, place: str) -> None:
        super()._compare(seat, step, heard, place=place)
        self._shown |= {seat.person.first_name} if step.get("reveals") else set()
        if "together" in step:
            albums = [bubble.album for bubble in self._viewer(step["together"]).messages if bubble.album]
            assert len(albums) > 1, f"{place}: there is no album"
            assert len(set(albums)) == 1, f"{place}: the album was torn"
        for name, expected in step.get("sees", {}).items():
            where = self._viewer(name)
            for words, count in expected.items():
                found = [
                    bubble
                    for bubble in standing(where)
                    if bubble.from_bot and self._words_of(words, name) in said(bubble)
                ]
                assert len(found) == count, f"{place}: {name} sees {words!r} {len(found)} times: {where.messages}"

    def _words_of(self, words: str, viewer: str) -> str:
        """Words of a conversation as they are; `key:` names a sentence by its longest piece without a placeholder.

        The groups of the sample territories read French.
        """
        if not words.startswith("key:"):
            return words
        language = Language.FRENCH if viewer in self._groups else self._script.language
        template = self._content.catalogues.template(words.removeprefix("key:"), language=language)
        pieces = PLACEHOLDER.sub("\n", template.replace("**", "")).split("\n")
        return max(pieces, key=len).strip()

    def _viewer(self, name: str) -> Seat:
        if name in self._groups:
            group = self._groups[name]
            return Seat(self._house.simulator.world, next(iter(self._house.simulator.world.people.values())), group)
        return self._seats[name]

    def _no_account_is_shown(self) -> None:
        """No bubble of the assistant bears the name or number of somebody on the other side."""
        for viewer in [*self._seats.values(), *(self._viewer(slug) for slug in self._groups)]:
            shown = {viewer.person.first_name} | self._shown
            for bubble in viewer.messages:
                if bubble.from_bot:
                    leaked = [name for name in self._names - shown if name in said(bubble)]
                    numbers = [
                        str(p.id) for p in self._house.simulator.world.people.values() if str(p.id) in said(bubble)
                    ]
                    assert not leaked, f"{leaked} can be read in {bubble}"
                    assert not numbers, f"{numbers} can be read in {bubble}"
                    assert bubble.message.forward_origin is None

    async def _nothing_is_left(self) -> None:
        parts = self._house.app.parts
        async with parts.sessions() as session:
            unsettled = (SendState.PENDING.value, SendState.SENDING.value, SendState.UNKNOWN.value)
            left = await session.scalars(
                select(OutboxItem.method).where(
                    OutboxItem.state.in_(unsettled), OutboxItem.not_before <= parts.clock.now()
                )
            )
            assert left.all() == []


def said(bubble: Bubble) -> str:
    """The words of a bubble, or the kind of its medium."""
    return " ".join(filter(None, (bubble.text, bubble.caption, bubble.media)))


def standing(seat: Seat) -> list[Bubble]:
    """What can still be seen."""
    return [bubble for bubble in seat.messages if not bubble.deleted]


def find(seat: Seat, words: str, *, own: bool = False) -> Bubble:
    """The newest standing bubble that holds some words; one's own, or one of somebody else."""
    return next(
        bubble
        for bubble in reversed(standing(seat))
        if words in said(bubble) and (bubble.message.sender is seat.person) is own
    )
