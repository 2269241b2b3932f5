"""Answering in the chat: what is told first, one tap a question, stop, resume, withdraw, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from actions.feedback.answering import withdraw_answers
from actions.feedback.kinds import FeedbackRefused
from actions.feedback.models import FeedbackAnswer, FeedbackDraft, FeedbackParticipation, FeedbackRound
from actions.people.colleges import College
from actions.people.models import Person
from actions.reply import Urgency
from bot.delivery.models import OutboxItem
from bot.simulator import Seat
from tests.feedback.town import Answering, Plan, announce_set, coordinator_of, members_of, tap
from tests.harness.house import House

SET = "L’accès aux soins"


@pytest.fixture
async def town(house: House) -> dict[Seat, College]:
    """Twelve members who have just been asked."""
    coordinator = await coordinator_of(house)
    members = await members_of(house, {College.CONCERNED: 8, College.CARERS: 4})
    told = await announce_set(house, coordinator, SET)
    assert "12 personnes" in told[0]
    await house.advance(timedelta(minutes=1))
    return members


async def count(house: House, table: type) -> int:
    async with house.app.parts.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_the_first_screen_says_who_reads_and_that_there_is_no_name(
    house: House, town: dict[Seat, College]
) -> None:
    seat = next(iter(town))
    notice = seat.last.text or ""
    assert "Sans nom" in notice
    assert "Qui lit" in notice
    assert "moins de 11 personnes" in notice
    assert "lundi 30 novembre 2026 à 10 h" in notice.replace("\u202f", " ")
    assert seat.last.labels == ["Commencer", "Plus tard", "🆘 Urgence"] or "Commencer" in seat.last.labels


async def test_answers_go_in_without_a_name_and_come_out_again(house: House, town: dict[Seat, College]) -> None:
    seat = next(iter(town))
    answering = Answering(house.simulator, seat)
    await answering.answer(Plan(ease=3, obstacles=(0, 2), whom=1, words="Un accueil le soir"))
    assert await count(house, FeedbackAnswer) == 0
    await answering.send()
    assert await count(house, FeedbackAnswer) == 4
    assert await count(house, FeedbackDraft) == 0
    assert await count(house, FeedbackParticipation) == 1
    await answering.withdraw()
    assert await count(house, FeedbackAnswer) == 0
    assert await count(house, FeedbackParticipation) == 0


async def test_a_second_tap_on_send_changes_nothing(house: House, town: dict[Seat, College]) -> None:
    seat = next(iter(town))
    answering = Answering(house.simulator, seat)
    await answering.answer(Plan(ease=3))
    review = seat.last
    seat.tap("Envoyer mes réponses", message=review)
    seat.tap("Envoyer mes réponses", message=review)
    await house.settle()
    assert await count(house, FeedbackAnswer) == 1
    assert "déjà répondu" in (seat.last.text or "")


async def test_what_was_begun_is_taken_up_again_where_it_stopped(house: House, town: dict[Seat, College]) -> None:
    seat = next(iter(town))
    await tap(house, seat, "Commencer")
    seat.tap("② difficile")
    await house.settle()
    seat.tap("Plus tard")
    await house.settle()
    await house.advance(timedelta(days=2))
    await house.hear(seat, "/avis")
    await tap(house, seat, SET)
    await tap(house, seat, "Reprendre")
    assert "Question 2 sur 4" in (seat.last.text or "")
    seat.tap("← Retour")
    await house.settle()
    assert "✓ ② difficile" in seat.last.labels


async def test_a_crisis_in_a_free_text_gets_the_card_and_is_not_kept(house: House, town: dict[Seat, College]) -> None:
    seat = next(iter(town))
    await tap(house, seat, "Commencer")
    for _ in range(3):
        seat.tap("Passer →")
        await house.settle()
    told = await house.hear(seat, "je vais me tuer ce soir")
    assert "3114" in told[0] or "15" in told[0]
    assert await count(house, FeedbackAnswer) == 0
    told = await house.hear(seat, "Plus de rendez-vous le soir")
    assert any("C’est tout" in each for each in told)
    await tap(house, seat, "Envoyer mes réponses")
    async with house.app.parts.sessions() as session:
        kept = list(await session.scalars(select(FeedbackAnswer)))
    vault = house.app.parts.inbox._vault
    assert [vault.open(one.sealed_words or b"").decode() for one in kept] == ["Plus de rendez-vous le soir"]


@pytest.mark.parametrize("deed", ["send_voice", "send_photo", "send_sticker"])
async def test_a_voice_or_a_picture_gets_a_kind_no(house: House, town: dict[Seat, College], deed: str) -> None:
    seat = next(iter(town))
    await tap(house, seat, "Commencer")
    for _ in range(3):
        seat.tap("Passer →")
        await house.settle()
    getattr(seat, deed)()
    await house.settle()
    assert "ni voix, ni image" in (seat.last.text or "")


async def test_a_name_in_a_text_is_sent_back_once(house: House, town: dict[Seat, College]) -> None:
    seat = next(iter(town))
    await tap(house, seat, "Commencer")
    for _ in range(3):
        seat.tap("Passer →")
        await house.settle()
    told = await house.hear(seat, "Mme Dupont est formidable")
    assert "peut-être un nom" in told[0]
    told = await house.hear(seat, "L’accueil est formidable")
    assert "C’est tout" in told[0]


async def test_passing_is_possible_at_every_question_whatever_was_chosen(
    house: House, town: dict[Seat, College]
) -> None:
    seat = next(iter(town))
    await tap(house, seat, "Commencer")
    for label in ("② difficile", "① Le délai", "Passer →", "oui"):
        assert "Passer →" in seat.last.labels
        seat.tap(label)
        await house.settle()
    assert "Passer →" in seat.last.labels
    await house.hear(seat, "Des bus")
    await tap(house, seat, "Envoyer mes réponses")
    assert await count(house, FeedbackAnswer) == 3, "what was chosen and then passed is not sent"


async def test_somebody_elses_key_withdraws_nothing(house: House, town: dict[Seat, College]) -> None:
    one = next(iter(town))
    answering = Answering(house.simulator, one)
    await answering.answer(Plan(ease=3))
    await answering.send()
    stolen = next(button for row in one.last.buttons for button in row if button.label == "Retirer mes réponses")
    assert stolen.data is not None
    async with house.app.parts.sessions.begin() as session:
        of_round = await session.scalar(select(FeedbackRound))
        others = list(await session.scalars(select(Person).order_by(Person.id)))[-1]
        assert of_round is not None
        with pytest.raises(FeedbackRefused, match="nothing_to_withdraw"):
            await withdraw_answers(session, others, of_round, secret=stolen.data.split(":")[3], now=house.clock.now())
    assert await count(house, FeedbackAnswer) == 1


async def test_only_who_has_not_answered_is_reminded_once(house: House, town: dict[Seat, College]) -> None:
    answered, silent = list(town)[:2]
    answering = Answering(house.simulator, answered)
    await answering.answer(Plan(ease=3))
    await answering.send()
    before = {seat: len(seat.messages) for seat in (answered, silent)}
    await house.advance(timedelta(days=5))
    await house.advance(timedelta(days=1))
    assert len(answered.messages) == before[answered]
    reminders = [bubble.text or "" for bubble in silent.messages[before[silent] :]]
    assert len(reminders) == 1
    assert reminders[0].startswith("Petit rappel")


@pytest.mark.parametrize("end", ["closing", "cancelling"])
async def test_who_was_asked_or_reminded_is_forgotten_with_the_round(
    house: House, town: dict[Seat, College], end: str
) -> None:
    """A reminder goes to who has not answered: the list of messages sent must not outlive the round."""
    answered = next(iter(town))
    answering = Answering(house.simulator, answered)
    await answering.answer(Plan(ease=3))
    await answering.send()
    await house.advance(timedelta(days=5))
    written = select(OutboxItem.chat_key).where(OutboxItem.reference.is_not(None))
    async with house.app.parts.sessions() as session:
        assert len((await session.scalars(written)).all()) == 12 + 11
    if end == "closing":
        await house.advance(timedelta(days=3))
    else:
        coordinator = next(seat for seat in house.simulator.world.seats if seat.person.first_name == "Claire")
        await house.hear(coordinator, "/avis")
        await tap(house, coordinator, "En cours")
        assert coordinator.last.labels[0].startswith("ouverte jusqu’au ")
        await tap(house, coordinator, coordinator.last.labels[0])
        await tap(house, coordinator, "Annuler cette consultation")
        await tap(house, coordinator, "Oui, tout effacer")
    async with house.app.parts.sessions() as session:
        assert not (await session.scalars(written)).all()
        lane = OutboxItem.lane == Urgency.BROADCAST.value
        assert not (await session.scalars(select(OutboxItem.id).where(lane))).all()


async def test_nobody_answers_after_the_closing(house: House, town: dict[Seat, College]) -> None:
    seat = next(iter(town))
    await house.advance(timedelta(days=8))
    seat.tap("Commencer")
    await house.settle()
    assert "n’est plus ouverte" in (seat.last.text or "")


async def test_a_screen_that_comes_late_does_not_bring_an_earlier_question_back(
    house: House, town: dict[Seat, College]
) -> None:
    """The answer to the first change is lost, so that it is tried again a second later, after the next screen."""
    seat = next(iter(town))
    await tap(house, seat, "Commencer")
    screen = [bubble for bubble in seat.messages if bubble.from_bot][-1]
    house.simulator.faults.add(method="editMessageText", kind="drop_after", times=1)
    for label, question in (("② difficile", "Question 2"), ("Passer →", "Question 3")):
        seat.tap(label)
        await house.simulator.wait_for(lambda question=question: question in (screen.text or ""))  # type: ignore[misc]
    await house.advance(timedelta(seconds=5))
    assert "Question 3" in (screen.text or "")
