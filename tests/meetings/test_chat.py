"""What coordinators and members see and press, in the running house."""

from __future__ import annotations

import csv
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from icalendar import Calendar
from sqlalchemy import select

from actions.meetings.models import Invitation, Meeting, Notice
from actions.people.colleges import College
from actions.people.models import Access, Person
from bot.simulator import Seat
from bot.simulator.bubbles import Bubble
from bot.telegram.handlers.meetings.buttons import COORDINATION, DRAFT, MEMBER
from tests.harness.house import House
from tests.meetings.council import Council, living_card, said

MENU = "Que cherchez-vous ? Choisissez, ou écrivez votre question avec vos mots."


def newest_file(seat: Seat) -> bytes:
    """The content of the newest document."""
    bubble = next(each for each in reversed(seat.messages) if each.media == "document")
    return content_of(seat, bubble)


def content_of(seat: Seat, bubble: Bubble) -> bytes:
    bot = next(iter(seat.world.bots.values()))
    return seat.world.files.find(bubble.payload["document"]["file_id"], bot_id=bot.id).content


async def notices(house: House, *, state: str) -> list[tuple[str, str]]:
    async with house.app.parts.sessions() as session:
        rows = await session.execute(select(Notice.kind, Notice.reason).where(Notice.state == state))
        return [(kind, reason) for kind, reason in rows]


async def announced(house: House, *, members: int = 2, territory: str = "lille", **draft: object) -> Council:
    """A council with members and one announced plenary."""
    council = await Council.found(house, territory=territory)
    await council.enrol(members)
    await council.draft(**draft)  # type: ignore[arg-type]
    await council.announce()
    return council


async def test_the_board_exists_for_the_coordination_only(house: House) -> None:
    council = await announced(house, members=1)
    stranger = council.members[0]
    assert await house.hear(stranger, "/coordination") == await house.hear(stranger, "/nimporte")
    assert "Coordination" not in (await house.hear(stranger, "/menu"), stranger.last.labels)[1]
    await house.hear(council.claire, "/menu")
    assert "Coordination" in council.claire.last.labels


ARGUMENTS = {
    "mt": ("{i}", "{i}:transport"),
    "mc": ("{t}", "{m}:1:0", "{m}:elected", "{t}:1:no"),
    "md": ("{t}:copil", "{m}", "{m}:date", "{m}:elected", "{m}:weekly:3"),
}
OPEN_TO_ALL = {"list", "subject", "leave", "join", "off", "stop", "pause", "preview"}


async def test_no_forged_button_changes_what_belongs_to_others(house: House) -> None:
    """The coordinator of another CLSM presses every button of this one."""
    await announced(house, members=1, territory="cap-excellence")
    other = (await Council.found(house, territory="lille", name="Doriane")).claire
    await house.hear(other, "/menu")
    async with house.app.parts.sessions() as session:
        meeting = (await session.scalars(select(Meeting))).one()
        invitation = (await session.scalars(select(Invitation))).one()
        before = snapshot(meeting), snapshot(invitation)
    names = {"t": meeting.territory_id, "m": meeting.id, "i": invitation.id}
    menu = other.last
    known, tokens = len(other.messages), forged()
    for number, token in enumerate(tokens):
        data = token.format(**names)
        menu.message.inline_keyboard = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}
        other.tap("forged", message=menu)
        if number % 10 == 0:
            await house.settle()
    await house.settle()
    assert said(other, since=known) == [MENU] * len(tokens)
    async with house.app.parts.sessions() as session:
        meeting = (await session.scalars(select(Meeting))).one()
        invitation = (await session.scalars(select(Invitation))).one()
        assert (snapshot(meeting), snapshot(invitation)) == before


def forged() -> list[str]:
    """Every button about a card or a meeting, with every kind of argument."""
    tables = {"mt": set(MEMBER) - OPEN_TO_ALL, "mc": set(COORDINATION) - {"open"}, "md": set(DRAFT)}
    return [
        f"{word}:{verb}:{rest}" for word, verbs in tables.items() for verb in sorted(verbs) for rest in ARGUMENTS[word]
    ]


def snapshot(row: Meeting | Invitation) -> dict[str, object]:
    return {column.name: getattr(row, column.key) for column in row.__table__.columns}


