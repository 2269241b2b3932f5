import pytest

from actions.safety import Detector
from actions.safety.levels import RESCUE
from actions.safety.rescue import needs_rescue


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
        "je respire mal quand je suis stressé",
    ],
)
def test_everyday_and_long_ago_need_no_rescue(text: str) -> None:
    assert not needs_rescue(text)
