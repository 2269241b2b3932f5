"""A question without an answer: from its author to the coordination, and back as a local answer."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from actions.answers.cleaning import clean
from actions.answers.models import OpenQuestion
from actions.language import Language
from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.service import find_territory
from bot.acceptance import accept
from bot.content.answers import load_answers
from bot.content.library import Content
from bot.operator_mistake import OperatorMistake
from bot.settings import ROOT
from bot.simulator import Seat
from bot.store.vault import FernetVault
from tests.harness.house import House

QUESTION = "est-ce que Karim Benali du 06 12 34 56 78 vend des vélos à Roubaix ?"
REPLY = "Non, le CLSM ne vend pas de vélos. La maison de quartier le fait le mardi."


async def coordinator(house: House, *, slug: str) -> Seat:
    parts = house.app.parts
    async with parts.sessions.begin() as session:
        territory = await find_territory(session, slug)
        assert territory is not None
        issued = await issue_invitation(
            session,
            territory_id=territory.id,
            role=RoleName.COORDINATOR,
            vault=FernetVault(house.settings.secret_key.get_secret_value()),
            now=house.clock.now(),
        )
    seat = house.seat(f"Coordination {slug}")
    await house.hear(seat, f"/start {issued.payload}")
    return seat


async def handed_on(house: House) -> Seat:
    seat = house.seat()
    await house.hear(seat, "/start c-lille")
    await house.hear(seat, QUESTION)
    seat.tap("Transmettre ma question, sans mon nom")
    await house.settle()
    return seat


async def test_question_is_shown_cleaned_before_it_leaves(understanding_house: House) -> None:
    seat = await handed_on(understanding_house)
    assert "Karim" not in (seat.last.text or "")
    assert "06 12" not in (seat.last.text or "")
    assert await stored(understanding_house) == []


async def stored(house: House) -> list[tuple[str, str]]:
    async with house.app.parts.sessions() as session:
        return [(row.words, row.state) for row in await session.scalars(select(OpenQuestion))]


async def test_question_that_is_not_sent_leaves_nothing(understanding_house: House) -> None:
    seat = await handed_on(understanding_house)
    seat.tap("Ne pas envoyer")
    await understanding_house.settle()
    assert (seat.last.text, await stored(understanding_house)) == ("Rien n’a été envoyé.", [])


async def test_question_goes_to_its_coordination_only_and_is_answered(understanding_house: House) -> None:
    house = understanding_house
    seat = await handed_on(house)
    seat.tap("Envoyer")
    await house.settle()
    ours, others = await coordinator(house, slug="lille"), await coordinator(house, slug="cap-excellence")
    assert (await house.hear(others, "/questions"))[0].startswith("Aucune question")
    assert "vend des vélos" in (await house.hear(ours, "/questions"))[0]
    ours.tap("Répondre")
    await house.settle()
    assert "caractères" in (await house.hear(ours, "Non."))[0]
    assert (await house.hear(ours, REPLY))[0].startswith("Merci.")
    assert [state for _, state in await stored(house)] == ["answered"]


async def test_resident_cannot_open_the_questions(house: House) -> None:
    assert (await house.hear(house.seat(), "/questions"))[0].startswith("Je ne connais pas cette commande")


async def test_accepted_answer_becomes_local_content_and_an_example(
    understanding_house: House, content: Content, tmp_path: Path
) -> None:
    house = understanding_house
    seat = await handed_on(house)
    seat.tap("Envoyer")
    await house.settle()
    ours = await coordinator(house, slug="lille")
    await house.hear(ours, "/questions")
    ours.tap("Répondre")
    await house.settle()
    await house.hear(ours, REPLY)
    folder, examples = tmp_path / "content", tmp_path / "nlu_data"
    shutil.copytree(ROOT / "content", folder)
    examples.mkdir()
    told: list[str] = []
    async with house.app.parts.sessions.begin() as session:
        number = await session.scalar(select(OpenQuestion.id))
        assert number is not None
        await accept(
            session,
            number,
            intent="clsm_limites_role",
            answers=content.answers,
            content=folder,
            nlu_data=examples,
            today=date(2026, 11, 23),
            tell=told.append,
        )
    library = load_answers(folder / "answers", intents=content.answers.intents, help_lines=content.help_lines.keys)
    local = library.get("clsm_limites_role", Language.FRENCH, territory="lille")
    elsewhere = library.get("clsm_limites_role", Language.FRENCH, territory="cap-excellence")
    assert local is not None
    assert local.body == REPLY
    assert elsewhere == library.get("clsm_limites_role", Language.FRENCH)
    written = yaml.safe_load((examples / "local.fr.yml").read_text(encoding="utf-8"))
    assert [entry["intent"] for entry in written["nlu"]] == ["clsm_limites_role"]
    assert len(told) == 2


async def test_accepting_what_does_not_wait_says_so(house: House, content: Content, tmp_path: Path) -> None:
    async with house.app.parts.sessions.begin() as session:
        with pytest.raises(OperatorMistake, match="No answered question has the number 7"):
            await accept(
                session,
                7,
                intent="clsm_definition",
                answers=content.answers,
                content=tmp_path,
                nlu_data=tmp_path,
                today=date(2026, 11, 23),
                tell=print,
            )


@given(st.text(max_size=400))
def test_cleaning_leaves_no_digit_whatever_is_typed(text: str) -> None:
    assert not any(sign in "0123456789" for sign in clean(text))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("je m'appelle Karim Benali et je cherche un atelier", ["Karim", "Benali"]),
        ("mon nom est durand, y a-t-il un café ?", ["durand"]),
        ("écrivez-moi à karim@exemple.fr ou @karim59", ["karim"]),
        ("est-ce que le docteur Petit reçoit à Roubaix ?", ["Petit", "Roubaix"]),
    ],
)
def test_cleaning_hides_who_asked(text: str, hidden: list[str]) -> None:
    assert not any(name in clean(text) for name in hidden)
