"""Nothing announced is missing, and nothing written is unused: intents, actions, buttons, commands, sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from actions import ACTIONS, QUESTION_INTENTS, SERVICE_ACTIONS, Action
from actions.answers.service import Verdict
from actions.answers.topics import TOPICS
from actions.feedback import my_data as feedback_data
from actions.language import Language
from actions.meetings import my_data as meeting_data
from actions.people.models import RoleName
from actions.people.my_data import SECTIONS
from actions.safety.cards import Choice
from bot.app import COMMANDS as ANNOUNCED
from bot.content.library import Content
from bot.delivery import my_data as delivery_data
from bot.i18n.catalogues import PLACEHOLDER
from bot.settings import ROOT
from bot.store.vault import FernetVault
from bot.telegram import routes
from bot.telegram.handlers.questions import DEEDS
from bot.telegram.handlers.safety import FIRST_LINES, LEVEL_OF_INTENT, OTHER_LINES
from bot.telegram.relay.erasing import REQUESTS_SECTION
from bot.telegram.tokens import LONGEST_TOKEN, token

KEPT = (*SECTIONS, *meeting_data.sections(FernetVault("k" * 48)), feedback_data.SECTION, delivery_data.SECTION)
KEPT_NAMES = {*(section.name for section in KEPT), REQUESTS_SECTION}

LONGEST_SLUG = "a" * 40
KEY = re.compile(r"[a-z_]+\\\.[a-z_0-9\\w+]+")  # as a pattern: a room, a dot, a name
OUTSIDE = ("bot/simulator", "bot/demo.py", "bot/training", "bot/nlu", "bot/store")  # rooms that say nothing to people
VARIANT = re.compile(r"_\d+$")
SENTENCE_CALLS = {"say", "acknowledge", "Text", "template"}


@dataclass(frozen=True, slots=True)
class Use:
    """A sentence asked for in code: its key, a pattern where only its beginning is written, and its parameters."""

    place: str
    pattern: str
    names: frozenset[str] | None

    def meets(self, key: str) -> bool:
        return re.fullmatch(self.pattern, key) is not None


def trees() -> Iterator[tuple[str, ast.Module]]:
    for room in ("actions", "bot"):
        for path in sorted((ROOT / room).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(OUTSIDE) and path.name != "models.py":
                yield place, ast.parse(path.read_text(encoding="utf-8"))


def pattern_of(node: ast.expr) -> str | None:
    """A pattern of the texts an expression can be, or None where nothing of it is written."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return "".join(re.escape(str(each.value)) if isinstance(each, ast.Constant) else r"\w+" for each in node.values)
    return None


def sentence_calls() -> Iterator[Use]:
    """The calls that say a sentence whose key, or its beginning, is written on the spot."""
    for place, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            pattern = pattern_of(node.args[0]) if name in SENTENCE_CALLS else None
            if pattern is not None:
                named = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                whole = all(keyword.arg for keyword in node.keywords) and name in {"say", "acknowledge"}
                yield Use(f"{place}:{node.lineno}", pattern, named if whole else None)


def written_keys(keys: frozenset[str]) -> Iterator[Use]:
    """Every text in the code that looks like a key: it begins like one, up to the dot."""
    rooms = {key.partition(".")[0] for key in keys}
    for place, tree in trees():
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            is_whole = isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in pieces
            pattern = pattern_of(node) if is_whole else None
            looks_like_a_key = pattern is not None and KEY.fullmatch(pattern) is not None
            if pattern is not None and looks_like_a_key and pattern.partition("\\")[0] in rooms:
                yield Use(f"{place}:{node.lineno}", pattern, None)


def plural_keys() -> set[str]:
    found = set()
    for path in sorted((ROOT / "content" / "locales" / "fr").glob("*.po")):
        with path.open("rb") as file:
            found |= {message.id[0] for message in read_po(file) if isinstance(message.id, tuple)}
    return found


def test_intents_are_those_the_language_model_is_taught() -> None:
    domain = yaml.safe_load((ROOT / "nlu_data" / "domain.yml").read_text(encoding="utf-8"))
    assert sorted(domain["intents"]) == sorted(ACTIONS)
    assert len(ACTIONS) == 80


def test_questions_have_an_answer_in_each_language(content: Content) -> None:
    expected = {(intent, language) for intent in QUESTION_INTENTS for language in Language}
    assert set(content.answers.entries) == expected


