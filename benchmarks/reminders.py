"""The cost of a tick of reminders: a million members, a hundred reminders due.

Builds a database of 500 territories with 2,000 members each, all invited to a coming plenary with four reminders to
come (four million of them), then makes 100 reminders due at a time and measures the ticks that write their messages to
the outbox, sealed and in words, and change the 100 former cards, which stand in the chats: 200 calls. A tick takes a
bite (`AT_ONCE`), so that no message waits long behind it; the target for each is 50 ms. The whole hundred is told too.
Once the hundred are of one meeting, as when a meeting is in seven days, and once of a hundred meetings. A tick with
nothing due is measured beside it.

Wall time counts whatever else the machine was doing; processor time counts the work of this process alone, in all its
threads, and is what the target is held against. The load is printed as well.

Usage: python benchmarks/reminders.py [members] [database URL]
"""

from __future__ import annotations

import asyncio
import gc
import math
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.meetings.models import Invitation, Meeting, Notice
from actions.meetings.notices import AT_ONCE
from actions.people.models import Person
from actions.territories.models import Territory
from bot.content.library import load_content
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.outbox import Outbox
from bot.i18n.phrasebook import Phrasebook
from bot.settings import ROOT
from bot.store.engine import Sessions, open_engine, open_sessions
from bot.store.schema import upgrade
from bot.store.vault import FernetVault
from bot.telegram.handlers.meetings.delivery import reference
from bot.telegram.handlers.meetings.saying import Saying
from bot.telegram.help_cards import HelpCards
from bot.telegram.post import Post
from bot.telegram.render import Renderer

