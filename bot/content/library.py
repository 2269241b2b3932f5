"""All that the assistant says, loaded and checked together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from actions import QUESTION_INTENTS
from actions.territories.communes import CommuneRecord
from actions.territories.service import TerritoryRecord
from bot.content.answers import AnswerLibrary, load_answers
from bot.content.cards import CardBook, load_cards
from bot.content.communes import load_communes
from bot.content.helplines import HelplineRegister, find_stray_numbers, load_helplines
from bot.content.mistakes import ContentRefused, Mistake
from bot.content.territories import load_territories
from bot.content.wording import find_unsafe_wording
from bot.i18n.catalogues import Catalogues, load_catalogues


@dataclass(frozen=True, slots=True)
class Content:
    """Everything under content/, sound."""

    catalogues: Catalogues
    answers: AnswerLibrary
    help_lines: HelplineRegister
    cards: CardBook
    territories: Sequence[TerritoryRecord]
    communes: Sequence[CommuneRecord]


def load_content(folder: Path) -> Content:
    """Read all of content/; raise ContentRefused with every mistake of the first part that has any."""
    help_lines = load_helplines(folder / "helplines.yml")
    return Content(
        catalogues=load_catalogues(folder / "locales"),
        answers=load_answers(folder / "answers", intents=QUESTION_INTENTS, help_lines=help_lines.keys),
        help_lines=help_lines,
        cards=load_cards(folder / "safety", register=help_lines),
        territories=load_territories(folder / "territories"),
        communes=load_communes(folder / "communes" / "built_in.csv"),
    )


def check_content(folder: Path, *, today: date) -> list[Mistake]:
    """Everything to mend or to review in content/: mistakes of every part, then warnings by age."""
    found: list[Mistake] = []
    found += _mistakes_of(lambda: load_catalogues(folder / "locales"))
    found += _mistakes_of(lambda: load_territories(folder / "territories"))
    try:
        found += find_stray_numbers(folder)
        found += find_unsafe_wording(folder)
        content = load_content(folder)
    except ContentRefused as refused:
        return list(dict.fromkeys([*found, *refused.mistakes]))
    found += content.help_lines.aged(today=today)
    found += content.answers.stale(today=today)
    found += content.answers.awaiting_review()
    return list(dict.fromkeys(found))


def _mistakes_of(load: Callable[[], Any]) -> Sequence[Mistake]:
    try:
        load()
    except ContentRefused as refused:
        return refused.mistakes
    return ()
