"""Feedback on the demonstration page: a round that is over and followed up, and one that is open and nearly full.

Eighteen people who are not on the page have answered; whoever plays on the page can answer too, move the clock a week
forward, and read results that are large enough to be shown.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.answering import fill_in, send_answers
from actions.feedback.closing import close
from actions.feedback.follow_ups import write_follow_up
from actions.feedback.kinds import FollowUpState, QuestionKind, RoundState
from actions.feedback.members import become_member
from actions.feedback.models import FeedbackQuestion, FeedbackRound
from actions.feedback.rounds import draft_again, draft_from_set, move, questions_of
from actions.language import Language
from actions.people.colleges import College
from actions.people.identity import Vault
from actions.people.models import Person
from actions.people.service import remember_person
from actions.territories.models import Territory

SILENT_ACCOUNTS = 9_000_000_000  # accounts nobody has: these people are never written to
COLLEGES = (College.CONCERNED,) * 13 + (College.CARERS,) * 12 + (College.ELECTED,) * 3
WORDS = ("Commencer plus tard le soir.", "Un temps de pause.", "Moins de sigles, s’il vous plaît.", "Un plan d’accès.")
SEED = 2026


async def populate_feedback(session: AsyncSession, territory: Territory, *, vault: Vault, now: datetime) -> None:
    """Two rounds of « Comment s’est passée la réunion ? »: three months ago, and now."""
    chance = random.Random(SEED)  # noqa: S311 - a demonstration is the same each time
    people = [
        await _silent_member(session, territory, number, college, vault=vault, now=now)
        for number, college in enumerate(COLLEGES)
    ]
    past = now - timedelta(days=90)
    earlier = await draft_from_set(session, "after_meeting", territory_id=territory.id, now=past)
    await _open(session, earlier, now=past)
    await _answer_all(session, earlier, people, chance=chance, vault=vault, now=past)
    await close(session, earlier, today=now.date())
    earlier.was_published = True
    await write_follow_up(
        session,
        earlier,
        said="Les réunions finissent trop tard pour les bus.",
        state=FollowUpState.DONE,
        done="Elles commencent maintenant à 17 h 30.",
        now=now,
    )
    present = await draft_again(session, earlier, now=now)
    await _open(session, present, now=now)
    await _answer_all(session, present, people[:-2], chance=chance, vault=vault, now=now)


async def _silent_member(
    session: AsyncSession, territory: Territory, number: int, college: College, *, vault: Vault, now: datetime
) -> Person:
    person = await remember_person(session, SILENT_ACCOUNTS + number, language=Language.FRENCH, vault=vault, now=now)
    person.reachable = False
    await become_member(session, person, territory_id=territory.id, college=college, now=now)
    return person


async def _open(session: AsyncSession, drafted: FeedbackRound, *, now: datetime) -> None:
    drafted.opens_at, drafted.closes_at = now, now + timedelta(days=7)
    move(drafted, RoundState.SCHEDULED)
    move(drafted, RoundState.OPEN)
    await session.flush()


async def _answer_all(
    session: AsyncSession,
    of_round: FeedbackRound,
    people: list[Person],
    *,
    chance: random.Random,
    vault: Vault,
    now: datetime,
) -> None:
    for person in people:
        for question in await questions_of(session, of_round):
            await fill_in(session, person, question, _answer(question, chance), vault=vault)
        await send_answers(session, person, of_round, vault=vault, now=now)


def _answer(question: FeedbackQuestion, chance: random.Random) -> str:
    if question.kind == QuestionKind.TEXT.value:
        return chance.choice(WORDS)
    number = len(question.options)
    weights = [1, 2, 3, 6, 4] if question.kind == QuestionKind.SCALE.value else [3, 2, 1]
    return str(chance.choices(range(number), weights[:number])[0])