MEMBERS_A_TERRITORY = 2_000
BATCH = 20_000
ROUNDS = 20
DUE = 100
TARGET = 50.0  # milliseconds
ONE, MANY, NONE = f"{DUE} due of one meeting", f"{DUE} due of many meetings", "nothing due"
NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
WALL = datetime(2027, 3, 12, 18, 30)  # noqa: DTZ001 - a wall-clock time


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one tick."""

    wall: float
    processor: float


async def fill(sessions: Sessions, *, members: int, vault: FernetVault) -> None:
    """Write the territories, people, meetings, invitations and reminders."""
    sealed = vault.seal(b"700000001")
    starts_at = datetime(2027, 3, 12, 17, 30, tzinfo=UTC)
    territories = max(1, members // MEMBERS_A_TERRITORY)
    async with sessions.begin() as session:
        await session.execute(insert(Territory), [
            {"id": n, "slug": f"t{n}", "name": f"CLSM {n}", "status": "active", "time_zone": "Europe/Paris",
             "languages": ["fr"], "is_sample": False, "updated_at": NOW} for n in range(1, territories + 1)
        ])  # fmt: skip
        await session.execute(insert(Meeting), [
            {"id": n, "territory_id": n, "uid": f"m{n}", "body": "plenary", "state": "announced", "title": "Plénière",
             "wall_start": WALL, "time_zone": "Europe/Paris", "starts_at": starts_at, "place": "Mairie",
             "ends_at": starts_at + timedelta(hours=2), "created_at": NOW} for n in range(1, territories + 1)
        ])  # fmt: skip
    for first in range(1, members + 1, BATCH):
        numbers = range(first, min(first + BATCH, members + 1))
        async with sessions.begin() as session:
            await session.execute(insert(Person), [
                {"id": n, "fingerprint": f"{n:064}", "sealed_account": sealed, "language": "fr", "reachable": True,
                 "created_at": NOW} for n in numbers
            ])  # fmt: skip
            await session.execute(insert(Invitation), [
                {"id": n, "meeting_id": _place(n, territories), "person_id": n, "territory_id": _place(n, territories),
                 "college": "others", "answer": "yes", "card_sent": True, "created_at": NOW} for n in numbers
            ])  # fmt: skip
            await session.execute(insert(Notice), [
                {"invitation_id": n, "meeting_id": _place(n, territories), "kind": "reminder", "lead_time": label,
                 "due_at": starts_at - timedelta(days=days), "state": "due"}
                for n in numbers for label, days in (("J-30", 30), ("J-7", 7), ("J-1", 1), ("H-2", 0.1))
            ])  # fmt: skip


def _place(number: int, territories: int) -> int:
    """Neighbours in number are spread over the territories."""
    return number % territories + 1


def chosen(number: int, *, members: int, of_one_meeting: bool) -> list[int]:
    """A hundred invitations: of one meeting, or each of another (of as many as there are)."""
    first = 1 + number * (members // ROUNDS)
    step = max(1, members // MEMBERS_A_TERRITORY) if of_one_meeting else 1
    return [first + place * step for place in range(DUE)]


async def make_due(sessions: Sessions, invitations: Sequence[int], *, lead_time: str, now: datetime) -> None:
    """Make this reminder of these invitations due now."""
    async with sessions.begin() as session:
        await session.execute(
            update(Notice)
            .where(Notice.invitation_id.in_(invitations), Notice.lead_time == lead_time)
            .values(due_at=now)
        )


async def show_cards(sessions: Sessions, invitations: Sequence[int]) -> None:
    """Give these invitations a card that has arrived, as an invitation leaves it."""
    async with sessions.begin() as session:
        await session.execute(insert(OutboxItem), [
            {"chat_key": f"{n:064}", "is_group": False, "method": "send_message", "lane": 2, "language": "fr",
             "if_unknown": "park", "reference": reference(n), "state": "sent", "not_before": NOW, "created_at": NOW,
             "finished_at": NOW, "message_id": n} for n in invitations
        ])  # fmt: skip


async def measure(sessions: Sessions, saying: Saying, *, members: int) -> dict[str, list[Cost]]:
    """What ticks with a hundred due cost, and ticks with nothing due; commits included."""
    costs: defaultdict[str, list[Cost]] = defaultdict(list)
    for name, lead_time in ((ONE, "J-30"), (MANY, "J-7")):
        for number in range(ROUNDS):
            now = NOW + timedelta(seconds=number)
            invitations = chosen(number, members=members, of_one_meeting=name == ONE)
            await show_cards(sessions, invitations)
            await make_due(sessions, invitations, lead_time=lead_time, now=now)
            bites = [await tick(sessions, saying, now) for _ in range(math.ceil(DUE / AT_ONCE))]
            costs[name] += bites[: DUE // AT_ONCE]
            costs[f"{name}, all ticks together"].append(
                Cost(wall=sum(bite.wall for bite in bites), processor=sum(bite.processor for bite in bites))
            )
            costs[NONE].append(await tick(sessions, saying, now))
    async with sessions() as session:
        written = await session.scalar(select(func.count()).where(OutboxItem.state == SendState.PENDING.value))
    if written != 2 * ROUNDS * 2 * DUE:
        raise SystemExit(f"{written} calls were written, not {2 * ROUNDS * 2 * DUE}: the measure means nothing")
    return costs


async def tick(sessions: Sessions, saying: Saying, now: datetime) -> Cost:
    """One tick in its transaction."""
    wall, processor = time.perf_counter(), time.process_time()
    async with sessions.begin() as session:
        await saying.say_what_is_due(session, now)
    return Cost(wall=(time.perf_counter() - wall) * 1000, processor=(time.process_time() - processor) * 1000)


def open_saying(vault: FernetVault) -> Saying:
    """The tick as the assistant has it."""
    content = load_content(ROOT / "content")
    renderer = Renderer(
        phrasebook=Phrasebook(catalogues=content.catalogues, answers=content.answers),
        safety=HelpCards(content.cards, now=lambda: NOW),
    )
    return Saying(Post(vault=vault, outbox=Outbox(vault=vault), renderer=renderer))


async def prepare(engine: AsyncEngine, sessions: Sessions, *, members: int, vault: FernetVault) -> None:
    """An empty database, filled, with its statistics up to date."""
    await upgrade(engine)
    begun = time.perf_counter()
    await fill(sessions, members=members, vault=vault)
    async with sessions.begin() as session:
        await session.execute(text("ANALYZE"))
    print(f"{members:,} members and {4 * members:,} reminders written in {time.perf_counter() - begun:.0f} s")


async def main(members: int, url: str) -> None:
    """Fill, measure, say."""
    vault = FernetVault("b" * 48)
    engine = open_engine(url)
    sessions = open_sessions(engine)
    await prepare(engine, sessions, members=members, vault=vault)
    saying = open_saying(vault)
    gc.collect()
    gc.freeze()  # as the running assistant does once it has started
    costs = await measure(sessions, saying, members=members)
    await engine.dispose()
    for name, found in costs.items():
        print(f"{engine.dialect.name}: a tick with {name} takes {described(found)}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    dearest = max(statistics.median(each.processor for each in costs[name]) for name in (ONE, MANY, NONE))
    if dearest > TARGET:
        raise SystemExit(f"{dearest:.1f} ms of processor time: over the target of {TARGET:.0f} ms")


def described(costs: Sequence[Cost]) -> str:
    """Medians and ranges."""
    wall, processor = [each.wall for each in costs], [each.processor for each in costs]
    return (
        f"{statistics.median(wall):.1f} ms of wall time ({min(wall):.1f}–{max(wall):.1f}) and "
        f"{statistics.median(processor):.1f} ms of processor time ({min(processor):.1f}–{max(processor):.1f})"
    )


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    with TemporaryDirectory() as folder:
        asyncio.run(main(wanted, sys.argv[2] if sys.argv[2:] else f"sqlite+aiosqlite:///{folder}/benchmark.db"))
