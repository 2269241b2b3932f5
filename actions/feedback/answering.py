"""Answering: a sealed draft while a person fills in, then answers that are nobody's."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import datetime
from hashlib import sha256
from typing import TypeAlias

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.kinds import FeedbackRefused, QuestionKind, RoundKind, RoundState
from actions.feedback.members import colleges_of, find_member
from actions.feedback.models import (
    FeedbackAnswer,
    FeedbackDraft,
    FeedbackParticipation,
    FeedbackQuestion,
    FeedbackRound,
)
from actions.feedback.rounds import questions_of, rounds_of
from actions.feedback.traces import shuffle
from actions.history import forget_history
from actions.people.identity import Vault
from actions.people.models import Person

SECRET_BYTES = 12
LONGEST_TEXT = 1000

Given: TypeAlias = dict[int, str]
"""What was filled in, by question: the numbers of the options joined by commas, or the words of a free text."""


async def open_rounds(
    session: AsyncSession, person: Person, *, territory_id: int, now: datetime
) -> list[FeedbackRound]:
    """The surveys this person may answer now and has not, the newest first."""
    member = await find_member(session, person, territory_id=territory_id)
    if member is None:
        return []
    answered = set(
        await session.scalars(
            select(FeedbackParticipation.round_id).where(FeedbackParticipation.person_id == person.id)
        )
    )
    found = await rounds_of(session, territory_id=territory_id, states={RoundState.OPEN}, kind=RoundKind.SURVEY)
    return [
        one
        for one in found
        if one.id not in answered and takes_answers(one, now=now) and member.college in colleges_of(one.audience)
    ]


def takes_answers(of_round: FeedbackRound, *, now: datetime) -> bool:
    """True while a round is open, to the second."""
    return of_round.state == RoundState.OPEN.value and of_round.closes_at is not None and now < of_round.closes_at


async def has_answered(session: AsyncSession, person: Person, of_round: FeedbackRound) -> bool:
    """True if the person has sent answers that stand, while the round is open; nobody knows afterwards."""
    return await session.get(FeedbackParticipation, (of_round.id, person.id)) is not None


async def may_answer(session: AsyncSession, person: Person, of_round: FeedbackRound, *, now: datetime) -> str:
    """The college to answer for; FeedbackRefused for a closed round, another audience, or a second time."""
    if not takes_answers(of_round, now=now):
        raise FeedbackRefused("closed")
    member = await find_member(session, person, territory_id=of_round.territory_id)
    if member is None:
        raise FeedbackRefused("not_a_member")
    if member.college not in colleges_of(of_round.audience):
        raise FeedbackRefused("other_audience")
    if await has_answered(session, person, of_round):
        raise FeedbackRefused("already_answered")
    return member.college


async def read_draft(session: AsyncSession, person: Person, of_round: FeedbackRound, *, vault: Vault) -> Given:
    """What the person has filled in so far."""
    draft = await session.get(FeedbackDraft, (of_round.id, person.id))
    if draft is None:
        return {}
    return {int(question): value for question, value in json.loads(vault.open(draft.sealed)).items()}


async def fill_in(
    session: AsyncSession, person: Person, question: FeedbackQuestion, value: str | None, *, vault: Vault
) -> None:
    """Put an answer into the draft, or take it out with None (« passer »). FeedbackRefused for an impossible one."""
    of_round = await session.get_one(FeedbackRound, question.round_id)
    given = await read_draft(session, person, of_round, vault=vault)
    if value is None:
        given.pop(question.id, None)
    else:
        given[question.id] = checked(question, value)
    draft = await session.get(FeedbackDraft, (of_round.id, person.id))
    if draft is None:
        draft = FeedbackDraft(round_id=of_round.id, person_id=person.id)
        session.add(draft)
    draft.sealed = vault.seal(json.dumps(given).encode())
    await session.flush()


def checked(question: FeedbackQuestion, value: str) -> str:
    """The answer in the one form we keep; FeedbackRefused if the question has no such answer."""
    if question.kind == QuestionKind.TEXT.value:
        words = value.strip()
        if not words or len(words) > LONGEST_TEXT:
            raise FeedbackRefused("text_too_long" if words else "text_empty")
        return words
    options = chosen_options(value)
    most = len(question.options) if question.kind == QuestionKind.CHOICES.value else 1
    if not 1 <= len(options) <= most or not set(options) <= set(range(len(question.options))):
        raise FeedbackRefused("no_such_option")
    return ",".join(str(option) for option in options)


def chosen_options(value: str) -> list[int]:
    """The options of an answer, in order, each once; FeedbackRefused for anything but numbers."""
    if not all(part.isdecimal() for part in value.split(",")):
        raise FeedbackRefused("no_such_option")
    return sorted({int(part) for part in value.split(",")})


async def send_answers(
    session: AsyncSession, person: Person, of_round: FeedbackRound, *, vault: Vault, now: datetime
) -> str:
    """Turn the draft into answers of nobody, and return the secret with which alone they can be withdrawn.

    The secret is kept nowhere. FeedbackRefused if nothing was filled in, or the round takes no answer of theirs.
    """
    await _hold(session, of_round)
    college = await may_answer(session, person, of_round, now=now)
    given = await read_draft(session, person, of_round, vault=vault)
    if not given:
        raise FeedbackRefused("nothing_to_send")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    questions = {question.id: question for question in await questions_of(session, of_round)}
    session.add_all(
        _answer(questions[each], value, college=college, receipt=_receipt(secret, person, each), vault=vault)
        for each, value in given.items()
    )
    session.add(FeedbackParticipation(round_id=of_round.id, person_id=person.id))
    await session.execute(
        delete(FeedbackDraft).where(FeedbackDraft.round_id == of_round.id, FeedbackDraft.person_id == person.id)
    )
    await session.flush()
    await shuffle(session, of_round, questions=list(questions))
    return secret


async def withdraw_answers(
    session: AsyncSession, person: Person, of_round: FeedbackRound, *, secret: str, now: datetime
) -> None:
    """Take back what was sent with this secret; the person may then answer again. FeedbackRefused once closed."""
    await _hold(session, of_round)
    if not takes_answers(of_round, now=now):
        raise FeedbackRefused("closed")
    questions = [question.id for question in await questions_of(session, of_round)]
    receipts = [_receipt(secret, person, each) for each in questions]
    gone = await session.scalars(
        delete(FeedbackAnswer).where(FeedbackAnswer.receipt.in_(receipts)).returning(FeedbackAnswer.receipt)
    )
    if not gone.all():
        raise FeedbackRefused("nothing_to_withdraw")
    await session.execute(
        delete(FeedbackParticipation).where(
            FeedbackParticipation.round_id == of_round.id, FeedbackParticipation.person_id == person.id
        )
    )
    await forget_history(session)


def _answer(question: FeedbackQuestion, value: str, *, college: str, receipt: str, vault: Vault) -> FeedbackAnswer:
    is_text = question.kind == QuestionKind.TEXT.value
    return FeedbackAnswer(
        receipt=receipt,
        question_id=question.id,
        college=college,
        choice=None if is_text else value,
        sealed_words=vault.seal(value.encode()) if is_text else None,
    )


def _receipt(secret: str, person: Person, question_id: int) -> str:
    """The key of an answer: nobody without the secret can tell whose it is, nor which belong together."""
    return hmac.new(secret.encode(), f"{person.id}:{question_id}".encode(), sha256).hexdigest()


async def _hold(session: AsyncSession, of_round: FeedbackRound) -> None:
    """Let nobody else send to, or close, this round until we are done."""
    await session.refresh(of_round, with_for_update=True)
