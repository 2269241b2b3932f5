import pytest

from actions.safety import Detector
from actions.safety.levels import RESCUE, Level
from actions.safety.rescue import needs_rescue
from bot.settings import ROOT
from bot.training.examples import question_examples, safety_examples


@pytest.mark.parametrize(
    "text",
    [
        "elle ne respire plus",
        "mon fils a avalé une boite de cachets",
        "mon fils a pris des medicaments il respire mal",
        "ma mere a pris toute sa boite de somniferes",
        "il se réveille pas, que faire",
        "mon mari fait une overdose",
        "my friend swallowed a bottle of pills",
        "she is not breathing",
        "mon fils de quatre ans a avalé des cachets",
        "une dame est inconsciente dans le hall",
        "mon voisin ne réagit plus, vite",
        "mon père vient de perdre connaissance",
        "ma sœur a fait une overdose, elle respire à peine",
        "he won't wake up and there are bottles everywhere",
        "mon frère a pris plein de comprimés, il répond plus",
    ],
)
def test_failing_body_and_act_already_done_call_for_rescue(detector: Detector, text: str) -> None:
    assert detector.assess(text) == RESCUE


@pytest.mark.parametrize(
    "text",
    [
        "mon fils prend des médicaments, est-ce remboursé ?",
        "mon père a avalé des cachets il y a 3 ans",
        "il ne se réveille pas le matin pour aller à l'école",
        "mon ado ne bouge plus de son lit",
        "il a pris sa boite de cachets pour la tension ce matin, c'est normal ?",
        "mon fils a pris la boite de médicaments à la pharmacie",
        "my son won't wake up in the morning",
        "my phone won't wake up",
        "on respire mal dans cette salle",
        "il est inconscient du danger",
        "elle a vidé la boîte de cachets à la poubelle",
        "il ne réagit pas aux reproches",
        "le bébé ne respire pas bien avec son rhume",
        "notre chat a avalé des comprimés",
        "mon fils a avalé ses médicaments ce matin sans problème",
        "il a perdu connaissance hier, ça va mieux",
        "mon équipe fait une overdose de réunions",
        "je respire mal quand je suis stressé",
    ],
)
def test_everyday_and_long_ago_need_no_rescue(text: str) -> None:
    assert not needs_rescue(text)


@pytest.mark.parametrize(
    "text",
    [
        "quand on s'endort et qu'on se réveille pas, ça fait mal ? c'est pour moi",
        "la corde autour de mon cou, je respire mal",
        "je ne respire plus, je vais mourir",
    ],
)
def test_card_for_whoever_is_with_them_is_not_for_oneself(text: str) -> None:
    assert not needs_rescue(text)


def test_only_dangers_to_somebody_call_for_rescue_in_all_that_was_written() -> None:
    called = [one for one in safety_examples(ROOT / "nlu_data" / "safety") if needs_rescue(one.text)]
    called += [one for one in question_examples(ROOT / "nlu_data") if needs_rescue(one.text)]
    assert len(called) > 10
    assert {one.level for one in called} <= {Level.THIRD_PARTY, Level.VIOLENCE, Level.IMMINENT}
