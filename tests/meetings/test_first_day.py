"""A coordinator alone, on the first day: nobody signed up, a draft left and taken up, a past that stays in reach."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.simulator import Seat
from bot.simulator.taps import ask_bot
from tests.harness.house import House
from tests.meetings.council import Council, living_card, said


async def board_of(council: Council, title: str = "Plénière") -> str:
    """What the board of the meeting says now."""
    await council.house.hear(council.claire, "/coordination")
    await council.tap(council.claire, title)
    return council.claire.last.text or ""


async def test_the_coordination_reads_how_many_are_signed_up_and_the_link_to_give(house: House) -> None:
    council = await Council.found(house)
    (text,) = await house.hear(council.claire, "/coordination")
    assert text.startswith("Coordination du CLSM de Lille")
    assert "0 personne est inscrite" in text
    assert "https://t.me/clsm_test_bot?start=c-lille" in text
    await council.join("Amina")
    await council.join("Bernard")
    assert "2 personnes sont inscrites" in (await house.hear(council.claire, "/coordination"))[0]


async def test_every_desk_is_one_tap_from_the_board(house: House) -> None:
    council = await Council.found(house)
    for label, heard in (
        ("Demandes (0)", "0 demande ouverte"),
        ("Questions (0)", "Aucune question"),
        ("Annuaire", "Annuaire — CLSM de Lille"),
        ("Avis du groupe", "avis"),
    ):
        await house.hear(council.claire, "/coordination")
        assert heard in "".join(await council.tap(council.claire, label)), label


async def test_a_desk_of_two_councils_is_the_one_of_the_board(house: House) -> None:
    council = await Council.found(house)
    await house.appoint(council.claire, territory="lyon")
    await house.hear(council.claire, "/start c-lille")
    for label in ("Demandes", "Annuaire"):
        await house.hear(council.claire, "/coordination")
        await council.tap(council.claire, "CLSM de Lyon")
        assert "CLSM de Lyon" in "".join(await council.tap(council.claire, label)), label


@pytest.mark.parametrize("desk", ["requests", "questions", "places"])
async def test_a_forged_button_opens_no_desk(house: House, desk: str) -> None:
    council = await Council.found(house)
    amina = await council.join("Amina")
    known = len(amina.messages)
    for number in (*range(1, 8), "", "x"):
        ask_bot(amina, amina.last, f"mc:{desk}:{number}")
        await house.settle()
    heard = "\n".join(said(amina, since=known))
    assert [words for words in ("Annuaire —", "Aucune question", "demandes ouvertes") if words in heard] == []


async def test_a_meeting_for_nobody_is_announced_knowingly(house: House) -> None:
    council = await Council.found(house)
    await council.draft()
    await council.tap(council.claire, "Annoncer")
    assert "Personne n’est encore inscrit" in (council.claire.last.text or "")
    await council.tap(council.claire, "Oui, envoyer les invitations")
    amina = await council.join("Amina")
    await council.pass_time()
    assert "Invitation" in said(amina)[-1]


async def test_the_same_time_asks_for_the_time_where_there_is_none(house: House) -> None:
    council = await Council.found(house)
    claire = council.claire
    await council.begin_draft("Logement")
    assert "lundi 7 décembre 2026, d’accord" in (await house.hear(claire, "dans quinze jours, même heure"))[-1]
    assert "lundi 7 décembre 2026, d’accord" in (await house.hear(claire, "même heure"))[-1]
    assert "lundi 7 décembre 2026 à 14 h" in (await house.hear(claire, "14h"))[-1].replace("\u202f", " ")


async def test_a_question_put_aside_is_taken_up_where_it_was_from_there_or_the_menu(house: House) -> None:
    council = await Council.found(house)
    claire = council.claire
    await council.begin_draft("Logement")
    await house.hear(claire, "vendredi 12 mars 2027 à 14h")
    await council.tap(claire, "Oui, c’est cela")
    await council.tap(claire, "2 h")
    await house.hear(claire, "Mairie")
    await council.tap(claire, "Laisser vide")
    assert "visio" in (claire.last.text or "")
    await council.tap(claire, "Mettre de côté")
    await council.tap(claire, "Reprendre")
    assert "visio" in (claire.last.text or "")
    await council.tap(claire, "Mettre de côté")
    await house.hear(claire, "/menu")
    await council.tap(claire, "Reprendre")
    assert "visio" in (claire.last.text or "")
    await council.tap(claire, "Laisser vide")
    assert "ordre du jour" in (claire.last.text or "")


async def test_the_sentence_of_the_reminders_is_said_back_and_can_be_taken_away(house: House) -> None:
    council = await Council.found(house)
    claire = council.claire
    await council.draft()
    await council.tap(claire, "Rappels")
    assert "« Prenez une écharpe »" in (await house.hear(claire, "Prenez une écharpe"))[-1]
    await council.tap(claire, "Retirer la phrase")
    assert "écharpe" not in (claire.last.text or "")
    await council.tap(claire, "Continuer")
    assert "écharpe" not in (claire.last.text or "")


async def test_nobody_is_asked_again_twice_within_a_day(house: House) -> None:
    council = await Council.found(house)
    (amina,) = await council.enrol(1)
    await council.draft()
    await council.announce()
    assert await relaunch(council, amina) == 1
    await board_of(council)
    await council.tap(council.claire, "Relancer")
    assert "Personne à relancer pour l’instant" in (council.claire.last.text or "")
    await council.pass_time(timedelta(days=1))
    assert await relaunch(council, amina) == 1


async def relaunch(council: Council, seat: Seat) -> int:
    """Ask again, from the board, and let it leave; return how often this seat was asked."""
    known = len(seat.messages)
    await board_of(council)
    await council.tap(council.claire, "Relancer")
    await council.tap(council.claire, "Oui, relancer")
    await council.pass_time()
    return sum("pas encore votre réponse" in text for text in said(seat, since=known))


async def test_whoever_waits_reads_it_after_a_move_too_with_whom_they_bring(house: House) -> None:
    council = await Council.found(house)
    first, second = await council.enrol(2)
    await council.draft(capacity=1)
    await council.announce()
    await council.tap(first, "Je viens")
    await council.tap(second, "Je viens")
    await council.tap(second, "Je viens accompagné·e")
    await council.tap(second, "2")
    assert "Avec vous : 2 personnes" in (living_card(second).text or "")
    await board_of(council)
    await council.tap(council.claire, "Déplacer")
    await house.hear(council.claire, "mercredi 31 mars 2027, même heure")
    await council.tap(council.claire, "Oui, c’est cela")
    await council.pass_time()
    card = living_card(second).text or ""
    assert "Est-ce toujours vrai ?" in card
    assert "sur la liste d’attente, en position 1" in card
    assert "Avec vous : 2 personnes" in card
    assert "liste d’attente" not in (living_card(first).text or "")


async def test_a_calendar_file_of_a_moved_meeting_says_that_it_updates(house: House) -> None:
    council = await Council.found(house)
    (amina,) = await council.enrol(1)
    await council.draft()
    await council.announce()
    await council.tap(amina, "Pour mon agenda")
    await board_of(council)
    await council.tap(council.claire, "Déplacer")
    await house.hear(council.claire, "mercredi 31 mars 2027, même heure")
    await council.tap(council.claire, "Oui, c’est cela")
    await council.pass_time()
    captions = [bubble.caption or "" for bubble in amina.messages if bubble.media == "document"]
    assert [caption.partition(":")[0].strip() for caption in captions] == [
        "Ouvrez ce fichier pour mettre la réunion dans votre agenda. Si elle change, je vous enverrai la mise à jour.",
        "Il y a eu un changement",
    ]


async def test_a_new_member_reads_under_which_pseudonym_they_are_known(house: House) -> None:
    council = await Council.found(house)
    amina = await council.join("Amina")
    pseudonym = said(amina)[-1].partition("pseudonyme ")[2].partition(".")[0]
    await council.draft()
    await council.announce()
    await board_of(council)
    await council.tap(council.claire, "Qui n’a pas répondu")
    assert pseudonym
    assert f": {pseudonym}" in (council.claire.last.text or "")


async def test_a_meeting_that_was_held_stays_in_reach_and_speaks_of_the_past(house: House) -> None:
    council = await Council.found(house)
    amina, bernard = await council.enrol(2)
    await council.draft(date="vendredi 27 novembre 2026 à 14h", capacity=1)
    await council.announce()
    await council.tap(amina, "Je viens")
    await council.tap(bernard, "Je viens")
    await council.pass_time(timedelta(days=4, hours=5))
    await board_of(council)
    await council.tap(council.claire, "Feuille de présence")
    await council.tap(council.claire, "· ")
    await council.tap(council.claire, "Tableau de la réunion")
    await council.tap(council.claire, "Elle a eu lieu")
    await council.tap(council.claire, "Oui, elle a eu lieu")
    await council.pass_time()
    board = await board_of(council, "Passée : Plénière")
    assert "Présence notée : 1 personne." in board
    assert "liste d’attente" not in board
    assert "Feuille de présence" in council.claire.last.labels
    card = next(bubble.text or "" for bubble in amina.messages if "a eu lieu" in (bubble.text or ""))
    assert "visio" not in card


async def test_whoever_is_signed_up_finds_where_to_stop(house: House) -> None:
    council = await Council.found(house)
    amina = await council.join("Amina")
    await house.hear(amina, "/reunions")
    assert "Arrêter les rappels" in amina.last.labels
    await council.tap(amina, "Arrêter les rappels")
    await council.tap(amina, "Arrêter : CLSM de Lille")
    await house.hear(amina, "/reunions")
    assert "M’inscrire aux rappels" in amina.last.labels
