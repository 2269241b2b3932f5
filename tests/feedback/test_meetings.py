"""Feedback and the meetings of the house: asked about once they are over, and brought to the next agenda."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.follow_ups import enter_waiting, want_on_agenda, write_follow_up
from actions.feedback.kinds import Agenda, FollowUpState, RoundState
from actions.feedback.meetings import ask_about_meetings
from actions.feedback.members import become_member, find_member
from actions.feedback.models import FeedbackErrand, FeedbackRound
from actions.feedback.rounds import draft_from_set, settings_of
from actions.meetings import service
from actions.meetings.members import find_member as find_invited
from actions.meetings.members import stop_being_invited
from actions.meetings.models import MeetingMember
from actions.people.colleges import College
from bot.feedback_meetings import HouseMeetings
from bot.store.engine import open_engine, open_sessions
from bot.store.schema import upgrade
from tests.meetings.desk import NOW, WALL, Desk

YESTERDAY = WALL.replace(year=2026, month=11, day=22)
MEMBERS = 11


@pytest.fixture
async def session(database_url: str) -> AsyncIterator[AsyncSession]:
    engine = open_engine(database_url)
    await upgrade(engine)
    async with open_sessions(engine).begin() as opened:
        yield opened
    await engine.dispose()


@pytest.fixture
async def desk(session: AsyncSession) -> Desk:
    """A territory that asks after its meetings, with enough people to show something."""
    desk = await Desk.open(session)
    (await settings_of(session, territory_id=desk.territory.id)).after_meetings = True
    for number in range(MEMBERS):
        person = await desk.member(number)
        await become_member(session, person, territory_id=desk.territory.id, college=College.CONCERNED, now=NOW)
    return desk


async def test_each_wish_keeps_the_college_told_for_it_and_takes_it_along(session: AsyncSession, desk: Desk) -> None:
    person = await desk.member(99, College.ELECTED)
    here = desk.territory.id
    await become_member(session, person, territory_id=here, college=College.CARERS, now=NOW)
    invited = await find_invited(session, person, territory_id=here)
    assert invited is not None
    assert invited.college == College.ELECTED
    await stop_being_invited(session, person, territory_id=here, now=NOW)
    asked = await find_member(session, person, territory_id=here)
    assert asked is not None
    assert asked.college == College.CARERS
    assert list(await session.scalars(select(MeetingMember).where(MeetingMember.person_id == person.id))) == []


async def test_a_plenary_that_is_over_is_asked_about_once(session: AsyncSession, desk: Desk) -> None:
    meeting = await desk.draft(wall=YESTERDAY)
    before = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    await service.announce(session, meeting, now=before)
    assert await ask_about_meetings(session, meetings=HouseMeetings(), now=before) == []
    (asked,) = await ask_about_meetings(session, meetings=HouseMeetings(), now=NOW)
    assert asked.meeting == f"meeting:{meeting.id}"
    assert asked.state == RoundState.SCHEDULED.value
    assert len((await session.scalars(select(FeedbackErrand))).all()) == MEMBERS
    assert await ask_about_meetings(session, meetings=HouseMeetings(), now=NOW + timedelta(hours=1)) == []


@pytest.mark.parametrize("why", ["draft", "cancelled", "steering committee"])
async def test_a_meeting_few_or_none_were_at_is_not_asked_about(session: AsyncSession, desk: Desk, why: str) -> None:
    meeting = await desk.draft(wall=YESTERDAY, copil_only=why == "steering committee")
    before = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    if why != "draft":
        await service.announce(session, meeting, now=before)
    if why == "cancelled":
        await service.cancel(session, meeting, now=before)
    assert await ask_about_meetings(session, meetings=HouseMeetings(), now=NOW) == []
    assert (await session.scalars(select(FeedbackRound))).all() == []


async def test_a_follow_up_comes_to_the_agenda_of_the_next_plenary(session: AsyncSession, desk: Desk) -> None:
    of_round = await draft_from_set(session, "mood", territory_id=desk.territory.id, now=NOW)
    of_round.state = RoundState.CLOSED.value
    written = await write_follow_up(
        session, of_round, said="Une pause", state=FollowUpState.PLANNED, done="Dès janvier", now=NOW
    )
    assert await want_on_agenda(session, written, meetings=HouseMeetings(), now=NOW) is None
    plenary = await desk.draft()
    await service.announce(session, plenary, now=NOW)
    await enter_waiting(session, meetings=HouseMeetings(), now=NOW)
    await enter_waiting(session, meetings=HouseMeetings(), now=NOW)
    await session.refresh(plenary)
    assert plenary.agenda.count("Une pause → Dès janvier") == 1
    assert written.agenda == Agenda.ENTERED.value
