"""The coordination's desk: questions of one's own, seen first, counted, confirmed; and nobody else may touch it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.feedback.kinds import RoundState
from actions.feedback.models import FeedbackErrand, FeedbackQuestion, FeedbackRound, FeedbackSettings
from actions.people.colleges import College
from actions.people.models import Person
from bot.simulator import Seat
from bot.simulator.taps import ask_bot
from bot.telegram.handlers.feedback.desk_buttons import STEPS
from tests.feedback.town import coordinator_of, members_of, tap
from tests.harness.house import House


async def only_round(house: House) -> FeedbackRound:
    async with house.app.parts.sessions() as session:
        return (await session.scalars(select(FeedbackRound))).one()


async def test_a_question_of_ones_own_in_every_language_is_previewed_and_sent(house: House) -> None:
    coordinator = await coordinator_of(house)
    await members_of(house, {College.CONCERNED: 11, College.ELECTED: 2})
    await house.hear(coordinator, "/avis")
    await tap(house, coordinator, "Nouvelle consultation")
    await tap(house, coordinator, "Mes propres questions")
    await house.hear(coordinator, "La salle de réunion")
    await tap(house, coordinator, "Passer cette langue")
    await house.hear(coordinator, "The meeting room")
    await tap(house, coordinator, "Ajouter une question")
    await tap(house, coordinator, "Un choix")
    await house.hear(coordinator, "Où se réunir ?")
    await house.hear(coordinator, "À la mairie\nÀ la médiathèque")
    await tap(house, coordinator, "Passer cette langue")
    await house.hear(coordinator, "Where shall we meet?")
    assert "Il me faut 2 réponses" in (await house.hear(coordinator, "Only one"))[0]
    told = await house.hear(coordinator, "At the town hall\nAt the library")
    assert "1. Où se réunir ?" in told[0]

    seen = await tap(house, coordinator, "Aperçu")
    assert len(seen) == 4
    assert "The meeting room" in seen[2]
    assert "② At the library" in seen[2]
    assert "La salle de réunion" in seen[1]
    assert "② À la médiathèque" in seen[0]

    await tap(house, coordinator, "Revenir au brouillon")
    await tap(house, coordinator, "Pour qui ?")
    coordinator.tap("personnes concernées")
    await house.settle()
    assert "✓ personnes concernées" in coordinator.last.labels
    await tap(house, coordinator, "C’est bon")
    await tap(house, coordinator, "Dates et envoi")
    coordinator.tap("14 jours")
    await house.settle()
    coordinator.tap("sans rappel")
    await house.settle()
    told = await tap(house, coordinator, "Compter avant d’envoyer")
    assert told[0].startswith("11 personnes")
    assert "rien n’est parti" in (await house.hear(coordinator, "12"))[0]
    assert (await only_round(house)).state == RoundState.DRAFT.value
    assert "annoncé à 11 personnes" in (await house.hear(coordinator, "11"))[0]
    announced = await only_round(house)
    assert announced.reminder_at is None
    assert announced.audience == ["concerned"]


async def test_a_draft_waits_until_it_is_taken_up_again(house: House) -> None:
    coordinator = await coordinator_of(house)
    await house.hear(coordinator, "/avis")
    await tap(house, coordinator, "Nouvelle consultation")
    await tap(house, coordinator, "L’humeur du groupe")
    await house.hear(coordinator, "/menu")
    await house.hear(coordinator, "/avis")
    await tap(house, coordinator, "En cours")
    told = await tap(house, coordinator, "brouillon · L’humeur du groupe")
    assert "Comment va le groupe" in told[0]
    await tap(house, coordinator, "Retirer la 3")
    async with house.app.parts.sessions() as session:
        assert len((await session.scalars(select(FeedbackQuestion))).all()) == 2


async def test_a_group_too_small_to_show_anything_is_refused_with_the_reason(house: House) -> None:
    coordinator = await coordinator_of(house)
    await members_of(house, {College.CONCERNED: 3})
    await house.hear(coordinator, "/avis")
    for label in ("Nouvelle consultation", "L’humeur du groupe", "Dates et envoi"):
        await tap(house, coordinator, label)
    told = await tap(house, coordinator, "Compter avant d’envoyer")
    assert "plus petit que le groupe minimum" in told[0]
    assert "3" not in told[0]


async def test_the_count_does_not_tell_that_somebody_was_in_danger(house: House) -> None:
    """After a help card a person is left in peace for a day: the count of those asked must not show it."""
    coordinator = await coordinator_of(house)
    members = list(await members_of(house, {College.CONCERNED: 11}))
    await house.hear(coordinator, "/avis")
    for label in ("Nouvelle consultation", "L’humeur du groupe", "Dates et envoi"):
        await tap(house, coordinator, label)
    plan = coordinator.last
    before = await tap(house, coordinator, "Compter avant d’envoyer")
    assert "3114" in (await house.hear(members[0], "je veux mourir"))[0]
    async with house.app.parts.sessions() as session:
        assert (await session.scalars(select(Person.id).where(Person.paused_until > house.clock.now()))).all()
    known = len(coordinator.messages)
    coordinator.tap("Compter avant d’envoyer", message=plan)
    await house.settle()
    assert [bubble.text for bubble in coordinator.messages[known:]] == before


async def test_the_desk_shows_no_figure_while_a_round_is_open(house: House) -> None:
    coordinator = await coordinator_of(house)
    await members_of(house, {College.CONCERNED: 11})
    await house.hear(coordinator, "/avis")
    for label in ("Nouvelle consultation", "L’humeur du groupe", "Dates et envoi"):
        await tap(house, coordinator, label)
    await tap(house, coordinator, "Compter avant d’envoyer")
    await house.hear(coordinator, "11")
    number = (await only_round(house)).id
    for token in (f"fb:res:{number}", f"fb:pics:{number}", f"fc:csv:{number}", f"fc:xlsx:{number}"):
        known = len(coordinator.messages)
        ask_bot(coordinator, coordinator.messages[-1], token)
        await house.settle()
        for bubble in coordinator.messages[known:]:
            assert bubble.media is None or "n =" not in (bubble.caption or "")
            assert "(100 %)" not in (bubble.text or "")


@pytest.fixture
async def stranger(house: House, request: pytest.FixtureRequest) -> Seat:
    """A member of the same CLSM, or the coordinator of another."""
    if request.param == "member":
        return next(iter(await members_of(house, {College.CARERS: 1})))
    return await coordinator_of(house, slug="cap-excellence", name="Étienne")


@pytest.mark.parametrize("stranger", ["member", "coordinator elsewhere"], indirect=True)
async def test_no_button_of_the_desk_works_for_anybody_else(house: House, stranger: Seat) -> None:
    coordinator = await coordinator_of(house)
    await house.hear(coordinator, "/avis")
    await tap(house, coordinator, "Nouvelle consultation")
    await tap(house, coordinator, "L’humeur du groupe")
    drafted = await only_round(house)
    async with house.app.parts.sessions() as session:
        question = (await session.scalars(select(FeedbackQuestion.id))).first()
    await house.hear(stranger, "/menu")
    tails = [
        str(drafted.id),
        str(drafted.territory_id),
        f"{drafted.territory_id}:11",
        f"{drafted.id}:{question}",
        f"{question}:0",
    ]
    tails += [
        f"{drafted.territory_id}:mood",
        f"{drafted.territory_id}:on",
        f"{drafted.id}:now:7:yes",
        f"{drafted.id}:text",
    ]
    for word in STEPS:
        if word == "home":
            continue  # each coordinator's own desk
        known = len(stranger.messages)
        for tail in tails:
            ask_bot(stranger, stranger.messages[-1], f"fc:{word}:{tail}")
        await house.settle()
        for bubble in stranger.messages[known:]:
            words = bubble.text or ""
            assert bubble.media is None
            assert not any(secret in words for secret in ("Brouillon", "Comment va le groupe", "Lille")), (word, words)
    after = await only_round(house)
    assert (after.state, after.audience, after.closes_at) == (RoundState.DRAFT.value, [], None)
    async with house.app.parts.sessions() as session:
        assert len((await session.scalars(select(FeedbackQuestion))).all()) == 3
        assert (await session.scalars(select(FeedbackErrand))).all() == []
        minimums = set(await session.scalars(select(FeedbackSettings.minimum)))
        assert minimums <= {11}


async def test_forged_and_broken_buttons_of_a_person_get_a_kind_answer(house: House) -> None:
    seat = next(iter(await members_of(house, {College.CARERS: 1})))
    await house.hear(seat, "/menu")
    for token in (
        "fb",
        "fb:q",
        "fb:q:x",
        "fb:a:999:0:0",
        "fb:a:1",
        "fb:w:1:secret",
        "fb:join:999:carers",
        "fb:zz",
        "fc:r:x",
    ):
        known = len(seat.messages)
        ask_bot(seat, seat.messages[-1], token)
        await house.settle()
        assert len(seat.messages) > known, token
        assert "problème" not in (seat.last.text or ""), token
