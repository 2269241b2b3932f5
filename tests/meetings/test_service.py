"""What coordinators and members may do, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.meetings import notices, places, service
from actions.meetings.answers import answer_proxy, offer_proxy, reply_to, say_need, toggle_need, voices_held
from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import Answer, Body, Need, NoticeState, Rhythm, State
from actions.meetings.members import coming_meetings, invitation_of, stop_being_invited
from actions.meetings.models import Invitation, Meeting
from actions.people.colleges import College
from actions.people.models import Person
from actions.people.service import find_membership
from bot.store.engine import open_engine, open_sessions
from bot.store.schema import upgrade
from tests.meetings.desk import NOW, VAULT, WALL, Desk

START = datetime(2027, 3, 12, 17, 30, tzinfo=UTC)


async def test_a_draft_says_nothing(desk: Desk) -> None:
    await desk.member(1)
    meeting = await desk.draft()
    assert await desk.notices(meeting) == []
    assert await coming_meetings(desk.session, territory_id=desk.territory.id, now=NOW) == []


async def test_an_announcement_invites_each_member_of_the_audience_once(desk: Desk) -> None:
    invited = await desk.member(1, College.CARERS)
    away = await desk.member(2, College.ELECTED)
    gone = await desk.member(3, College.CARERS)
    await stop_being_invited(desk.session, gone, territory_id=desk.territory.id, now=NOW)
    meeting = await desk.draft(colleges=["carers"])
    assert await service.announce(desk.session, meeting, now=NOW) == 1
    assert await invitation_of(desk.session, invited, meeting_id=meeting.id) is not None
    assert await invitation_of(desk.session, away, meeting_id=meeting.id) is None
    assert await invitation_of(desk.session, gone, meeting_id=meeting.id) is None
    assert await desk.notices(meeting) == [
        ("invitation", ""), ("reminder", "J-30"), ("reminder", "J-7"), ("reminder", "J-1"), ("reminder", "H-2"),
    ]  # fmt: skip


async def test_a_second_announcement_is_refused_and_invites_nobody(desk: Desk) -> None:
    meeting, _ = await desk.announced(2)
    before = await desk.notices(meeting)
    with pytest.raises(MeetingRefused, match="transition"):
        await service.announce(desk.session, meeting, now=NOW)
    assert await desk.notices(meeting) == before


async def test_a_steering_committee_is_for_its_members(desk: Desk) -> None:
    await desk.member(1)
    await desk.member(2, copil=True)
    meeting = await desk.draft(body=Body.COPIL)
    assert await service.announce(desk.session, meeting, now=NOW) == 1


@pytest.mark.parametrize("values", [{"title": ""}, {"place": "", "video_url": ""}])
async def test_an_unready_draft_is_not_announced(desk: Desk, values: dict[str, str]) -> None:
    meeting = await desk.draft(**values)
    with pytest.raises(MeetingRefused, match="unready"):
        await service.announce(desk.session, meeting, now=NOW)


async def test_a_past_date_is_not_announced(desk: Desk) -> None:
    meeting = await desk.draft(wall=datetime(2026, 11, 23, 9, 59))
    with pytest.raises(MeetingRefused, match="past"):
        await service.announce(desk.session, meeting, now=NOW)


async def test_a_reminder_that_would_repeat_the_invitation_is_left_out(desk: Desk) -> None:
    await desk.member(1)
    meeting = await desk.draft(wall=datetime(2026, 11, 24, 9, 30))
    await service.announce(desk.session, meeting, now=NOW)
    assert await desk.notices(meeting) == [("invitation", ""), ("reminder", "H-2")]


async def test_reminders_that_are_off_are_not_planned(desk: Desk) -> None:
    meeting, _ = await desk.announced(1, reminders_on=False)
    assert await desk.notices(meeting) == [("invitation", "")]
    meeting.reminders_on, meeting.offsets = True, ["J-3"]
    await service.plan_again(desk.session, meeting, now=NOW)
    assert await desk.notices(meeting) == [("invitation", ""), ("reminder", "J-3")]


async def test_the_same_answer_twice_changes_nothing(desk: Desk) -> None:
    _, (first, *_) = await desk.announced(1)
    assert (await reply_to(desk.session, first, answer=Answer.YES, now=NOW)).changed
    assert not (await reply_to(desk.session, first, answer=Answer.YES, now=NOW + timedelta(hours=1))).changed
    assert first.answered_at == NOW


async def test_a_full_room_makes_a_line_and_a_free_seat_goes_to_its_head(desk: Desk) -> None:
    meeting, (first, second, third, fourth) = await desk.announced(4, capacity=2)
    for invitation in (first, second, fourth, third):
        await reply_to(desk.session, invitation, answer=Answer.YES, now=NOW)
    assert [each.waiting_rank is not None for each in (first, second, third, fourth)] == [False, False, True, True]
    assert [await places.place_in_line(desk.session, each) for each in (fourth, third)] == [1, 2]
    standing = await reply_to(desk.session, first, answer=Answer.NO, now=NOW + timedelta(hours=1))
    assert [each.id for each in standing.promoted] == [fourth.id]
    assert await places.seats_taken(desk.session, meeting) == 2
    assert ("promoted", "") in await desk.notices(meeting)


async def test_whoever_brings_more_people_than_fit_is_passed_over(desk: Desk) -> None:
    _, (first, second, third) = await desk.announced(3, capacity=1)
    for invitation, guests in ((first, 0), (second, 1), (third, 0)):
        await reply_to(desk.session, invitation, answer=Answer.YES, guests=guests, now=NOW)
    standing = await reply_to(desk.session, first, answer=Answer.VIDEO, now=NOW)
    assert [each.id for each in standing.promoted] == [third.id]


async def test_guests_that_do_not_fit_cost_nobody_their_own_seat(desk: Desk) -> None:
    _, (first, second) = await desk.announced(2, capacity=2)
    await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    await reply_to(desk.session, second, answer=Answer.YES, now=NOW)
    with pytest.raises(MeetingRefused, match="no_room_for_guests"):
        await reply_to(desk.session, first, answer=Answer.YES, guests=1, now=NOW)
    assert (first.answer, first.guests, first.waiting_rank) == ("yes", 0, None)


async def test_nobody_is_promoted_in_the_last_hour_or_after_the_start(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2, capacity=1)
    await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    await reply_to(desk.session, second, answer=Answer.YES, now=NOW)
    late = START - timedelta(minutes=59)
    assert (await reply_to(desk.session, first, answer=Answer.NO, now=late)).promoted == ()
    assert second.waiting_rank is not None
    assert await places.promote_waiting(desk.session, meeting, now=START + timedelta(minutes=1)) == []
    with pytest.raises(MeetingRefused, match="begun"):
        await reply_to(desk.session, second, answer=Answer.NO, now=START)


async def test_more_seats_call_those_who_wait(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2, capacity=1)
    await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    await reply_to(desk.session, second, answer=Answer.YES, now=NOW)
    await service.change(desk.session, meeting, values={"capacity": 2}, now=NOW)
    assert second.waiting_rank is None


async def test_a_move_drops_stale_reminders_and_plans_the_new_ones(desk: Desk) -> None:
    meeting, invitations = await desk.announced(2)
    invitations[0].card_sent = True
    await service.change(desk.session, meeting, values={"wall_start": datetime(2027, 3, 31, 18, 30)}, now=NOW)
    assert (meeting.state, meeting.sequence, meeting.date_sequence) == ("moved", 1, 1)
    assert meeting.starts_at == datetime(2027, 3, 31, 16, 30, tzinfo=UTC)
    due = await desk.notices(meeting)
    assert due.count(("reminder", "J-7")) == 2
    assert due.count(("moved", "")) == 1, "whoever has not been invited yet reads the new date in the invitation"
    assert len(await desk.notices(meeting, state="dropped")) == 8


async def test_an_answer_from_before_the_move_keeps_its_seat_and_is_asked_again(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2, capacity=1)
    await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    await service.change(desk.session, meeting, values={"wall_start": WALL + timedelta(days=1)}, now=NOW)
    assert (await reply_to(desk.session, second, answer=Answer.YES, now=NOW)).waiting
    assert (await reply_to(desk.session, first, answer=Answer.YES, now=NOW)).changed
    assert first.waiting_rank is None


async def test_a_cancelled_meeting_says_so_and_nothing_else(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2)
    await reply_to(desk.session, second, answer=Answer.NO, now=NOW)
    reach = await service.cancel(desk.session, meeting, now=NOW)
    assert (reach.told, reach.shown) == (1, 1)
    assert sorted(await desk.notices(meeting)) == [("cancelled", ""), ("quiet", "")]
    assert meeting.sequence == 1
    with pytest.raises(MeetingRefused, match="cancelled"):
        await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    with pytest.raises(MeetingRefused, match="transition"):
        await service.cancel(desk.session, meeting, now=NOW)


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({"place": "Gare"}, {"changed", "quiet"}),
        ({"agenda": "Autre"}, {"quiet"}),
        ({"wall_start": WALL + timedelta(hours=1)}, {"moved"}),
        ({"place": "Mairie"}, set()),
    ],
)
async def test_a_change_is_new_only_for_whoever_must_know(
    desk: Desk, values: dict[str, object], kinds: set[str]
) -> None:
    meeting, invitations = await desk.announced(2)
    for invitation in invitations:
        invitation.card_sent = True
    await reply_to(desk.session, invitations[1], answer=Answer.NO, now=NOW)
    await service.change(desk.session, meeting, values=values, now=NOW)
    assert {kind for kind, _ in await desk.notices(meeting)} - {"invitation", "reminder"} == kinds


async def test_a_meeting_is_held_only_after_it_began(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    with pytest.raises(MeetingRefused, match="not_yet"):
        await service.hold(desk.session, meeting, now=START - timedelta(minutes=1))
    await service.hold(desk.session, meeting, now=START)
    assert meeting.state == State.HELD
    assert await desk.notices(meeting) == [("quiet", "")]


async def test_only_the_silent_are_asked_again_and_once(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2)
    batch = await notices.due_notices(desk.session, now=NOW)
    await notices.settle(desk.session, [(due, NoticeState.SENT, "") for due in batch], now=NOW)
    await reply_to(desk.session, first, answer=Answer.MAYBE, now=NOW)
    await desk.session.flush()
    assert await service.relaunchable(desk.session, meeting, now=NOW) == [second.id]
    assert await service.relaunch(desk.session, meeting, now=NOW) == 1
    assert await service.relaunch(desk.session, meeting, now=NOW) == 0


async def test_of_several_overdue_reminders_only_the_last_still_makes_sense(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    now = START - timedelta(hours=3)
    batch = await notices.due_notices(desk.session, now=now)
    late = await notices.overtaken(desk.session, batch, now=now)
    standing = [due.notice.lead_time for due in batch if due.notice.kind == "reminder" and due.notice.id not in late]
    assert standing == ["J-1"]
    assert meeting.id == batch[0].meeting.id


async def test_a_reminder_of_a_meeting_that_began_is_missed(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    batch = await notices.due_notices(desk.session, now=START)
    fates = {notices.fate_of(due, now=START) for due in batch}
    assert fates == {(NoticeState.MISSED, "begun")}
    await notices.settle(desk.session, [(due, *notices.fate_of(due, now=START)) for due in batch], now=START)
    assert await notices.take_untold(desk.session) == {meeting.id: {"missed": 5}}
    assert await notices.take_untold(desk.session) == {}


async def test_when_the_rules_of_a_zone_change_the_wall_clock_stays(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    meeting.starts_at = START + timedelta(hours=1)  # as computed under the old rules
    await desk.session.flush()
    assert await service.follow_zone_rules(desk.session, now=NOW) == [meeting]
    assert (meeting.starts_at, meeting.wall_start) == (START, WALL)
    assert await service.follow_zone_rules(desk.session, now=NOW) == []


async def test_a_series_is_made_of_drafts(desk: Desk) -> None:
    meeting = await desk.draft(body=Body.GROUP)
    made = await service.repeat(desk.session, meeting, rhythm=Rhythm.MONTHLY_WEEKDAY, count=3, now=NOW)
    assert [each.wall_start for each in made] == [datetime(2027, 4, 9, 18, 30), datetime(2027, 5, 14, 18, 30)]
    assert [each.starts_at for each in made] == [
        datetime(2027, 4, 9, 16, 30, tzinfo=UTC), datetime(2027, 5, 14, 16, 30, tzinfo=UTC),
    ]  # fmt: skip
    assert {each.state for each in made} == {State.DRAFT}
    with pytest.raises(MeetingRefused, match="series"):
        await service.repeat(desk.session, meeting, rhythm=Rhythm.WEEKLY, count=3, now=NOW)


async def test_a_voice_is_offered_accepted_and_carried_by_one_person_at_most(desk: Desk) -> None:
    meeting, (first, second, third) = await desk.announced(3)
    name = await pseudonym(desk, second)
    for giver in (first, third):
        await reply_to(desk.session, giver, answer=Answer.NO, now=NOW)
        assert (await offer_proxy(desk.session, giver, pseudonym=f" {name.lower()} ", now=NOW)).id == second.id
    await answer_proxy(desk.session, second, giver_id=first.id, accepts=True, now=NOW)
    assert await voices_held(desk.session, second) == 1
    with pytest.raises(MeetingRefused, match="proxy_full"):
        await answer_proxy(desk.session, second, giver_id=third.id, accepts=True, now=NOW)
    await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    assert await voices_held(desk.session, second) == 0, "whoever comes speaks for themselves"
    assert meeting.id == second.meeting_id


async def test_a_voice_cannot_be_given_to_oneself_or_to_nobody(desk: Desk) -> None:
    _, (first, _) = await desk.announced(2)
    with pytest.raises(MeetingRefused, match="proxy_self"):
        await offer_proxy(desk.session, first, pseudonym=await pseudonym(desk, first), now=NOW)
    with pytest.raises(MeetingRefused, match="proxy_unknown"):
        await offer_proxy(desk.session, first, pseudonym="ZZZZ", now=NOW)


async def pseudonym(desk: Desk, invitation: Invitation) -> str:
    person = await desk.session.get_one(Person, invitation.person_id)
    membership = await find_membership(desk.session, person, territory_id=desk.territory.id)
    assert membership is not None
    return membership.pseudonym


async def test_needs_are_kept_in_order_and_words_are_sealed(desk: Desk) -> None:
    _, (first,) = await desk.announced(1)
    for need in (Need.STEP_FREE, Need.TRANSPORT, Need.CHILDCARE, Need.CHILDCARE):
        await toggle_need(desk.session, first, need=need)
    assert first.needs == ["transport", "step_free"]
    await say_need(desk.session, first, words="une pause toutes les heures", vault=VAULT)
    assert first.sealed_need is not None
    assert b"pause" not in first.sealed_need


async def test_the_meetings_of_another_territory_do_not_exist(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    other = await Desk.open(desk.session, slug="ailleurs")
    assert await service.find_meeting(desk.session, meeting.id, territories=[other.territory.id]) is None
    assert await coming_meetings(desk.session, territory_id=other.territory.id, now=NOW) == []


async def test_a_newcomer_is_invited_to_what_is_announced_and_meant_for_them(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    copil = await desk.draft(body=Body.COPIL)
    await service.announce(desk.session, copil, now=NOW)
    person = await desk.member(77)
    later = NOW + timedelta(days=1)
    assert await service.invite_newcomer(desk.session, person, territory_id=desk.territory.id, now=later) == 1
    assert await service.invite_newcomer(desk.session, person, territory_id=desk.territory.id, now=later) == 0
    assert await invitation_of(desk.session, person, meeting_id=meeting.id) is not None
    assert isinstance(meeting, Meeting)


async def test_needs_are_forgotten_a_month_after_the_meeting_and_answers_stay(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2)
    await reply_to(desk.session, first, answer=Answer.YES, now=NOW)
    await toggle_need(desk.session, first, need=Need.TRANSPORT)
    await say_need(desk.session, second, words="une pause", vault=VAULT)
    assert await service.forget_past(desk.session, now=START + timedelta(days=30)) == 0
    assert await service.forget_past(desk.session, now=START + timedelta(days=31)) == 2
    await desk.session.refresh(first)
    assert (first.needs, first.answer) == ([], "yes")
    assert await desk.notices(meeting) == []


async def test_two_people_never_take_the_last_seat_at_once(database_url: str) -> None:
    engine = open_engine(database_url)
    await upgrade(engine)
    sessions = open_sessions(engine)
    async with sessions.begin() as session:
        meeting, invitations = await (await Desk.open(session)).announced(8, capacity=3)
    numbers = [each.id for each in invitations]

    async def come(number: int) -> None:
        async with sessions.begin() as session:
            await reply_to(session, await session.get_one(Invitation, number), answer=Answer.YES, now=NOW)

    await asyncio.gather(*(come(number) for number in numbers))
    async with sessions() as session:
        rows = list(await session.scalars(select(Invitation.waiting_rank).order_by(Invitation.waiting_rank)))
    await engine.dispose()
    assert sorted(rank or 0 for rank in rows) == [0, 0, 0, 1, 2, 3, 4, 5]
    assert meeting.capacity == 3
