from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import QUESTION_INTENTS
from actions.answers.followups import Followup, Gist, read_followup
from actions.answers.several import questions_in
from actions.answers.temper import is_outburst
from actions.answers.tongue import language_of, looks_english, looks_french
from actions.language import Language
from bot.nlu.folding import folded


@pytest.mark.parametrize(
    ("text", "about", "followup"),
    [
        ("c'est payant ?", "cmp_fonctionnement", Followup(Gist.COST, "cmp_fonctionnement")),
        ("et ça coûte combien", "psy_choisir_deroulement", Followup(Gist.COST, "psy_remboursement_mon_soutien_psy")),
        ("is it free?", "pssm_formation", Followup(Gist.COST, "pssm_formation")),
        ("et pour un ado ?", "cmp_fonctionnement", Followup(Gist.AUDIENCE, "aide_ado_jeune")),
        ("ET POUR MA GRAND-MÈRE ?", "cmp_fonctionnement", Followup(Gist.AUDIENCE, "aide_personnes_agees")),
        ("and for my kids?", "proche_aider", Followup(Gist.AUDIENCE, "aide_enfant")),
        ("et à Roubaix ?", "clsm_trouver_contact", Followup(Gist.PLACE, None)),
        ("cest gratuit ?", "aide_ado_jeune", Followup(Gist.COST, "aide_ado_jeune")),
        ("je n'ai pas compris", "clsm_definition", Followup(Gist.SIMPLER, None)),
        ("jai pas compri", "clsm_definition", Followup(Gist.SIMPLER, None)),
        ("je comprend rien", "clsm_definition", Followup(Gist.SIMPLER, None)),
        ("I don't understand", "clsm_definition", Followup(Gist.SIMPLER, None)),
        ("c'est payant ?", None, None),
        ("combien coûte une formation PSSM ?", "cmp_fonctionnement", None),
        ("bonjour", "cmp_fonctionnement", None),
        (
            "et si je voulais créer un CLSM chez nous, par quoi je commence ?",
            "cmp_fonctionnement",
            None,
        ),
    ],
)
def test_followup_is_read_in_the_light_of_the_last_subject(
    text: str, about: str | None, followup: Followup | None
) -> None:
    assert read_followup(text, about=about) == followup


@given(st.text(), st.sampled_from(QUESTION_INTENTS))
def test_followup_leads_to_a_question_we_answer_whatever_is_typed(text: str, about: str) -> None:
    followup = read_followup(text, about=about)
    assert followup is None or followup.intent is None or followup.intent in QUESTION_INTENTS


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("C'est quoi un CLSM ? Et qui le paie vraiment ?", ("C'est quoi un CLSM ?", "Et qui le paie vraiment ?")),
        ("Bonjour. C'est quoi un CLSM ?", ()),
        ("C'est quoi ? Hein ?", ()),
        ("who runs it and may I come to a meeting?", ("who runs it", "may I come to a meeting?")),
        ("qui pilote le CLSM et je peux venir ?", ("qui pilote le CLSM", "je peux venir ?")),
        ("je dors mal et je peux plus manger", ()),
        ("a b c ? a b c ? a b c ? a b c ?", ()),
        (
            "ma mere veut pas se soigner et aussi cest quoi la mdph ?",
            ("ma mere veut pas se soigner", "cest quoi la mdph ?"),
        ),
        ("who runs the CLSM and can I come to a meeting?", ("who runs the CLSM", "can I come to a meeting?")),
        ("mon fils et ma fille vont mal", ()),
        ("où trouver un GEM et un psy à Lille ?", ()),
    ],
)
def test_questions_of_a_message_are_told_apart(text: str, questions: tuple[str, ...]) -> None:
    assert tuple(question.split(". ")[-1] for question in questions_in(text)) == questions


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("what is a CLSM and who runs it", True, False),
        ("c'est quoi un CLSM et qui le dirige", False, True),
        ("CLSM Lille contact", False, False),
        ("hello", False, False),
        ("je suis dans le flow and I love it", False, False),
    ],
)
def test_tongue_of_a_message_is_recognised_only_when_clear(text: str, english: bool, french: bool) -> None:
    assert (looks_english(text), looks_french(text)) == (english, french)


@pytest.mark.parametrize(
    ("text", "snaps"),
    [
        ("tu es nul", True),
        ("vos reponses sont inutiles, robot stupide", True),
        ("you are useless", True),
        ("t con ou quoi", True),
        ("tu sers à rien", True),
        ("vous ne m'aidez pas", True),
        ("je sers à rien", False),
        ("mon mari ne m'aide pas, vous pouvez me dire", False),
        ("je me sens nul", False),
        ("mon psy est nul", False),
        ("bonjour", False),
    ],
)
def test_outburst_is_told_from_distress(text: str, snaps: bool) -> None:
    assert is_outburst(folded(text)) == snaps


@pytest.mark.parametrize(
    ("text", "usual", "now"),
    [
        ("I want to kill myself", Language.FRENCH, Language.ENGLISH),
        ("I want to kill myself", Language.ENGLISH, Language.ENGLISH),
        ("je ne veux pas vivre", Language.ENGLISH, Language.FRENCH),
        ("je ne veux pas vivre", Language.SIMPLE_FRENCH, Language.SIMPLE_FRENCH),
        ("yes", Language.FRENCH, Language.FRENCH),
    ],
)
def test_language_of_a_message_is_the_usual_one_unless_it_clearly_reads_otherwise(
    text: str, usual: Language, now: Language
) -> None:
    assert language_of(text, usual=usual) is now
