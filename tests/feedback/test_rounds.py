"""Rounds: announced only where they can show something, followed up, and tied to the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.box import open_box
from actions.feedback.closing import close
from actions.feedback.courtesy import Considerate
from actions.feedback.errands import create_due_reminders, open_due, take_due
from actions.feedback.follow_ups import enter_waiting, publish, want_on_agenda, write_follow_up
from actions.feedback.identifying import may_identify
from actions.feedback.kinds import Agenda, FeedbackRefused, FollowUpState, QuestionKind, RoundState
from actions.feedback.meetings import HeldMeeting, Plenary, ask_about_meetings
from actions.feedback.members import become_member
from actions.feedback.models import FeedbackErrand, FeedbackParticipation, FeedbackRound
from actions.feedback.rounds import (
    Asking,
    add_question,
    announce,
    cancel,
    draft_from_set,
    draft_round,
    move,
    questions_of,
    set_minimum,
    settings_of,
)
from actions.people.colleges import College
from actions.people.models import Person
from tests.feedback.test_closing import NOW, fresh_session, open_round

WEEK = Asking(opens_at=NOW, closes_at=NOW + timedelta(days=7), reminds=True)


@dataclass(slots=True)
class Meetings:
    """A book of meetings as a test wants it."""

    held: list[HeldMeeting] = field(default_factory=list)
    plenary: Plenary | None = None
    agenda: list[str] = field(default_factory=list)

    async def held_since(self, session: AsyncSession, *, since: datetime, now: datetime) -> Sequence[HeldMeeting]:
        return [each for each in self.held if since < each.ended_at <= now]

    async def next_plenary(self, session: AsyncSession, *, territory_id: int, now: datetime) -> Plenary | None:
        return self.plenary

    async def put_on_agenda(self, session: AsyncSession, plenary: Plenary, *, words: str, now: datetime) -> None:
        self.agenda.append(words)


async def populate(session: AsyncSession, **counts: int) -> None:
    """Members by college."""
    for college, number in counts.items():
        for place in range(number):
            person = Person(fingerprint=f"{college}{place}", sealed_account=b"", language="fr", created_at=NOW)
            session.add(person)
            await session.flush()
            await become_member(session, person, territory_id=1, college=College(college), now=NOW)


async def test_a_group_that_could_show_nothing_is_not_asked() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=10)
        drafted = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        with pytest.raises(FeedbackRefused, match="too_few_people"):
            await announce(session, drafted, asking=WEEK, now=NOW)
        assert drafted.state == RoundState.DRAFT.value


async def test_everybody_is_asked_once_and_nothing_leaves_a_draft() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=8, carers=4)
        drafted = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        assert not (await session.scalars(select(FeedbackErrand))).all()
        assert await announce(session, drafted, asking=WEEK, now=NOW) == 12
        assert len((await session.scalars(select(FeedbackErrand))).all()) == 12
        with pytest.raises(FeedbackRefused, match="too_late"):
            await announce(session, drafted, asking=WEEK, now=NOW)


async def test_the_same_question_is_not_put_to_a_slightly_smaller_audience() -> None:
    """The difference of two audiences would show the college in between."""
    async with fresh_session() as session:
        await populate(session, concerned=12, carers=12, elected=3)
        first = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        await announce(session, first, asking=WEEK, now=NOW)
        second = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        second.audience = ["carers", "concerned"]
        with pytest.raises(FeedbackRefused, match="asked_of_others"):
            await announce(session, second, asking=WEEK, now=NOW)
        second.audience = []
        await announce(session, second, asking=WEEK, now=NOW)


async def test_the_same_question_typed_again_is_the_same_question() -> None:
    """Otherwise a second round with one's own words would go to a slightly smaller audience."""
    async with fresh_session() as session:
        await populate(session, concerned=12, carers=12, elected=3)
        first = await draft_round(session, territory_id=1, title={"fr": "La salle"}, now=NOW)
        await add_question(session, first, kind=QuestionKind.YES_NO, words={"fr": "La salle convient-elle ?"})
        await announce(session, first, asking=WEEK, now=NOW)
        second = await draft_round(session, territory_id=1, title={"fr": "La salle, encore"}, now=NOW)
        await add_question(session, second, kind=QuestionKind.YES_NO, words={"fr": "la salle  convient-elle?"})
        second.audience = ["carers", "concerned"]
        with pytest.raises(FeedbackRefused, match="asked_of_others"):
            await announce(session, second, asking=WEEK, now=NOW)


async def test_a_round_has_one_to_five_questions() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=12)
        drafted = await draft_round(session, territory_id=1, title={"fr": "La salle"}, now=NOW)
        with pytest.raises(FeedbackRefused, match="no_question"):
            await announce(session, drafted, asking=WEEK, now=NOW)
        for number in range(5):
            await add_question(session, drafted, kind=QuestionKind.YES_NO, words={"fr": f"Question {number} ?"})
        with pytest.raises(FeedbackRefused, match="too_many_questions"):
            await add_question(session, drafted, kind=QuestionKind.TEXT, words={"fr": "Encore ?"})
        assert len(await questions_of(session, drafted)) == 5


async def test_the_minimum_never_falls_below_five_and_binds_only_rounds_to_come() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=12)
        drafted = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        await announce(session, drafted, asking=WEEK, now=NOW)
        with pytest.raises(FeedbackRefused, match="minimum_too_small"):
            await set_minimum(session, territory_id=1, minimum=4)
        await set_minimum(session, territory_id=1, minimum=5)
        assert drafted.minimum == 11


