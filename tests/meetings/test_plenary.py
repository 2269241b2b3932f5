"""A plenary from a blank CLSM to the sheet, with everything that happens on the way."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.delivery.models import OutboxItem, SendState
from bot.settings import ROOT
from bot.simulator import Seat
from tests.harness.house import House
from tests.meetings.council import Council, living_card, said

MEMBERS = 40
SEATS = 15
PATIENCE = 60.0


async def test_forty_members_have_exactly_the_messages_they_should(house: House) -> None:
    council = await Council.found(house)
    members = await council.enrol(MEMBERS)
    await council.draft(date="vendredi 26 mars 2027 à 18h30", capacity=SEATS)
    await council.announce()
    coming, line = members[:SEATS], members[SEATS : SEATS + 5]
    video, unsure, declined = members[20:28], members[28:32], members[32:36]  # and four say nothing
    for seats, label in ((coming + line, "Je viens"), (video, "En visio"), (unsure, "Peut-être"), (declined, "Non")):
        for seat in seats:
            await council.tap(seat, label)
    assert "en position 1" in (living_card(line[0]).text or "")
    await council.tap(coming[0], "Mes besoins")
    await council.tap(coming[0], "☐ langue des signes (LSF)")
    await council.tap(coming[0], "C’est bon")
    assert "langue des signes" in (living_card(coming[0]).text or "")
    await the_date_moves(council, members)
    await a_seat_goes_to_the_first_in_line(council, coming[0], line)
    await reminders_go_over_the_change_of_clocks(council, members, [*declined, coming[0]])
    await the_sheet_is_taken(council, video[0])


async def the_date_moves(council: Council, members: list[Seat]) -> None:
    known = {id(seat): len(seat.messages) for seat in members}
    await council.house.hear(council.claire, "/coordination")
    await council.tap(council.claire, "Plénière")
    await council.tap(council.claire, "Déplacer")
    asked = await council.house.hear(council.claire, "mercredi 31 mars, même heure")
    assert "mercredi 31 mars 2027 à 18 h 30" in flat(asked[-1])
    assert "Nouveau message : 40 personnes" in asked[-1]
    await council.tap(council.claire, "Oui, c’est cela")
    await council.pass_time()
    for seat in members:
        heard = said(seat, since=known[id(seat)])
        assert len(heard) == 1, heard
        assert heard[0].startswith("La date a changé.")
        assert "mercredi 31 mars 2027" in heard[0]
        assert "vendredi 26 mars 2027" in heard[0]
        living_card(seat)


async def a_seat_goes_to_the_first_in_line(council: Council, leaving: Seat, line: list[Seat]) -> None:
    known = [len(seat.messages) for seat in line]
    await council.tap(leaving, "Non")
    await council.pass_time()
    heard = [said(seat, since=start) for seat, start in zip(line, known, strict=True)]
    assert [len(texts) for texts in heard] == [1, 0, 0, 0, 0]
    assert heard[0][0].startswith("Bonne nouvelle")
    assert "en position" not in (living_card(line[0]).text or "")


async def reminders_go_over_the_change_of_clocks(council: Council, members: list[Seat], out: list[Seat]) -> None:
    """J-30 and J-7 in winter time, J-1 and H-2 in summer time; the process is killed while the second goes."""
    house = council.house
    reminded = [seat for seat in members if seat not in out]
    known = {id(seat): len(seat.messages) for seat in members}
    moments = {
        "J-30": datetime(2027, 3, 1, 17, 30, tzinfo=UTC),
        "J-7": datetime(2027, 3, 24, 17, 30, tzinfo=UTC),
        "J-1": datetime(2027, 3, 30, 16, 30, tzinfo=UTC),
        "H-2": datetime(2027, 3, 31, 14, 30, tzinfo=UTC),
    }
    for label, moment in moments.items():
        await council.pass_time(moment - timedelta(minutes=1) - house.clock.now())
        assert counted(members, known) == [0] * MEMBERS, f"before {label}"
        if label == "J-7":
            house.clock.advance(timedelta(minutes=1))
            unknown = await kill_while_sending(house)
            await council.pass_time()
            assert set(counted(reminded, known)) <= {0, 1}
            assert counted(reminded, known).count(0) <= unknown, "only what was in flight may be missing"
        else:
            await council.pass_time(timedelta(minutes=1))
            assert counted(reminded, known) == [1] * len(reminded), label
        assert counted(out, known) == [0] * len(out)
        known = {id(seat): len(seat.messages) for seat in members}
    assert said(reminded[0])[-1].startswith("Rappel : c’est dans 2 heures.")


def counted(seats: list[Seat], known: dict[int, int]) -> list[int]:
    """How many messages each seat received since."""
    return [len(said(seat, since=known[id(seat)])) for seat in seats]


async def kill_while_sending(house: House) -> int:
    """Stop the house, let a process of its own send a part, kill it, and open the house again.

    Return of how many messages nobody can say whether they arrived.
    """
    await house.app.stop()
    settings = house.settings
    before = len(house.simulator.calls)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.meetings.worker", settings.database_url, settings.telegram_api_url,
        str(settings.data_dir), house.clock.now().isoformat(),
        cwd=ROOT, env={"PATH": os.environ["PATH"]}, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    sent = lambda: sum(call.method == "sendMessage" for call in house.simulator.calls[before:])  # noqa: E731
    await house.simulator.wait_for(lambda: sent() >= 8, timeout=PATIENCE)
    process.kill()
    await process.wait()
    assert sent() < MEMBERS
    await house.reopen()
    await house.settle()
    async with house.app.parts.sessions() as session:
        unknown = select(OutboxItem.id).where(OutboxItem.state == SendState.UNKNOWN.value)
        return len(list(await session.scalars(unknown)))


async def the_sheet_is_taken(council: Council, present: Seat) -> None:
    claire = council.claire
    await council.house.hear(claire, "/coordination")
    await council.tap(claire, "Plénière")
    await council.tap(claire, "Feuille de présence")
    line = next(label for label in claire.last.labels if "(oui)" in label)
    await council.tap(claire, line)
    assert "Présence notée : 1 personne" in (claire.last.text or "")
    await council.pass_time(timedelta(hours=3))
    await council.tap(claire, "Tableau de la réunion")
    await council.tap(claire, "Elle a eu lieu")
    await council.tap(claire, "Oui, elle a eu lieu")
    await council.pass_time()
    assert "a eu lieu" in (present.last.text or "")


def flat(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")
