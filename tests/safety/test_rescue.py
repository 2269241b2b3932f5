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
        "mon fils a avalé toute la boîte de cachets de l'armoire à pharmacie",
        "elle a avalé une boîte de somnifères, elle est enfermée dans les toilettes",
        "elle ne respire plus, elle avait déjà essayé il y a deux mois",
        "mon fils a avalé une boîte de cachets, il avait déjà essayé il y a deux ans",
        "elle a vidé la boîte de cachets, vite",
        "quelqu'un est inconscient dans la rue",
        "someone is not breathing",
        "they are not breathing",
        "cette dame est inconsciente devant la mairie",
        "l'homme du premier est tombé inconscient",
        "dad won't wake up",
        "mes enfants ne respirent plus",
        "une vieille dame ne bouge plus, que faire",
        "elle ne respire plus, je crois qu'elle est morte",
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
        "ma fille a pris ses médicaments et elle respire mieux",
        "mon fils a pris son médicament, il répond bien",
        "elle a pris ses médicaments, elle se réveille doucement",
        "she swallowed a pill",
        "elle a avalé une pilule ce matin",
        "elle a avalé deux comprimés de doliprane",
        "elle a avalé des cachets pour la tension",
        "mon dossier ne bouge plus, que faire",
        "la page ne réagit plus",
        "mon écran ne réagit plus, aidez-moi",
        "que faire si une personne est inconsciente",
        "i have the flu and can't wake up",
        "mon vieux chien ne respire plus",
        "my new phone won't wake up",
        "mon mari a fait un arrêt cardiaque, il est mort",
        "mon frère a fait une overdose, il est décédé en mars",
        "elle est dans le coma depuis des années",
        "l'an dernier mon fils a avalé une boîte de cachets",
    ],
)
def test_everyday_and_long_ago_need_no_rescue(text: str) -> None:
    assert not needs_rescue(text)


def test_failing_body_told_in_pieces_calls_for_rescue_once(detector: Detector) -> None:
    assert detector.assess("une boîte de cachets", earlier=("mon fils a avalé",)) == RESCUE
    told = ("mon fils a avalé", "une boîte de cachets")
    assert detector.assess("merci beaucoup", earlier=told) != RESCUE


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
