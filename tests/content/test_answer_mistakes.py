"""Every mistake an editor of answers can make is named with its file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.language import Language
from bot.content.answers import LONGEST_ANSWER, AnswerLibrary, load_answers
from bot.content.mistakes import ContentRefused, Mistake

ANSWER = """\
---
intent: clsm_definition
question: "Qu’est-ce qu’un CLSM ?"
audience: [tous]
sources:
  - title: "Une instruction"
    url: https://example.org/texte
    date: 2016-09-30
reviewed_on: 2026-11-22
review_after: 2027-05-22
related: [clsm_membres]
---
Un conseil réunit des personnes. En cas de danger : {line_3114}.
"""
OTHER = ANSWER.replace("clsm_membres", "clsm_definition", 1).replace("intent: clsm_definition", "intent: clsm_membres")
INTENTS = ("clsm_definition", "clsm_membres")
NAME = "clsm_definition.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sound answers in every language."""
    for language in Language:
        (tmp_path / language.value).mkdir()
        (tmp_path / language.value / NAME).write_text(ANSWER, encoding="utf-8")
        (tmp_path / language.value / "clsm_membres.md").write_text(OTHER, encoding="utf-8")
    return tmp_path


def load(folder: Path) -> AnswerLibrary:
    return load_answers(folder, intents=INTENTS, help_lines={"line_3114"})


def mistakes(folder: Path) -> list[Mistake]:
    with pytest.raises(ContentRefused) as refused:
        load(folder)
    return list(refused.value.mistakes)


def test_answers_without_a_mistake_are_read(folder: Path) -> None:
    library = load(folder)
    entry = library.get("clsm_definition", Language.ENGLISH)
    assert library.intents == set(INTENTS)
    assert entry is not None
    assert (entry.front.sources[0].date, entry.front.related) == (date(2016, 9, 30), ("clsm_membres",))
    assert entry.body == "Un conseil réunit des personnes. En cas de danger : {line_3114}."


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("---\nintent", "intent", 1, "must begin with a front matter"),
        ("---\nUn conseil", "Un conseil", 1, "must begin with a front matter"),
        ("audience: [tous]", "audience: [tous", 5, "not YAML"),
        ("audience: [tous]", "audience: [martien]", 4, "audience.0: "),
        ("audience: [tous]", "audience: []", 4, "audience: "),
        ("audience: [tous]\n", "", 1, "audience: Field required"),
        ("question: ", "questoin: ", 3, "questoin: Extra inputs"),
        ("Qu’est-ce qu’un CLSM ?", "Qu’est-ce qu’un conseil local de santé mentale ?", 3, "question: "),
        ("    url: https://example.org/texte\n", "    url: example.org\n", 5, "sources.0.url: "),
        ("    date: 2016-09-30\n", "", 5, "a source needs `date`"),
        ("reviewed_on: 2026-11-22", "reviewed_on: yesterday", 9, "reviewed_on: "),
        ("review_after: 2027-05-22", "review_after: 2026-11-22", 10, "review_after must come after"),
        ("related: [clsm_membres]", "related: [clsm_membres]\nfacts: [12]", 12, "facts.0: "),
        ("related: [clsm_membres]", "related: [a, b, c, d]", 11, "related: "),
        ("{line_3114}", "{line_9999}", 13, "names no help line"),
        ("Un conseil réunit des personnes. En cas de danger : {line_3114}.", "", 1, "has no text"),
        ("réunit des personnes", "x" * LONGEST_ANSWER, 1, f"{LONGEST_ANSWER} at most"),
        ("personnes", "person\x07nes", 13, "invisible character (U+0007)"),
    ],
)
def test_mistake_in_an_answer_is_named_with_its_line(folder: Path, old: str, new: str, line: int, words: str) -> None:
    path = folder / "en" / NAME
    assert old in ANSWER
    path.write_text(ANSWER.replace(old, new), encoding="utf-8")
    named = [(mistake.file, mistake.line) for mistake in mistakes(folder) if words in mistake.message]
    assert named == [(path, line)]


def test_answer_that_is_not_utf8_is_named_with_its_line(folder: Path) -> None:
    path = folder / "fr" / NAME
    path.write_bytes(ANSWER.encode("latin-1", errors="replace"))
    named = [(mistake.file, mistake.line, mistake.message) for mistake in mistakes(folder)]
    assert (path, 13, "is not UTF-8: save the file in that encoding") in named


def test_answer_to_an_unknown_intent_is_refused(folder: Path) -> None:
    path = folder / "fr" / "weather.md"
    path.write_text(ANSWER.replace("clsm_definition", "weather"), encoding="utf-8")
    assert Mistake(path, 2, "the intent weather is not one that has an answer") in mistakes(folder)


def test_answer_in_a_file_of_another_name_is_refused(folder: Path) -> None:
    path = folder / "fr" / "definition.md"
    (folder / "fr" / NAME).rename(path)
    assert mistakes(folder) == [Mistake(path, 2, f"the file must be named {NAME}")]


def test_answer_missing_in_one_language_is_named(folder: Path) -> None:
    (folder / "fr_simple" / NAME).unlink()
    expected = Mistake(folder / "fr_simple" / NAME, 1, "this answer is missing: it exists in another language")
    assert expected in mistakes(folder)


def test_answer_related_to_one_that_does_not_exist_is_refused(folder: Path) -> None:
    path = folder / "en" / NAME
    path.write_text(ANSWER.replace("related: [clsm_membres]", "related: [clsm_covid]"), encoding="utf-8")
    assert mistakes(folder) == [Mistake(path, 1, "related: there is no answer to clsm_covid")]


def test_mistakes_of_several_files_are_named_together(folder: Path) -> None:
    for language in ("fr", "en"):
        (folder / language / NAME).write_text("nothing", encoding="utf-8")
    assert {mistake.file.parent.name for mistake in mistakes(folder) if "front matter" in mistake.message} == {
        "fr",
        "en",
    }


def test_answer_whose_review_is_overdue_is_a_warning(folder: Path) -> None:
    library = load(folder)
    assert library.stale(today=date(2027, 5, 22)) == []
    overdue = library.stale(today=date(2027, 5, 23))
    assert len(overdue) == 6
    assert all(mistake.is_warning for mistake in overdue)


def test_answer_that_needs_a_professional_is_a_warning(folder: Path) -> None:
    path = folder / "en" / NAME
    path.write_text(ANSWER.replace("related:", "review: required\nrelated:"), encoding="utf-8")
    assert [(mistake.file, mistake.is_warning) for mistake in load(folder).awaiting_review()] == [(path, True)]
