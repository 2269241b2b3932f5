"""Conversations as data: who says what, and what comes back, in words the catalogues know.

A file of tests/conversations holds scripts. A step has one deed (`say`, `tap`, `send`, `advance`, `restart`,
`coordinates`, `block`, `unblock`) and what must come back, in order: `hear` names a sentence by its key, `answer`
an intent, `card` a help card.
`offers` names buttons that must stand under the last message, `nothing: true` asks for silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from actions.language import Language
from actions.safety.cards import Choice
from bot.content.library import Content
from bot.i18n.catalogues import PLACEHOLDER
from bot.simulator import Seat
from tests.harness.house import House

FOLDER = Path(__file__).parents[1] / "conversations"
CODES = {Language.FRENCH: "fr", Language.ENGLISH: "en", Language.SIMPLE_FRENCH: "fr"}
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Script:
    """One conversation in one language."""

    name: str
    language: Language
    needs_nlu: bool
    steps: Sequence[Mapping[str, Any]]


def read_scripts() -> list[Script]:
    """Every script of the folder, once for each of its languages."""
    return [
        Script(
            name=f"{path.stem}: {script['title']} [{language}]",
            language=Language(language),
            needs_nlu=script.get("nlu", False),
            steps=script["steps"],
        )
        for path in sorted(FOLDER.glob("*.yml"))
        for script in yaml.safe_load(path.read_text(encoding="utf-8"))
        for language in script.get("languages", ["fr", "en", "fr_simple"])
    ]


class Performance:
    """Plays a script in a house."""

    def __init__(self, script: Script, *, house: House, content: Content) -> None:
        self._script = script
        self._house = house
        self._content = content
        self._seats: dict[str, Seat] = {}

    async def play(self) -> None:
        """Play every step; AssertionError says which did not go as written."""
        for number, step in enumerate(self._script.steps, start=1):
            seat = await self._seat(step.get("who", "Amina"))
            known = len(seat.messages)
            await self._act(seat, step)
            heard = [bubble.text or "" for bubble in seat.messages[known:] if bubble.from_bot]
            self._compare(seat, step, heard, place=f"{self._script.name}, step {number}")

    async def _seat(self, name: str) -> Seat:
        if name not in self._seats:
            seat = self._house.seat(name, language_code=CODES[self._script.language])
            self._seats[name] = seat
            if self._script.language is Language.SIMPLE_FRENCH:
                await self._house.hear(seat, "/simple")
        return self._seats[name]

    async def _act(self, seat: Seat, step: Mapping[str, Any]) -> None:
        if "say" in step:
            seat.say(self._in_language(step["say"]))
        if "tap" in step:
            seat.tap(self._offered(seat, step["tap"]))
        if "send" in step:
            getattr(seat, step["send"])(**step.get("with", {}))
        if "advance" in step:
            await self._house.advance(timedelta(**step["advance"]))
        if "coordinates" in step:
            await self._house.appoint(seat, territory=step["coordinates"])
        if step.get("restart"):
            await self._house.restart()
        if step.get("block"):
            seat.block()
        if step.get("unblock"):
            seat.unblock()
        await self._house.settle()

    def _compare(self, seat: Seat, step: Mapping[str, Any], heard: Sequence[str], *, place: str) -> None:
        expected = [self._pattern(part) for part in _expectations(step)]
        assert len(heard) >= len(expected), f"{place}: heard {heard}"
        for pattern, text in zip(expected, heard, strict=False):
            assert re.search(pattern, _flat(text)), f"{place}: expected {pattern!r}, heard {text!r}"
        if step.get("nothing"):
            assert heard == [], f"{place}: expected silence, heard {heard}"
        labels = seat.last.labels if seat.messages else []
        for name in step.get("offers", []):
            wanted = _label_pattern(self._label(name))
            assert any(wanted.fullmatch(label) for label in labels), f"{place}: {name} is not among {labels}"
        if "notice" in step:
            notice = seat.alerts[-1].text or ""
            assert re.search(self._sentence(step["notice"]), _flat(notice)), f"{place}: notice {notice!r}"

    def _pattern(self, part: tuple[str, str]) -> str:
        kind, name = part
        if kind == "hear":
            return self._sentence(name)
        if kind == "answer":
            entry = self._content.answers.get(name, self._script.language)
            assert entry is not None, f"no answer to {name}"
            return _as_pattern(entry.body.split("\n\n")[0])
        variants = self._content.cards.texts[self._script.language][name]
        numbers = self._content.help_lines
        shown = [PLACEHOLDER.sub(lambda m: numbers[m[1]].number if m[1] != "lines" else "{lines}", v) for v in variants]
        return "|".join(_as_pattern(variant) for variant in shown)

    def _sentence(self, key: str) -> str:
        catalogues, language = self._content.catalogues, self._script.language
        forms = {catalogues.template(key, language=language, count=count) for count in (1, 2)}
        return "|".join(_as_pattern(form) for form in forms if form != key) or _as_pattern(
            catalogues.template(key, language=language)
        )

    def _label(self, name: str) -> str:
        kind, _, rest = name.partition(":")
        if kind == "choice":
            return self._content.cards.button(Choice(rest), language=self._script.language)
        if kind == "question":
            entry = self._content.answers.get(rest, self._script.language)
            return entry.front.question if entry else self._template(f"question.{rest}")
        if kind == "box":
            return self._template("button.unticked").replace("{label}", self._template(rest))
        if kind == "resumes":
            return self._template("button.resume").replace("{what}", self._template(f"form.{rest}"))
        if kind == "text":
            return self._template(rest)
        return rest if kind == "label" else self._template(f"button.{name}")

    def _offered(self, seat: Seat, name: str) -> str:
        """The label to press: where it has placeholders, the newest one on offer that reads like it."""
        label = self._label(name)
        pattern = _label_pattern(label)
        standing = [bubble for bubble in reversed(seat.messages) if not bubble.deleted]
        return next((each for bubble in standing for each in bubble.labels if pattern.fullmatch(each)), label)

    def _template(self, key: str) -> str:
        return self._content.catalogues.template(key, language=self._script.language)

    def _in_language(self, words: str | Mapping[str, str]) -> str:
        if isinstance(words, str):
            return words
        return words[self._script.language.value] if self._script.language.value in words else words["fr"]


def _expectations(step: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for kind in ("hear", "answer", "card"):
        names = step.get(kind, [])
        found += [(kind, name) for name in ([names] if isinstance(names, str) else names)]
    return found


def _flat(text: str) -> str:
    return SPACES.sub(" ", text.replace("**", "")).strip()


def _label_pattern(label: str) -> re.Pattern[str]:
    return re.compile(_as_pattern(label) if PLACEHOLDER.search(label) else re.escape(label))


def _as_pattern(template: str) -> str:
    """Whatever may stand in the place of a placeholder, and nothing too: a list with no line leaves no space."""
    pieces = PLACEHOLDER.split(_flat(template))
    return ".*".join(re.escape(piece) for piece in pieces[::2]).replace("\\ .*\\ ", "\\ (?:.*\\ )?")