def test_every_action_has_a_deed_and_is_called_for() -> None:
    assert set(DEEDS) == set(Action)
    assert set(ACTIONS.values()) == set(Action)
    assert {intent for intent, action in ACTIONS.items() if action is Action.SHOW_HELP_CARD} <= set(LEVEL_OF_INTENT)


def test_intents_without_an_answer_have_a_question_in_words(content: Content) -> None:
    worded = {key.partition(".")[2] for key in content.catalogues.keys if key.startswith("question.")}
    assert set(SERVICE_ACTIONS) <= worded


def test_every_button_word_has_a_route_and_the_reverse() -> None:
    made = set()
    constants = {
        node.targets[0].id: node.value
        for _, tree in trees()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "button" and len(node.args) > 1:
                word = node.args[1]
                assert isinstance(word, ast.Constant | ast.Name), "the word of a button is written or named"
                word = constants.get(word.id) if isinstance(word, ast.Name) else word
                if word is None:  # handed on by a function whose callers name it
                    continue
                made.add(word.value)
            if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.JoinedStr):
                made.add(str(getattr(node.value.values[0], "value", "")).partition(":")[0])
    assert made == set(routes.BUTTONS)


def test_every_token_fits_a_button() -> None:
    made = [
        *(token("ask", intent) for intent in ACTIONS),
        *(token("rate", intent, verdict.value) for intent in ACTIONS for verdict in Verdict),
        *(token("topic", name) for name in TOPICS),
        *(token("danger", choice.value) for choice in Choice),
        token("keep", LONGEST_SLUG),
        token("resend", 2**31 - 1),
    ]
    assert max(len(each.encode()) for each in made) <= LONGEST_TOKEN


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_token_that_is_too_long_is_refused(parts: list[str]) -> None:
    length = len(":".join(parts).encode(errors="surrogatepass"))
    if length > LONGEST_TOKEN:
        with pytest.raises(ValueError, match="64 bytes"):
            token(*parts)
    else:
        assert token(*parts).split(":") == ":".join(parts).split(":")


def test_every_key_used_in_code_exists(content: Content) -> None:
    keys = content.catalogues.keys
    uses = [*sentence_calls(), *written_keys(keys)]
    stems = {VARIANT.sub("", key) for key in keys}
    missing = [f"{use.place}: {use.pattern}" for use in uses if not any(use.meets(key) for key in {*keys, *stems})]
    assert len(uses) > 100
    assert missing == []


def test_every_key_of_the_catalogues_is_used(content: Content) -> None:
    keys = content.catalogues.keys
    uses = [*sentence_calls(), *written_keys(keys)]
    unused = [key for key in sorted(keys) if not any(use.meets(key) or use.meets(VARIANT.sub("", key)) for use in uses)]
    assert unused == []


@pytest.mark.parametrize(
    ("beginning", "endings"),
    [
        ("topic.", set(TOPICS)),
        ("button.topic_", set(TOPICS)),
        ("button.language_", {language.value for language in Language}),
        ("role.name_", {role.value for role in RoleName}),
        ("data.section_", KEPT_NAMES),
        ("command.", {*ANNOUNCED, "unknown"}),
    ],
)
def test_sentences_of_a_family_are_those_its_members_need(content: Content, beginning: str, endings: set[str]) -> None:
    found = {key.removeprefix(beginning) for key in content.catalogues.keys if key.startswith(beginning)}
    assert found == endings


def test_every_sentence_gets_the_parameters_it_names(content: Content) -> None:
    plural = plural_keys()
    wrong = []
    for use, key in product(sentence_calls(), content.catalogues.keys):
        if use.names is not None and use.pattern == re.escape(key):
            needed = set(PLACEHOLDER.findall(content.catalogues.template(key, language=Language.FRENCH)))
            if not needed <= use.names or ("count" in use.names) != (key in plural):
                wrong.append(f"{use.place}: {key} needs {sorted(needed)}, gets {sorted(use.names)}")
    assert wrong == []
    assert {f"data.section_{name}" for name in KEPT_NAMES} <= plural


def test_every_announced_command_is_answered_described_and_documented(content: Content) -> None:
    documents = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(ROOT / "docs").glob("*.md")))
    for name in ANNOUNCED:
        assert name in routes.COMMANDS
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert re.search(rf"/{name}\b", documents), f"/{name} is not documented"
        for language in Language:
            assert 1 <= len(content.catalogues.template(f"command.{name}", language=language)) <= 256


def test_every_help_line_shown_is_in_the_register(content: Content) -> None:
    assert set(FIRST_LINES).isdisjoint(OTHER_LINES)
    assert {*FIRST_LINES, *OTHER_LINES} <= content.help_lines.keys
