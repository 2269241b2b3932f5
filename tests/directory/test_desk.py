"""The directory in the hands of a coordination, from its own seat; and in nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from actions.directory.models import ReportWords, Resource, ResourceChange
from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.service import find_territory
from bot.directory_desk import keep_samples
from bot.settings import ROOT
from bot.simulator import Seat
from bot.simulator.taps import ask_bot
from bot.store.vault import FernetVault
from tests.conftest import OpenHouse
from tests.harness.house import START, House


@pytest.fixture
async def house(open_a_house: OpenHouse, database_url: str) -> House:
    """A house on each kind of database."""
    house = await open_a_house(database_url=database_url)
    await keep_samples(ROOT / "content", sessions=house.app.parts.sessions, now=START)
    return house


async def coordinator(house: House, slug: str, name: str = "Claire") -> Seat:
    seat = house.seat(name)
    vault = FernetVault(house.settings.secret_key.get_secret_value())
    async with house.app.parts.sessions.begin() as session:
        territory = await find_territory(session, slug)
        assert territory is not None
        issued = await issue_invitation(
            session, territory_id=territory.id, role=RoleName.COORDINATOR, vault=vault, now=START
        )
    await house.hear(seat, f"/start {issued.payload}")
    return seat


async def tap(house: House, seat: Seat, label: str) -> str:
    seat.tap(label)
    await house.settle()
    return seat.last.text or ""


async def press(house: House, seat: Seat, token: str) -> str:
    """Press a forged or old button."""
    ask_bot(seat, seat.last, token)
    await house.settle()
    return seat.last.text or ""


async def number_of(house: House, source_id: str) -> int:
    async with house.app.parts.sessions() as session:
        number = await session.scalar(select(Resource.id).where(Resource.source_id == source_id))
    assert number is not None
    return number


async def phone_of(house: House, source_id: str) -> str | None:
    async with house.app.parts.sessions() as session:
        phone: str | None = await session.scalar(select(Resource.phone).where(Resource.source_id == source_id))
    return phone


async def test_a_reported_error_reaches_the_coordination_and_is_corrected(house: House) -> None:
    claire, amina = await coordinator(house, "lille"), house.seat("Amina")
    await house.hear(amina, "alcool à Lille")
    await tap(house, amina, "Erreur 1")
    assert "Merci" in await tap(house, amina, "Le téléphone ne répond pas")
    assert "le téléphone ne répond pas" in (claire.last.text or "")
    assert "Amina" not in (claire.last.text or "")
    assert "Signalé" in await tap(house, claire, "Voir ce lieu")
    await tap(house, claire, "Corriger")
    await tap(house, claire, "Téléphone")
    assert "dix chiffres" in (await house.hear(claire, "bonjour"))[0]
    assert "deviendra" in (await house.hear(claire, "03 53 01 99 99"))[0]
    corrected = await tap(house, claire, "Enregistrer")
    assert "03 53 01 99 99" in corrected
    assert "Signalé" not in corrected
    assert "03 53 01 99 99" in await tap(house, claire, "Historique")


async def test_saving_twice_saves_once(house: House) -> None:
    claire = await coordinator(house, "lille")
    number = await number_of(house, "demo-59350-csapa")
    await press(house, claire, f"desk:f:{number}:phone")
    await house.hear(claire, "03 53 01 88 88")
    question = claire.last
    claire.tap("Enregistrer", message=question)
    claire.tap("Enregistrer", message=question)
    await house.settle()
    async with house.app.parts.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(ResourceChange)) == 1


async def test_the_same_error_told_twice_is_one_notice(house: House) -> None:
    claire = await coordinator(house, "lille")
    for name in ("Amina", "Bernard"):
        seat = house.seat(name)
        await house.hear(seat, "alcool à Lille")
        await tap(house, seat, "Erreur 1")
        await tap(house, seat, "Les horaires sont faux")
    notices = [bubble for bubble in claire.messages if "signalée" in (bubble.text or "")]
    assert len(notices) == 1


async def test_a_place_is_added_shown_closed_and_gone_from_answers(house: House) -> None:
    claire, amina = await coordinator(house, "lille"), house.seat("Amina")
    await house.hear(claire, "/annuaire")
    await tap(house, claire, "Ajouter un lieu")
    await house.hear(claire, "GEM du Soleil")
    assert "pas dans votre territoire" in (await house.hear(claire, "Roubaix"))[0]
    await house.hear(claire, "Lille")
    await house.hear(claire, "3 rue des Essais")
    assert "50.63000, 3.06000" not in await share(house, claire, 50.63, 3.06)
    await tap(house, claire, "Passer")
    await house.hear(claire, "Mo-Fr 10:00-18:00")
    await tap(house, claire, "Passer")
    assert "Ajouté" in await tap(house, claire, "Enregistrer")
    assert "GEM du Soleil" in (await house.hear(amina, "groupe d'entraide à Lille"))[0]
    await tap(house, claire, "Ce lieu a fermé")
    assert "Fermé par la coordination" in await tap(house, claire, "Enregistrer")
    assert "GEM du Soleil" not in (await house.hear(amina, "groupe d'entraide à Lille"))[0]


async def share(house: House, seat: Seat, latitude: float, longitude: float) -> str:
    seat.share_location(latitude, longitude)
    await house.settle()
    return seat.last.text or ""


async def test_a_place_is_put_where_the_coordination_shows_it(house: House) -> None:
    claire = await coordinator(house, "lille")
    number = await number_of(house, "demo-59350-csapa")
    await press(house, claire, f"desk:e:{number}")
    assert "50.63300, 3.02950" in await tap(house, claire, "Position sur la carte")
    assert "plus de 60 km" in await share(house, claire, 48.85, 2.35)
    assert "50.64100, 3.05000 (Lille" in await share(house, claire, 50.641, 3.05)
    assert await position_of(house, "demo-59350-csapa") == (50.633, 3.0295, False)
    assert "Enregistré" in await tap(house, claire, "Enregistrer")
    assert await position_of(house, "demo-59350-csapa") == (50.641, 3.05, False)
    assert "« 50.63300, 3.02950 » → « 50.64100, 3.05000 »" in await tap(house, claire, "Historique")
    await keep_samples(ROOT / "content", sessions=house.app.parts.sessions, now=START)
    assert await position_of(house, "demo-59350-csapa") == (50.641, 3.05, False)


async def test_a_position_may_be_typed_and_nothing_else(house: House) -> None:
    claire = await coordinator(house, "lille")
    number = await number_of(house, "demo-59350-csapa")
    await press(house, claire, f"desk:f:{number}:position")
    assert "trombone" in (await house.hear(claire, "derrière la mairie"))[0]
    assert "50.64100, 3.05000" in (await house.hear(claire, "50,641; 3,05"))[0]
    await press(house, claire, f"desk:f:{number}:phone")
    assert "quelques mots" in await share(house, claire, 50.641, 3.05)


async def position_of(house: House, source_id: str) -> tuple[float | None, float | None, bool]:
    async with house.app.parts.sessions() as session:
        resource = (await session.scalars(select(Resource).where(Resource.source_id == source_id))).one()
    return (resource.latitude, resource.longitude, resource.is_approximate)


async def words_kept(house: House) -> list[str]:
    async with house.app.parts.sessions() as session:
        return list(await session.scalars(select(ReportWords.words)))


async def report_in_words(house: House, seat: Seat, words: str) -> str:
    await house.hear(seat, "alcool à Lille")
    await tap(house, seat, "Erreur 1")
    await tap(house, seat, "Autre chose ne va pas")
    assert "Pas de nom" in await tap(house, seat, "Ajouter quelques mots")
    return (await house.hear(seat, words))[0]


async def test_an_error_may_be_told_in_words_that_name_nobody(house: House) -> None:
    claire, amina = await coordinator(house, "lille"), house.seat("Amina")
    shown = await report_in_words(house, amina, "la porte du fond est murée, madame Durand 06 39 98 12 34 le sait")
    assert "la porte du fond est murée" in shown
    assert "Durand" not in shown
    assert "06 39" not in shown
    assert await words_kept(house) == []
    assert "sans votre nom" in await tap(house, amina, "Envoyer")
    assert "la porte du fond est murée" in (claire.last.text or "")
    assert "Amina" not in (claire.last.text or "")
    assert "la porte du fond est murée" in await tap(house, claire, "Voir ce lieu")
    await tap(house, claire, "Tout est juste")
    assert await words_kept(house) == []


async def test_words_are_sent_only_on_a_yes_and_once(house: House) -> None:
    amina = house.seat("Amina")
    await report_in_words(house, amina, "on entre maintenant par la cour")
    assert "Rien n’a été envoyé" in await tap(house, amina, "Ne pas envoyer")
    assert await words_kept(house) == []
    await report_in_words(house, amina, "on entre maintenant par la cour")
    preview = amina.last
    amina.tap("Envoyer", message=preview)
    amina.tap("Envoyer", message=preview)
    await house.settle()
    assert await words_kept(house) == ["on entre maintenant par la cour"]
    await report_in_words(house, amina, "on entre maintenant par la cour")
    assert "déjà" in await tap(house, amina, "Envoyer")
    assert await words_kept(house) == ["on entre maintenant par la cour"]


async def test_words_without_a_word_are_asked_again(house: House) -> None:
    amina = house.seat("Amina")
    assert "Pas de nom" in await report_in_words(house, amina, "06 39 98 12 34")
    amina.send_sticker()
    await house.settle()
    assert "Pas de nom" in (amina.last.text or "")


async def test_danger_in_the_words_of_an_error_is_answered_first(house: House) -> None:
    amina = house.seat("Amina")
    heard = await report_in_words(house, amina, "personne ne répond et je vais me suicider ce soir")
    assert "3114" in heard
    assert await words_kept(house) == []


async def test_words_are_forgotten_after_three_months(house: House) -> None:
    amina = house.seat("Amina")
    await report_in_words(house, amina, "on entre maintenant par la cour")
    await tap(house, amina, "Envoyer")
    await house.advance(timedelta(days=89))
    assert len(await words_kept(house)) == 1
    await house.advance(timedelta(days=2))
    assert await words_kept(house) == []


async def test_all_right_dates_the_place_and_takes_it_off_the_list(house: House) -> None:
    claire = await coordinator(house, "lille")
    await house.hear(claire, "/annuaire")
    await tap(house, claire, "À revérifier (5)")
    await tap(house, claire, claire.last.labels[0])
    assert "Fiche vérifiée" in await tap(house, claire, "Tout est juste")
    assert "À revérifier : 4" in await tap(house, claire, "Annuaire")


async def test_local_lines_are_shown_to_residents(house: House) -> None:
    claire, amina = await coordinator(house, "lille"), house.seat("Amina")
    await house.hear(claire, "/annuaire")
    await tap(house, claire, "Notre CLSM")
    await tap(house, claire, "Lignes locales")
    await house.hear(claire, "Écoute locale, 03 53 01 00 99, tous les soirs")
    await tap(house, claire, "Enregistrer")
    assert "Écoute locale, 03 53 01 00 99" in (await house.hear(amina, "alcool à Lille"))[0]


@pytest.mark.parametrize("step", ["r:{}", "e:{}", "f:{}:phone", "f:{}:position", "h:{}", "c:{}", "o:{}", "ok:{}"])
async def test_a_coordination_reaches_no_place_of_another(house: House, step: str) -> None:
    paul = await coordinator(house, "paris-20e", "Paul")
    number = await number_of(house, "demo-59350-csapa")
    heard = await press(house, paul, "desk:" + step.format(number))
    assert "CSAPA" not in heard
    assert "pas dans votre territoire" in (paul.alerts[-1].text or "")
    assert paul.last.text is not None
    async with house.app.parts.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(ResourceChange)) == 0


@pytest.mark.parametrize("token", ["desk", "desk:r:1", "desk:yes", "desk:t:contact", "desk:add", "desk:nonsense:1:2:3"])
async def test_nobody_else_uses_the_desk(house: House, token: str) -> None:
    amina = house.seat("Amina")
    await house.hear(amina, "/menu")
    assert "réservée" in await press(house, amina, token)


@pytest.mark.parametrize(
    "token",
    [
        "near:p:x",
        "near:err",
        "near:words:1:x",
        "near:send:1",
        "near:drop:1",
        "near:send:99999",
        "near:err:99999",
        "near:call:-1",
        "near:zzz",
        "near:n:nothing",
        "near:c:00000",
        "clsm:x",
    ],
)
async def test_a_forged_button_gets_a_kind_answer(house: House, token: str) -> None:
    amina = house.seat("Amina")
    await house.hear(amina, "/menu")
    assert await press(house, amina, token)


async def test_a_form_left_open_is_forgotten_by_a_command(house: House) -> None:
    claire = await coordinator(house, "lille")
    number = await number_of(house, "demo-59350-csapa")
    await press(house, claire, f"desk:f:{number}:phone")
    await house.hear(claire, "/annuaire")
    await house.advance(timedelta(minutes=1))
    await house.hear(claire, "alcool à Lille")
    assert await phone_of(house, "demo-59350-csapa") == "03 53 01 00 07"