async def test_a_card_edits_itself_and_stays_one(house: House) -> None:
    council = await announced(house, members=1)
    amina = council.members[0]
    known = len(amina.messages)
    await council.tap(amina, "Je viens")
    await council.tap(amina, "Mes besoins")
    await council.tap(amina, "☐ transport")
    await council.tap(amina, "C’est bon")
    await council.tap(amina, "Je viens accompagné·e")
    await council.tap(amina, "2")
    card = living_card(amina)
    assert "oui, sur place, avec 2 personnes" in (card.text or "")
    assert "Vos besoins : transport" in (card.text or "")
    assert said(amina, since=known) == []
    await council.tap(amina, "Non")
    assert "Votre réponse : non" in (living_card(amina).text or "")
    assert amina.alerts[-1].text == "C’est noté."
    await council.tap(amina, "✓ Non")
    assert amina.alerts[-1].text == "C’était déjà votre réponse."


async def test_a_need_in_words_reaches_the_board_and_no_other_card(house: House) -> None:
    council = await announced(house)
    amina, bernard = council.members
    await council.tap(amina, "Je viens")
    await council.tap(amina, "Mes besoins")
    await council.tap(amina, "Autre, en quelques mots")
    await house.hear(amina, "une place près de la sortie")
    assert "une place près de la sortie" in (living_card(amina).text or "")
    assert "sortie" not in (living_card(bernard).text or "")
    await house.hear(council.claire, "/coordination")
    await council.tap(council.claire, "Plénière")
    assert "une place près de la sortie" in (council.claire.last.text or "")


async def test_a_voice_is_entrusted_by_pseudonym_and_accepted(house: House) -> None:
    council = await announced(house, members=0)
    amina, bernard = await council.join("Amina"), await council.join("Bernard")
    await council.pass_time()
    pseudonym = await pseudonym_of(house, bernard)
    await council.tap(bernard, "Je viens")
    await council.tap(amina, "Non")
    await council.tap(amina, "Confier ma voix")
    await house.hear(amina, pseudonym)
    assert "pas encore répondu" in (living_card(amina).text or "")
    await council.tap(bernard, "J’accepte de porter sa voix")
    await house.settle()
    assert "Votre voix est confiée" in (living_card(amina).text or "")
    assert any("l’accord" not in text and "la personne a accepté" in text for text in said(amina))
    await house.hear(council.claire, "/coordination")


async def pseudonym_of(house: House, seat: Seat) -> str:
    await house.hear(seat, "/donnees")
    await Council(house, seat).tap(seat, "Recevoir mes données")
    content = newest_file(seat).decode()
    return content.partition('"pseudonym": "')[2].partition('"')[0]


