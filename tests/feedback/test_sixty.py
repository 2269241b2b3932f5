"""A whole round with sixty members: withdrawals, a crisis, kills in the middle, colleges that are too small.

The figures must be exactly right, and nothing that must stay hidden may be seen anywhere: not in a message, a label, a
caption, an export, nor in the database once the round is over.
"""

from __future__ import annotations

import asyncio
import csv
import os
import random
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from itertools import combinations
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select, text

from actions.feedback.models import (
    FeedbackAnswer,
    FeedbackDraft,
    FeedbackErrand,
    FeedbackFigure,
    FeedbackParticipation,
    FeedbackQuestion,
    FeedbackText,
)
from actions.people.colleges import College
from bot.delivery.pacer import Pace
from bot.settings import ROOT
from bot.simulator import Seat, SimulatorClock
from bot.wiring import build_app
from tests.conftest import OpenHouse
from tests.feedback.town import Answering, Plan, announce_set, coordinator_of, members_of, tap, texts_for
from tests.harness.house import TOKEN, House
from tests.harness.nobody import NoServer

COUNTS = {
    College.CONCERNED: 24,
    College.CARERS: 17,
    College.PSYCHIATRY: 13,
    College.ELECTED: 4,
    College.OTHERS: 2,
}
SILENT = 6  # receive the question and never answer
WITHDRAWN = 4  # answer, then take it back for good
CHANGED = 5  # answer, take it back, answer otherwise
SENTENCES = ("Plus de rendez-vous le soir", "Un lieu d’accueil", "Des bus", "De l’écoute", "Un numéro connu de tous")
GIVEN_AWAY = (  # how a hidden group would look: its name beside a figure, or any group under eleven
    re.compile(r"(?:élu·es|autres)\s*\(n"),
    re.compile(r"\bn = (?:\d|10)\b"),
)
EMPTIED = (FeedbackAnswer, FeedbackParticipation, FeedbackDraft, FeedbackErrand)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person's answers are in the end."""

    college: College
    plan: Plan


def plan_by(chance: random.Random) -> Plan:
    return Plan(
        ease=chance.choice([None, 0, 0, 1, 1, 2, 3, 4]),
        obstacles=tuple(sorted(chance.sample(range(7), chance.randint(0, 3)))),
        whom=chance.choice([None, 0, 1, 1, 2]),
        words=chance.choice([None, *SENTENCES]),
    )


async def live_through(house: House, seat: Seat, *, number: int, college: College) -> Given | None:
    """One person's round; what stands of their answers at the end."""
    chance = random.Random(number)
    answering = Answering(house.simulator, seat)
    plan = plan_by(chance)
    if number < SILENT:
        return None
    if number == SILENT + WITHDRAWN + CHANGED:  # a person in distress, who is helped, and then goes on
        await answering.answer(Plan(ease=plan.ease, obstacles=plan.obstacles, whom=1, words=None))
        seat.tap("← Retour")
        await house.simulator.wait_for(lambda: "Question 4 sur 4" in (seat.last.text or ""), timeout=60)
        await answering.say("je veux mourir, j'ai tout préparé pour ce soir", "3114")
        await answering.say("Des bus", "C’est tout")
        await answering.send()
        return Given(college, Plan(plan.ease, plan.obstacles, 1, "Des bus"))
    await answering.answer(plan)
    if plan == Plan():
        return None
    await answering.send()
    if number < SILENT + WITHDRAWN + CHANGED:
        await answering.withdraw()
        if number < SILENT + WITHDRAWN:
            return None
        await answering.begin_again()
        plan = Plan(ease=4, obstacles=(6,), whom=0, words=None)
        await answering.answer(plan)
        await answering.send()
    return Given(college, plan)


@asynccontextmanager
async def dying_bot(house: House, *, kills: int, chance: random.Random) -> AsyncIterator[None]:
    """The assistant as a process of its own, killed again and again while people answer."""

    async def start() -> asyncio.subprocess.Process:
        environment = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": house.settings.telegram_api_url,
            "SECRET_KEY": house.settings.secret_key.get_secret_value(),
            "DATABASE_URL": house.settings.database_url,
            "NLU_URL": "http://127.0.0.1:9",
            "NLU_TOKEN": "unused",
            "MESSAGES_PER_SECOND": "200",
        }
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
        )

    async def keep_dying() -> None:
        nonlocal process
        for _ in range(kills):
            reached = len(house.simulator.calls) + chance.randint(120, 260)
            await house.simulator.wait_for(lambda reached=reached: len(house.simulator.calls) >= reached, timeout=120)  # type: ignore[misc]
            process.kill()
            await process.wait()
            process = await start()

    process = await start()
    killer = asyncio.create_task(keep_dying())
    try:
        yield
        await killer
    finally:
        killer.cancel()
        with suppress(asyncio.CancelledError):
            await killer
        process.terminate()
        await asyncio.wait_for(process.wait(), timeout=20)


