"""What may still be changed of an announced meeting, and whom it reaches; messages that did not arrive."""

from datetime import timedelta

from sqlalchemy import select

from actions.meetings import notices, service
from actions.meetings.answers import reply_to
from actions.meetings.kinds import Answer, NoticeState
from actions.meetings.members import invitation_of
from actions.meetings.models import Invitation
from actions.meetings.service import Reach
from actions.people.colleges import College
from tests.harness.house import House
from tests.meetings.council import Council, said
from tests.meetings.desk import NOW, Desk


async def test_a_wider_audience_invites_those_who_were_not_and_sends_nobody_away(desk: Desk) -> None:
    carer, elected = await desk.member(1, College.CARERS), await desk.member(2, College.ELECTED)
    meeting = await desk.draft(colleges=["carers"])
    await service.announce(desk.session, meeting, now=NOW)
    values = {"colleges": ["elected"], "copil_only": False}
    assert await service.reach_of(desk.session, meeting, values=values) == Reach(1)
    assert await service.change(desk.session, meeting, values=values, now=NOW) == Reach(1)
    assert await service.change(desk.session, meeting, values=values, now=NOW) == Reach(0)
    invited = [await invitation_of(desk.session, each, meeting_id=meeting.id) for each in (carer, elected)]
    assert None not in invited
    due = await desk.notices(meeting)
    assert due.count(("invitation", "")) == 2
    assert due.count(("reminder", "J-7")) == 2
    assert meeting.sequence == 0, "calendar files do not change with the audience"


async def test_more_seats_reach_those_who_wait_by_a_message_and_the_others_by_their_card(desk: Desk) -> None:
    meeting, invitations = await desk.announced(4, capacity=1)
    for invitation in invitations:
        invitation.card_sent = True
        await reply_to(desk.session, invitation, answer=Answer.YES, now=NOW)
    values = {"capacity": 3}
    assert await service.reach_of(desk.session, meeting, values=values) == Reach(2, 2)
    await service.change(desk.session, meeting, values=values, now=NOW)
    assert [each.waiting_rank is None for each in invitations] == [True, True, True, False]
    assert (await desk.notices(meeting)).count(("promoted", "")) == 2


async def test_whoever_brings_more_than_fits_is_not_counted_among_the_called(desk: Desk) -> None:
    meeting, (first, second, third) = await desk.announced(3, capacity=1)
    for invitation, guests in ((first, 0), (second, 3), (third, 0)):
        await reply_to(desk.session, invitation, answer=Answer.YES, guests=guests, now=NOW)
    assert await service.reach_of(desk.session, meeting, values={"capacity": 2}) == Reach(1, 2)


async def test_an_invitation_that_did_not_arrive_is_told_once_and_stays_on_the_board(desk: Desk) -> None:
    meeting, (first, second) = await desk.announced(2)
    batch = await notices.due_notices(desk.session, now=NOW)
    await notices.settle(desk.session, [(due, NoticeState.SENT, "") for due in batch], now=NOW)
    await notices.note_undelivered(desk.session, first.id, reason="blocked")
    assert await notices.invitations_held_up(desk.session, meeting) == (0, 1)
    assert await notices.take_untold(desk.session) == {meeting.id: {"undelivered": 1}}
    assert await notices.take_untold(desk.session) == {}
    assert second.id != first.id


async def test_somebody_who_blocked_the_assistant_is_named_as_not_reached(desk: Desk) -> None:
    meeting, _ = await desk.announced(1)
    (due,) = await notices.due_notices(desk.session, now=NOW)
    await notices.settle(desk.session, [(due, NoticeState.DROPPED, "away")], now=NOW)
    assert await notices.take_untold(desk.session) == {meeting.id: {"undelivered": 1}}


async def test_invitations_that_wait_for_the_morning_are_counted(desk: Desk) -> None:
    meeting, _ = await desk.announced(3)
    assert await notices.invitations_held_up(desk.session, meeting) == (3, 0)


async def test_offers_and_audience_are_changed_after_a_look_at_who_will_be_told(house: House) -> None:
    council = await Council.found(house)
    await council.enrol(5)
    await council.draft()
    await council.announce()
    claire = council.claire
    await council.tap(claire, "Tableau de la réunion")
    await council.tap(claire, "Modifier")
    await council.tap(claire, "Accès")
    await council.tap(claire, "☐ langue des signes (LSF)")
    async with house.app.parts.sessions() as session:
        assert "langue des signes" not in str(await session.scalar(select(Invitation.needs)))
    heard = await council.tap(claire, "Continuer")
    assert "langue des signes" in heard[-1]
    assert "Nouveau message : 0 personne" in heard[-1].replace("\u202f", " ").replace("\u00a0", " ")
    known = len(council.members[0].messages)
    await council.tap(claire, "Oui, changer et prévenir")
    await council.pass_time()
    assert said(council.members[0], since=known) == [], "a card that changes makes no sound"
    assert any("langue des signes" in text for text in said(council.members[0]))


async def test_the_coordination_hears_of_invitations_that_did_not_arrive(house: House) -> None:
    council = await Council.found(house)
    amina, bernard = await council.enrol(2)
    bernard.block()
    await council.draft()
    await council.announce()
    await council.pass_time(timedelta(minutes=2))
    assert any("1 personne n’a pas reçu son message" in text for text in said(council.claire))
    await council.tap(council.claire, "Tableau de la réunion")
    assert "1 invitation n’est pas arrivée" in (council.claire.last.text or "")
    assert amina.messages
