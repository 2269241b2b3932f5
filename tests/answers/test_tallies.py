from __future__ import annotations

from datetime import UTC, date, datetime

from actions import QUESTION_INTENTS
from actions.answers.service import NO_INTENT, Verdict, count_verdict, tallies
from actions.answers.topics import TOPICS
from actions.language import Language
from bot.content.library import Content
from bot.simulator import Seat, ask_bot
from bot.store.engine import Sessions
from tests.harness.everything import everything
from tests.harness.house import House

NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


async def test_tally_counts_by_month_language_and_verdict(sessions: Sessions) -> None:
    counted = [
        (Verdict.USEFUL, Language.FRENCH, NOVEMBER),
        (Verdict.USEFUL, Language.FRENCH, NOVEMBER),
        (Verdict.USELESS, Language.FRENCH, NOVEMBER),
        (Verdict.USEFUL, Language.ENGLISH, NOVEMBER),
        (Verdict.USEFUL, Language.FRENCH, DECEMBER),
    ]
    for verdict, language, now in counted:
        async with sessions.begin() as session:
            await count_verdict(session, verdict, intent="clsm_definition", language=language, now=now)
    async with sessions() as session:
        found = {(row.month, row.language, row.verdict): row.count for row in await tallies(session)}
        months = [row.month for row in await tallies(session)]
    assert found == {
        (date(2026, 11, 1), "fr", "useful"): 2,
        (date(2026, 11, 1), "fr", "useless"): 1,
        (date(2026, 11, 1), "en", "useful"): 1,
        (date(2026, 12, 1), "fr", "useful"): 1,
    }
    assert months == sorted(months, reverse=True)


async def read_a_definition(house: House, content: Content) -> Seat:
    seat = house.seat()
    await house.hear(seat, "/menu")
    entry = content.answers.get("clsm_definition", Language.FRENCH)
    assert entry is not None
    for label in ("Comprendre les CLSM", entry.front.question):
        seat.tap(label)
        await house.settle()
    return seat


async def test_tally_knows_neither_person_nor_words_nor_day(house: House, content: Content) -> None:
    seat = await read_a_definition(house, content)
    seat.tap("👎 Pas utile")
    await house.settle()
    async with house.app.parts.sessions() as session:
        contents = await everything(session)
    assert contents["answer_tally"] == [
        {"month": date(2026, 11, 1), "intent": "clsm_definition", "language": "fr", "verdict": "useless", "count": 1}
    ]
    assert contents["person"] == []


async def test_tally_takes_one_verdict_a_message_however_often_one_taps(house: House, content: Content) -> None:
    seat = await read_a_definition(house, content)
    for label in ("👍 Utile", "👍 Utile", "👎 Pas utile"):
        seat.tap(label)
    await house.settle()
    async with house.app.parts.sessions() as session:
        assert [(row.verdict, row.count) for row in await tallies(session)] == [("useful", 1)]
    assert [alert.text for alert in seat.alerts][-2:] == ["Vous avez déjà répondu, merci."] * 2


async def test_question_without_an_answer_is_counted_and_its_words_are_not_kept(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    ask_bot(seat, seat.last, "none")  # « aucune de celles-ci », which stands under a choice
    await house.settle()
    async with house.app.parts.sessions() as session:
        assert [(row.intent, row.verdict) for row in await tallies(session)] == [(NO_INTENT, Verdict.UNANSWERED)]


def test_topics_of_the_menu_hold_every_question_once() -> None:
    listed = [intent for intents in TOPICS.values() for intent in intents]
    assert sorted(listed) == sorted(QUESTION_INTENTS)
