import json

from bot.evaluation.testset import LabelledMessage
from bot.nlu.report import NluReport, Outcome
from bot.nlu.routing import Crisis, Decision, Lost, OutOfScope, Sure, Unsure
from bot.nlu.understanding import Ranked, Understanding


def outcome(label: str, ranking: str, decision: Decision, *, style: str = "plain") -> Outcome:
    ranked = tuple(Ranked(intent, 0.5 / place) for place, intent in enumerate(ranking.split(), start=1))
    return Outcome(LabelledMessage(f"about {label}", label, style, 1), Understanding(ranked), decision)


REPORT = NluReport(
    (
        outcome("a", "a b c", Sure("a")),
        outcome("a", "b a c", Unsure(("b", "a")), style="sms"),
        outcome("b", "c d a b", Sure("c"), style="english"),
        outcome("b", "out_of_scope b a", OutOfScope()),
        outcome("c", "c a b", Unsure(("a", "b"))),
        outcome(
            "crise_danger", "crise_danger a b", Crisis("crise_danger", 0.5, first=True, beside=Sure("crise_danger"))
        ),
        outcome("c", "c crise_danger b", Crisis("crise_danger", 0.3, first=False, beside=Sure("c"))),
        outcome("out_of_scope", "out_of_scope a b", OutOfScope()),
        outcome("out_of_scope", "a b c", Lost()),
        outcome("out_of_scope", "a b c", Sure("a")),
    )
)


def test_report_counts_ranks_in_scope() -> None:
    assert (REPORT.top_1.count, REPORT.top_1.of) == (4, 7)
    assert (REPORT.top_3.count, REPORT.top_3.of) == (6, 7)
    assert (REPORT.top_1_with_out_of_scope.count, REPORT.top_1_with_out_of_scope.of) == (5, 10)


def test_report_judges_refusals_by_the_decision() -> None:
    assert (REPORT.out_of_scope_recall.count, REPORT.out_of_scope_recall.of) == (2, 3)
    assert (REPORT.false_rejection.count, REPORT.false_rejection.of) == (1, 7)


def test_report_shares_out_what_people_get() -> None:
    assert {verdict: share.count for verdict, share in REPORT.verdicts.items()} == {
        "answered right": 3,
        "answered wrong": 1,
        "buttons right": 1,
        "buttons wrong": 1,
        "refused": 1,
    }


def test_report_counts_help_that_nobody_needed() -> None:
    assert REPORT.false_crisis.count == 0
    assert REPORT.false_crisis.of == 9


def test_report_orders_tables_from_the_worst() -> None:
    assert list(REPORT.per_intent) == ["b", "out_of_scope", "a", "c", "crise_danger"]
    assert REPORT.per_style["sms"].count == 0
    assert list(REPORT.per_language) == ["en", "fr"]


def test_report_lists_every_miss() -> None:
    assert [miss.message.label for miss in REPORT.misses] == ["a", "b", "b", "out_of_scope"]


def test_report_as_json_is_one_object_that_json_can_hold() -> None:
    report = json.loads(json.dumps(REPORT.as_json()))
    assert report["n"] == 10
    assert report["top_1"]["share"] == 0.5714
    assert report["per_intent"]["b"] == {"count": 0, "n": 2, "share": 0.0, "wilson95": [0.0, 0.6576]}
    assert report["misses"][0] == {
        "line": 1,
        "text": "about a",
        "expected": "a",
        "got": [["b", 0.5], ["a", 0.25], ["c", 0.1667]],
        "decision": "buttons right",
    }


def test_report_as_text_names_sample_size_and_misses() -> None:
    text = REPORT.as_text()
    assert text.startswith("10 messages, 7 in scope")
    assert "expected b; got c 0.50, d 0.25, a 0.17; answered wrong" in text