async def reopen(house: House) -> None:
    """The assistant in this process again, on the same database."""
    content, detector = house.app.parts.content, house.app.parts.watch._detector
    house.app = build_app(
        house.settings, content=content, detector=detector, nlu=NoServer(), clock=house.clock, pace=Pace.unlimited()
    )
    await house.app.start()
    for _ in range(60):  # what a kill left in the air is tried again after a pause, on a clock that we move
        house.clock.advance(timedelta(seconds=5))
        await house.app.catch_up()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await house.settle()
                return
    raise AssertionError("the assistant never came to rest")


async def test_sixty_members_are_counted_exactly_and_none_is_seen(open_a_house: OpenHouse, database_url: str) -> None:
    chance = random.Random(20261124)
    # The process has the real clock, ours is ahead of it: what either writes is due for the other.
    now = (datetime.now(UTC) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    house = await open_a_house(database_url=database_url, clock=SimulatorClock(start=now))
    coordinator = await coordinator_of(house)
    members = await members_of(house, COUNTS)
    told = await announce_set(house, coordinator, "L’accès aux soins")
    assert "60 personnes" in told[0]
    await house.advance(timedelta(minutes=1))
    await house.advance(timedelta(minutes=1))
    assert all("Sans nom" in (seat.last.text or "") for seat in members), "everybody was asked"

    await house.app.stop()
    order = list(members.items())
    chance.shuffle(order)
    async with dying_bot(house, kills=3, chance=chance):
        given = await asyncio.gather(
            *(live_through(house, seat, number=number, college=college) for number, (seat, college) in enumerate(order))
        )
    await reopen(house)
    try:
        standing = [each for each in given if each is not None]
        await nothing_leads_to_a_person(house, standing)
        before = {seat: len(seat.messages) for seat in [coordinator, *members]}
        await house.advance(timedelta(days=8))
        await figures_are_exact(house, standing)
        await nothing_is_left(house)
        await tap(house, coordinator, "Voir cette consultation")
        await tap(house, coordinator, "Voir en images")
        await read_every_text(house, coordinator, standing)
        await exports_hold_what_is_shown(house, coordinator, standing)
        await tell_the_group(house, coordinator)
        for words in texts_for([coordinator, *members], after=before):
            assert not any(pattern.search(words) for pattern in GIVEN_AWAY), words
    finally:
        await house.app.stop()


async def nothing_leads_to_a_person(house: House, standing: list[Given]) -> None:
    """While the round is open: as many answers as were given, and neither time, nor person, nor order with them."""
    async with house.app.parts.sessions() as session:
        answers = list(await session.scalars(select(FeedbackAnswer)))
        present = await session.scalar(select(func.count()).select_from(FeedbackParticipation))
        if session.get_bind().dialect.name == "postgresql":
            for table in ("feedback_answer", "feedback_participation"):
                marks = await session.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {table}"))
                assert marks == 1, "every row was written by the same transaction"
    expected = sum(each.plan.answered for each in standing)
    assert len(answers) == expected
    assert present == len(standing)


async def figures_are_exact(house: House, standing: list[Given]) -> None:
    async with house.app.parts.sessions() as session:
        rows = await session.execute(
            select(FeedbackQuestion.position, FeedbackFigure).join(
                FeedbackFigure, FeedbackFigure.question_id == FeedbackQuestion.id
            )
        )
        shown = {(position, figure.college, figure.option): (figure.chosen, figure.base) for position, figure in rows}
        released = list(await session.scalars(select(FeedbackText.sealed_words)))
    groups = {college for _, college, _ in shown}
    assert "" in groups
    assert not groups & {College.ELECTED.value, College.OTHERS.value}
    assert len(groups) > 1, "at least one large college is shown, or this test shows little"
    assert shown == {
        (position, group, option): figure
        for group in groups
        for position, options in ((0, 5), (1, 7), (2, 3))
        for option, figure in enumerate(count(standing, position, options, group=group))
    }
    vault = house.app.parts.inbox._vault
    texts = Counter(vault.open(sealed).decode() for sealed in released)
    assert texts == Counter(each.plan.words for each in standing if each.plan.words is not None)


def count(standing: list[Given], position: int, options: int, *, group: str) -> list[tuple[int, int]]:
    """The right figures, counted by hand: how many chose each option, of how many who answered."""
    chosen: Counter[int] = Counter()
    base = 0
    for each in standing:
        if group in ("", each.college.value):
            plan = each.plan
            value = (
                (plan.ease,) if plan.ease is not None else (),
                plan.obstacles,
                (plan.whom,) if plan.whom is not None else (),
            )[position]
            base += bool(value)
            chosen.update(value)
    return [(chosen[option], base) for option in range(options)]


async def nothing_is_left(house: House) -> None:
    """After the closing: no answer, no list of who answered, no draft, no errand."""
    async with house.app.parts.sessions() as session:
        for table in EMPTIED:
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        for base, minimum in await session.execute(select(FeedbackFigure.base, FeedbackFigure.minimum)):
            assert base >= minimum == 11


async def read_every_text(house: House, coordinator: Seat, standing: list[Given]) -> None:
    """One at a time, each with its place; a theme is set on the first."""
    expected = sum(each.plan.words is not None for each in standing)
    await tap(house, coordinator, "Lire les textes libres")
    assert f"Texte 1 sur {expected}" in (coordinator.last.text or "")
    await tap(house, coordinator, "Thème")
    await house.hear(coordinator, "transports")
    assert "thème : transports" in (coordinator.last.text or "")
    for number in range(2, expected + 1):
        await tap(house, coordinator, "Suivant →")
        assert any(f"Texte {number} sur {expected}" in (bubble.text or "") for bubble in coordinator.messages[-3:])


async def exports_hold_what_is_shown(house: House, coordinator: Seat, standing: list[Given]) -> None:
    await tap(house, coordinator, "Voir cette consultation")
    for label in ("CSV", "XLSX"):
        coordinator.tap(label)
        await house.settle()
    documents = [bubble for bubble in coordinator.messages if bubble.media == "document"][-2:]
    files, bot = house.simulator.world.files, next(iter(house.simulator.world.bots.values()))
    comma, book = (files.find(each.payload["document"]["file_id"], bot_id=bot.id).content for each in documents)
    rows = list(csv.DictReader(StringIO(comma.decode("utf-8-sig")), delimiter=";"))
    assert rows
    assert all(int(row["n"]) >= 11 for row in rows)
    assert not {row["Groupe"] for row in rows} & {"élu·es", "autres"}
    for position, (question, options) in enumerate(Counter(row["Question"] for row in rows if is_total(row)).items()):
        exported = [
            (int(row["Nombre"]), int(row["n"])) for row in rows if is_total(row) and row["Question"] == question
        ]
        assert exported == count(standing, position, options, group=""), "the file says what the screen says"
    sheets = "".join(ZipFile(BytesIO(book)).read(name).decode() for name in ZipFile(BytesIO(book)).namelist())
    assert "élu·es" not in sheets


def is_total(row: dict[str, str]) -> bool:
    return row["Groupe"] == "tout le monde"


async def tell_the_group(house: House, coordinator: Seat) -> None:
    """« Vous avez dit → le CLSM a fait », sent to everybody."""
    await tap(house, coordinator, "« Vous avez dit → le CLSM a fait »")
    await house.hear(coordinator, "Il manque des rendez-vous le soir")
    await tap(house, coordinator, "Prévu")
    await house.hear(coordinator, "Une permanence le jeudi soir, dès janvier")
    await tap(house, coordinator, "À l’ordre du jour de la plénière")
    await tap(house, coordinator, "Voir cette consultation")
    await tap(house, coordinator, "Envoyer les résultats au groupe")
    told = await tap(house, coordinator, "Oui, envoyer")
    assert "60 personnes" in told[0]
    await house.advance(timedelta(days=2))


@pytest.mark.parametrize("size", [10, 11])
async def test_the_minimum_group_is_the_minimum_to_the_person(house: House, size: int) -> None:
    """Ten answers show nothing and are erased; eleven are shown."""
    coordinator = await coordinator_of(house)
    members = list(await members_of(house, {College.CONCERNED: 12}))
    await announce_set(house, coordinator, "L’accès aux soins")
    await house.advance(timedelta(minutes=1))
    for seat in members[:size]:
        answering = Answering(house.simulator, seat)
        await answering.answer(Plan(ease=0))
        await answering.send()
    await house.advance(timedelta(days=8))
    await tap(house, coordinator, "Voir cette consultation")
    words = coordinator.last.text or ""
    if size == 10:
        assert "rien n’est montré à personne" in words
        assert "Voir en images" not in coordinator.last.labels
        assert "CSV" not in coordinator.last.labels
    else:
        assert "11 (100 %)" in words
    async with house.app.parts.sessions() as session:
        for table in EMPTIED:
            assert await session.scalar(select(func.count()).select_from(table)) == 0


def test_the_town_of_these_tests_has_colleges_too_small_to_be_seen() -> None:
    small = [college for college, number in COUNTS.items() if number < 11]
    assert sum(COUNTS.values()) == 60
    assert all(COUNTS[one] + COUNTS[other] < 11 for one, other in combinations(small, 2))