async def test_a_cancelled_round_leaves_nothing() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=12)
        drafted = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        await announce(session, drafted, asking=WEEK, now=NOW)
        await cancel(session, drafted)
        assert not (await session.scalars(select(FeedbackErrand))).all()
        with pytest.raises(FeedbackRefused, match="too_late"):
            move(drafted, RoundState.OPEN)


async def test_a_meeting_is_asked_about_once_where_it_is_switched_on() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=12)
        held = HeldMeeting("meeting:1", territory_id=1, title="Plénière", ended_at=NOW - timedelta(hours=2))
        meetings = Meetings(held=[held])
        assert await ask_about_meetings(session, meetings=meetings, now=NOW) == []
        (await settings_of(session, territory_id=1)).after_meetings = True
        (asked,) = await ask_about_meetings(session, meetings=meetings, now=NOW)
        assert asked.title == {"key": "feedback.set_after_meeting"}
        assert asked.meeting == "meeting:1"
        assert await ask_about_meetings(session, meetings=meetings, now=NOW) == []


async def test_a_follow_up_waits_for_a_plenary_assembly_to_be_announced() -> None:
    async with fresh_session() as session:
        of_round = await open_round(session)
        with pytest.raises(FeedbackRefused, match="not_closed"):
            await write_follow_up(session, of_round, said="x", state=FollowUpState.DONE, done="y", now=NOW)
        await close(session, of_round, today=NOW.date())
        written = await write_follow_up(
            session, of_round, said="Des bus le soir", state=FollowUpState.PLANNED, done="Une navette en mars", now=NOW
        )
        meetings = Meetings()
        assert await want_on_agenda(session, written, meetings=meetings, now=NOW) is None
        meetings.plenary = Plenary("meeting:2", territory_id=1, title="Plénière", starts_at=NOW + timedelta(days=30))
        await enter_waiting(session, meetings=meetings, now=NOW)
        await enter_waiting(session, meetings=meetings, now=NOW)
        assert meetings.agenda == ["Des bus le soir → Une navette en mars"]
        assert written.agenda == Agenda.ENTERED.value


async def test_results_go_to_the_group_once() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=12)
        of_round = await open_round(session)
        await close(session, of_round, today=NOW.date())
        assert await publish(session, of_round, now=NOW) == 12
        with pytest.raises(FeedbackRefused, match="published_already"):
            await publish(session, of_round, now=NOW)


async def test_a_box_waits_for_enough_people_then_gives_up_after_three_months() -> None:
    async with fresh_session() as session:
        box = await open_box(session, territory_id=1, now=NOW)
        assert await open_box(session, territory_id=1, now=NOW) is box
        assert not await close(session, box, today=NOW.date())
        assert not await close(session, box, today=NOW.date())
        assert await close(session, box, today=NOW.date())
        assert box.state == RoundState.CLOSED.value
        assert (await session.scalars(select(FeedbackRound))).all() == [box]


@pytest.mark.parametrize(
    "words",
    [
        "Mme Durand m’a aidée",
        "appelez-moi au 06 12 34 56 78",
        "écrire à lea@exemple.org",
        "je m'appelle Léa",
        "Dr Roux",
    ],
)
def test_words_that_may_identify_are_noticed(words: str) -> None:
    assert may_identify(words)


@pytest.mark.parametrize(
    "words", ["Plus de bus le soir", "Le docteur est trop loin", "En 2026, 12 réunions", "Merci !"]
)
def test_ordinary_words_are_left_alone(words: str) -> None:
    assert not may_identify(words)


async def test_a_person_who_rests_is_asked_afterwards_and_not_at_all_once_it_is_over() -> None:
    async with fresh_session() as session:
        await populate(session, concerned=12)
        resting, longer = (await session.scalars(select(Person).limit(2))).all()
        resting.paused_until = NOW + timedelta(days=1)
        longer.paused_until = NOW + timedelta(days=9)
        drafted = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        await announce(session, drafted, asking=WEEK, now=NOW)
        await open_due(session, now=NOW)
        first = await take_due(session, courtesy=Considerate(), now=NOW)
        assert len(first) == 10
        assert await take_due(session, courtesy=Considerate(), now=NOW) == []
        later = await take_due(session, courtesy=Considerate(), now=NOW + timedelta(days=1))
        assert [message.person.id for message in later] == [resting.id]
        assert not (await session.scalars(select(FeedbackErrand))).all()


async def test_the_count_of_messages_does_not_tell_who_has_answered() -> None:
    """A reminder is counted for everybody who was asked, also for who needs none."""

    class Counting(Considerate):
        counted: ClassVar[list[int]] = []

        async def note(self, session: AsyncSession, people: Sequence[Person], *, now: datetime) -> None:
            self.counted.extend(person.id for person in people)
            await super().note(session, people, now=now)

    async with fresh_session() as session:
        await populate(session, concerned=12)
        drafted = await draft_from_set(session, "mood", territory_id=1, now=NOW)
        await announce(session, drafted, asking=WEEK, now=NOW)
        await open_due(session, now=NOW)
        await take_due(session, courtesy=Considerate(), now=NOW)
        answered = (await session.scalars(select(Person).limit(1))).one()
        session.add(FeedbackParticipation(round_id=drafted.id, person_id=answered.id))
        await session.flush()
        soon = NOW + timedelta(days=5)
        await create_due_reminders(session, now=soon)
        reminded = await take_due(session, courtesy=Counting(), now=soon)
        assert answered.id not in [message.person.id for message in reminded]
        assert len(reminded) == 11
        assert len(Counting.counted) == 12
