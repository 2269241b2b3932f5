import pytest

from bot.nlu.routing import Crisis, Decision, Lost, OutOfScope, Sure, Unsure, Zones, decide
from bot.nlu.understanding import Ranked, Understanding

ZONES = Zones(sure=0.5, unsure=0.2, offered=0.1, out_of_scope=0.5, crisis=0.2)


def understood(**confidences: float) -> Understanding:
    ranking = sorted(confidences.items(), key=lambda each: -each[1])
    return Understanding(tuple(Ranked(intent, confidence) for intent, confidence in ranking))


@pytest.mark.parametrize(
    ("confidences", "decision"),
    [
        ({"a": 0.6, "b": 0.3, "c": 0.1}, Sure("a")),
        ({"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1}, Unsure(("a", "b", "c"))),
        ({"a": 0.4, "b": 0.3, "c": 0.05}, Unsure(("a", "b"))),
        ({"a": 0.3, "b": 0.01, "c": 0.01}, Unsure(("a", "b"))),
        ({"a": 0.15, "b": 0.1, "c": 0.1}, Lost()),
        ({"out_of_scope": 0.6, "a": 0.3, "b": 0.1}, OutOfScope()),
        ({"a": 0.5, "out_of_scope": 0.3, "b": 0.1}, OutOfScope()),
        ({"a": 0.6, "out_of_scope": 0.2, "b": 0.1}, Sure("a")),
        ({"a": 0.4, "out_of_scope": 0.1, "b": 0.1}, Unsure(("a", "b"))),
        ({"a": 0.4, "saluer": 0.3, "b": 0.05}, Sure("a")),
        ({"a": 0.4, "saluer": 0.3, "b": 0.1}, Unsure(("a", "saluer", "b"))),
        ({"saluer": 0.4, "a": 0.3, "b": 0.05}, Unsure(("saluer", "a"))),
    ],
)
def test_decide_parts_the_zones(confidences: dict[str, float], decision: Decision) -> None:
    assert decide(understood(**confidences), zones=ZONES) == decision


def test_decide_is_lost_when_nothing_was_understood() -> None:
    assert decide(Understanding(), zones=ZONES) == Lost()


def test_decide_reports_a_crisis_before_everything() -> None:
    understanding = understood(crise_suicidaire=0.6, mal_etre_premier_pas=0.3, a=0.1)
    assert decide(understanding, zones=ZONES) == Crisis(
        "crise_suicidaire", 0.6, first=True, beside=Sure("crise_suicidaire")
    )


def test_decide_reports_a_crisis_in_third_place_beside_the_answer() -> None:
    understanding = understood(a=0.5, b=0.25, crise_danger=0.2)
    assert decide(understanding, zones=ZONES) == Crisis("crise_danger", 0.2, first=False, beside=Sure("a"))


def test_decide_reports_a_crisis_that_seems_out_of_scope() -> None:
    decision = decide(understood(out_of_scope=0.6, crise_suicidaire=0.3, a=0.1), zones=ZONES)
    assert decision == Crisis("crise_suicidaire", 0.3, first=False, beside=OutOfScope())


@pytest.mark.parametrize("confidences", [{"a": 0.6, "b": 0.2, "crise_danger": 0.1}, {"a": 0.5, "b": 0.3, "c": 0.25}])
def test_decide_passes_over_a_crisis_that_is_unlikely(confidences: dict[str, float]) -> None:
    assert decide(understood(**confidences, proche_idees_suicidaires=0.05), zones=ZONES) == Sure("a")
