"""Forms put aside: what no conversation of two shows."""

from __future__ import annotations

from datetime import timedelta

from actions.answers.models import OpenQuestion
from actions.answers.open_questions import next_open
from actions.territories.service import find_territory
from bot.delivery.conversations import FORM_LIFETIME, Conversation, Form, load_conversation, save_conversation
from bot.simulator import Seat
from bot.store.engine import Sessions
from bot.store.vault import FernetVault
from tests.harness.house import START, House

VAULT = FernetVault("k" * 48)
CHAT = "a chat"


async def kept(sessions: Sessions, conversation: Conversation, *, after: timedelta) -> Conversation:
    async with sessions.begin() as session:
        await save_conversation(session, CHAT, conversation, vault=VAULT, now=START)
    async with sessions.begin() as session:
        return await load_conversation(session, CHAT, vault=VAULT, now=START + after)


async def test_parked_form_comes_back_with_all_that_was_given(sessions: Sessions) -> None:
    conversation = Conversation(form=Form("meeting_draft", "date", {"day": "2027-03-26"}, [{"text": "When?"}]))
    assert conversation.form is not None
    conversation.park(conversation.form, now=START)
    assert conversation.form is None
    back = await kept(sessions, conversation, after=FORM_LIFETIME - timedelta(seconds=1))
    assert back.take_up("meeting_draft") == Form("meeting_draft", "date", {"day": "2027-03-26"}, [{"text": "When?"}])
    assert back.parked == {}


async def test_parked_form_dies_after_a_week_though_another_is_open(sessions: Sessions) -> None:
    conversation = Conversation(form=Form("feedback", "text"))
    conversation.park(Form("desk", "new"), now=START - timedelta(days=2))
    back = await kept(sessions, conversation, after=timedelta(days=5, hours=1))
    assert back.parked == {}
    assert back.form == Form("feedback", "text")


async def test_open_form_dies_after_a_week_though_another_was_parked_later(sessions: Sessions) -> None:
    conversation = Conversation(form=Form("feedback", "text"))
    conversation.park(Form("desk", "new"), now=START + timedelta(days=1))
    back = await kept(sessions, conversation, after=FORM_LIFETIME + timedelta(hours=1))
    assert back.form is None
    assert list(back.parked) == ["desk"]


async def test_newest_form_of_a_kind_takes_the_place_of_the_parked_one(sessions: Sessions) -> None:
    conversation = Conversation(form=Form("desk", "find"))
    conversation.park(Form("desk", "new"), now=START)
    back = await kept(sessions, conversation, after=timedelta(hours=1))
    assert (back.form, back.parked) == (Form("desk", "find"), {})


async def test_answer_to_an_open_question_waits_while_the_menu_is_read(house: House) -> None:
    claire = house.seat("Claire")
    await house.appoint(claire, territory="lille")
    async with house.app.parts.sessions.begin() as session:
        territory = await find_territory(session, "lille")
        assert territory is not None
        session.add(
            OpenQuestion(
                territory_id=territory.id, words="Où sont les permanences ?", language="fr", state="open",
                asked_on=START.date(),
            )
        )  # fmt: skip
    await house.hear(claire, "/questions")
    await _tap(house, claire, "Répondre")
    await house.hear(claire, "/menu")
    await house.hear(claire, "Ceci est une question à l’assistant, pas une réponse")
    await _tap(house, claire, "Reprendre : la réponse à une question")
    await house.hear(claire, "Le mardi matin, à la mairie de quartier, sans rendez-vous.")
    async with house.app.parts.sessions() as session:
        assert await next_open(session, territory_id=territory.id) is None
        answered = (await session.get_one(OpenQuestion, 1)).answer
    assert answered == "Le mardi matin, à la mairie de quartier, sans rendez-vous."


async def test_erasing_ones_data_forgets_what_was_put_aside(house: House) -> None:
    amina = house.seat("Amina")
    await house.hear(amina, "/start c-lille")
    await house.hear(amina, "/reunions")
    await _tap(house, amina, "Proposer un sujet")
    await _tap(house, amina, "Garder ce CLSM")
    await house.hear(amina, "/donnees")
    await _tap(house, amina, "Effacer mes données")
    await _tap(house, amina, "Oui, tout effacer")
    await house.hear(amina, "/menu")
    assert not any(label.startswith("Reprendre") for label in amina.last.labels)


async def _tap(house: House, seat: Seat, label: str) -> None:
    seat.tap(label)
    await house.settle()