async def test_the_calendar_file_is_one_that_calendars_accept_and_keep_true(house: House) -> None:
    council = await announced(house, members=1)
    amina = council.members[0]
    await council.tap(amina, "Pour mon agenda")
    first = Calendar.from_ical(newest_file(amina))
    event = first.walk("VEVENT")[0]
    assert (first["METHOD"], int(event["SEQUENCE"]), event["STATUS"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert [zone["TZID"] for zone in first.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert event["ORGANIZER"].startswith("mailto:")
    await council.tap(council.claire, "Tableau de la réunion")
    await council.tap(council.claire, "Annuler la réunion")
    assert "Nouveau message : 1 personne. Changement sans bruit : 0 carte." in (council.claire.last.text or "")
    await council.tap(council.claire, "Oui, annuler la réunion")
    await council.pass_time()
    last = Calendar.from_ical(newest_file(amina))
    cancelled = last.walk("VEVENT")[0]
    assert (last["METHOD"], int(cancelled["SEQUENCE"]), cancelled["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert cancelled["UID"] == event["UID"]


async def test_no_invitation_leaves_at_night(house: House) -> None:
    council = await Council.found(house)
    await council.enrol(1)
    await council.draft()
    await house.advance(timedelta(hours=12))  # ten in the evening in Paris
    await council.announce()
    amina = council.members[0]
    assert not any("Invitation" in text for text in said(amina))
    await council.pass_time(timedelta(hours=10, minutes=29))
    assert not any("Invitation" in text for text in said(amina))
    await council.pass_time(timedelta(minutes=1))
    assert any("Invitation" in text for text in said(amina))


async def test_who_is_paused_is_reminded_afterwards_and_told_of_a_cancellation_at_once(house: House) -> None:
    council = await announced(house, members=1, date="lundi 7 décembre 2026 à 18h")
    amina = council.members[0]
    async with house.app.parts.sessions.begin() as session:
        person = (await session.scalars(select(Person).where(Person.id == 2))).one()
        person.paused_until = house.clock.now() + timedelta(days=8)
    known = len(amina.messages)
    await council.pass_time(timedelta(days=7, hours=8))  # J-7 has passed
    assert said(amina, since=known) == []
    await council.pass_time(timedelta(hours=16))
    assert len(said(amina, since=known)) == 1
    async with house.app.parts.sessions.begin() as session:
        person = (await session.scalars(select(Person).where(Person.id == 2))).one()
        person.paused_until = house.clock.now() + timedelta(days=8)
    await council.tap(council.claire, "Tableau de la réunion")
    await council.tap(council.claire, "Annuler la réunion")
    await council.tap(council.claire, "Oui, annuler la réunion")
    await council.pass_time()
    assert said(amina)[-1].startswith("Cette réunion est annulée.")


async def test_the_weekly_budget_stops_a_relaunch_and_leaves_news_through(house: House) -> None:
    council = await announced(house, members=1)
    amina, claire = council.members[0], council.claire
    for _ in range(6):
        await house.hear(claire, "/coordination")
        await council.tap(claire, "Plénière")
        await council.tap(claire, "Relancer")
        await council.tap(claire, "Oui, relancer")
        await council.pass_time(timedelta(days=1))
    assert ("relaunch", "spent") in await notices(house, state="dropped")
    relaunches = [kind for kind, _ in await notices(house, state="sent") if kind == "relaunch"]
    assert len(relaunches) == 4  # and the invitation makes five
    await council.tap(claire, "Tableau de la réunion")
    await council.tap(claire, "Déplacer")
    await house.hear(claire, "mercredi 31 mars 2027 à 18h")
    await council.tap(claire, "Oui, c’est cela")
    await council.pass_time()
    assert said(amina)[-1].startswith("La date a changé.")


async def test_what_went_late_or_not_at_all_is_told_to_the_coordination(house: House) -> None:
    council = await announced(house, members=2, date="lundi 7 décembre 2026 à 18h")
    await council.pass_time(timedelta(days=13, hours=10))  # J-7 and J-1 are overdue: the last still makes sense
    late = next(text for text in said(council.claire) if "ne sont pas partis à l’heure" in text)
    assert "2 rappels sont partis en retard" in late.replace("\u202f", " ")
    assert "2 messages n’avaient plus de sens" in late
    assert sum("ne sont pas partis à l’heure" in text for text in said(council.claire)) == 1
    for seat in council.members:
        assert sum("Rappel" in text for text in said(seat)) == 1


async def test_the_draft_is_left_and_taken_up_again(house: House) -> None:
    council = await Council.found(house)
    claire = council.claire
    await council.begin_draft("Logement")
    await council.tap(claire, "Mettre de côté")
    await house.advance(timedelta(days=10))
    await house.hear(claire, "/coordination")
    await council.tap(claire, "Brouillon : Logement")
    assert "Il manque : Date et Lieu" in (claire.last.text or "")
    await council.tap(claire, "Reprendre")
    assert "Quand ?" in (claire.last.text or "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mardi 12 mars à 18h30", "ce serait le vendredi 12 mars 2027"),
        ("hier", "Je n’y trouve pas de date"),
        ("12/03/2020 à 18h", "déjà passé"),
        ("dimanche 28 mars 2027 à 2h30", "les horloges sautent"),
        ("demain", "À quelle heure ?"),
    ],
)
async def test_a_date_that_cannot_be_is_explained(house: House, text: str, words: str) -> None:
    council = await Council.found(house)
    claire = council.claire
    await council.begin_draft("Logement")
    assert words in (await house.hear(claire, text))[-1]


async def test_a_series_of_drafts_is_shown_with_its_dates(house: House) -> None:
    council = await Council.found(house)
    claire = council.claire
    await council.draft(body="Groupe de travail", title="Logement", date="mardi 9 mars 2027 à 14h")
    await council.tap(claire, "Répéter")
    await council.tap(claire, "Chaque mois, le même jour de semaine")
    await council.tap(claire, "3")
    text = (claire.last.text or "").replace("\u202f", " ")
    assert "mardi 13 avril 2027 à 14 h" in text
    assert "mardi 11 mai 2027 à 14 h" in text


async def test_answers_and_attendance_are_exported_under_pseudonym(house: House) -> None:
    council = await announced(house, members=3)
    claire = council.claire
    await council.tap(council.members[0], "Je viens")
    await council.tap(claire, "Tableau de la réunion")
    await council.tap(claire, "Exporter (CSV)")
    rows = list(csv.DictReader(StringIO(newest_file(claire).decode("utf-8-sig")), delimiter=";"))
    assert sorted(row["Réponse"] for row in rows) == ["oui, sur place", "pas de réponse", "pas de réponse"]
    await council.tap(claire, "Exporter (XLSX)")
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(BytesIO(newest_file(claire))).namelist()
    async with house.app.parts.sessions() as session:
        deeds = list(await session.scalars(select(Access.deed)))
    assert [deed for deed in deeds if deed.startswith("export meeting")] == [
        "export meeting 1 as csv", "export meeting 1 as xlsx",
    ]  # fmt: skip


async def test_a_subject_goes_from_a_resident_to_the_agenda(house: House) -> None:
    council = await announced(house, members=1)
    amina, claire = council.members[0], council.claire
    await council.tap(amina, "Proposer un sujet")
    await house.hear(amina, "L’accès aux soins le samedi")
    assert "L’accès aux soins le samedi" in said(claire)[-1]
    await council.tap(claire, "Voir les sujets proposés")
    await council.tap(claire, "À l’ordre du jour")
    await council.pass_time()
    assert "- L’accès aux soins le samedi" in (living_card(amina).text or "")
    assert any("est à l’ordre du jour" in text for text in said(amina))


async def test_the_conformity_board_and_the_report_say_what_took_place(house: House) -> None:
    council = await announced(house, members=6, date="lundi 7 décembre 2026 à 18h")
    claire = council.claire
    await council.pass_time(timedelta(days=14, hours=10))
    await house.hear(claire, "/coordination")
    await council.tap(claire, "Plénière")
    await council.tap(claire, "Feuille de présence")
    for label in [each for each in claire.last.labels if each.startswith("· ")]:
        await council.tap(claire, label)
    await council.tap(claire, "Tableau de la réunion")
    await council.tap(claire, "Elle a eu lieu")
    await council.tap(claire, "Oui, elle a eu lieu")
    await council.tap(claire, "Coordination")
    await council.tap(claire, "Référentiel")
    text = claire.last.text or ""
    assert "✓ Assemblée plénière : tenues 1, demandées par an 1" in text
    assert "○ Comité de pilotage : tenus 0, demandés par an 2" in text
    assert "DGS/SP4/2025/8" in text
    await council.tap(claire, "Rapport annuel")
    documents = [each for each in claire.messages if each.media == "document"][-2:]
    contents = [content_of(claire, each) for each in documents]
    assert "word/media/image1.png" in zipfile.ZipFile(BytesIO(contents[0])).namelist()
    assert contents[1].startswith(b"%PDF")


async def test_erasing_ones_data_leaves_nothing_of_the_meetings(house: House) -> None:
    council = await announced(house, members=1)
    amina = council.members[0]
    await council.tap(amina, "Je viens")
    await house.hear(amina, "/donnees")
    assert "invitation à une réunion" in (amina.last.text or "")
    await council.tap(amina, "Effacer mes données")
    await council.tap(amina, "Oui, tout effacer")
    async with house.app.parts.sessions() as session:
        assert list(await session.scalars(select(Invitation))) == []
        assert list(await session.scalars(select(Notice))) == []


async def test_turning_reminders_off_keeps_the_answer_and_stops_the_messages(house: House) -> None:
    council = await Council.found(house)
    amina = await council.join("Amina", College.CARERS)
    await council.draft()
    await council.announce()
    await council.tap(amina, "Je viens")
    await council.tap(amina, "Arrêter les rappels")
    await council.tap(amina, "Arrêter : CLSM de Lille")
    known = len(amina.messages)
    await council.pass_time(timedelta(days=108))
    assert said(amina, since=known) == []
    async with house.app.parts.sessions() as session:
        assert (await session.scalars(select(Invitation.answer))).one() == "yes"
