"""Accepting a coordination's answer: it becomes a local answer and a training example, under a person's eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from actions import QUESTION_INTENTS
from actions.answers.models import OpenQuestion
from actions.answers.open_questions import QuestionState, answered_questions
from actions.language import Language
from actions.territories.models import Territory
from bot.content.answers import LOCAL, AnswerLibrary
from bot.operator_mistake import OperatorMistake

REVIEW_EVERY = timedelta(days=182)
EXAMPLES = {Language.FRENCH: "local.fr.yml", Language.ENGLISH: "local.en.yml", Language.SIMPLE_FRENCH: "local.fr.yml"}


async def list_answered(session: AsyncSession) -> Iterator[str]:
    """The answers that wait to be accepted, one a line."""
    return iter(
        [
            f"{question.id}\t{(await _territory(session, question)).slug}\t{question.words}\t{question.answer}"
            for question in await answered_questions(session)
        ]
    )


async def accept(  # noqa: PLR0913 - what is written where
    session: AsyncSession,
    number: int,
    *,
    intent: str,
    answers: AnswerLibrary,
    content: Path,
    nlu_data: Path,
    today: date,
    tell: Callable[[str], None],
) -> None:
    """Write an answer as the territory's own answer to an intent, and its question as an example of that intent.

    Raises OperatorMistake for an intent that is none, a number that waits for nothing, or an answer already there.
    """
    if intent not in QUESTION_INTENTS:
        raise OperatorMistake(
            f"{intent} is no question we answer: the names are those of the files in {content}/answers/fr."
        )
    question = await session.get(OpenQuestion, number)
    if question is None or question.state != QuestionState.ANSWERED.value:
        raise OperatorMistake(f"No answered question has the number {number}: `clsm-bot content accept` lists them.")
    territory = await _territory(session, question)
    language = Language(question.language)
    path = content / "answers" / LOCAL / territory.slug / language.value / f"{intent}.md"
    if path.exists():
        raise OperatorMistake(f"{path} exists already: mend it there, or remove it first.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_as_file(question, territory, intent, answers=answers, today=today), encoding="utf-8")
    examples = nlu_data / EXAMPLES[language]
    _add_example(examples, intent=intent, words=question.words)
    question.state = QuestionState.ACCEPTED.value
    tell(f"Written: {path}")
    tell(f"Example added to {examples}: the next `clsm-bot train` learns it.")


async def _territory(session: AsyncSession, question: OpenQuestion) -> Territory:
    return await session.get_one(Territory, question.territory_id)


def _as_file(question: OpenQuestion, territory: Territory, intent: str, *, answers: AnswerLibrary, today: date) -> str:
    general = answers.get(intent, Language(question.language))
    front = {
        "intent": intent,
        "question": general.front.question if general else question.words[:45],
        "audience": ["tous"],
        "sources": [{"title": f"Coordination, {territory.name}", "date": question.answered_on}],
        "reviewed_on": today,
        "review_after": today + REVIEW_EVERY,
        "related": list(general.front.related) if general else [],
    }
    return f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n{question.answer}\n"


def _add_example(path: Path, *, intent: str, words: str) -> None:
    """Add one example to a Rasa file, which is created with the first."""
    entries: list[dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"] if path.exists() else []
    entry = next((entry for entry in entries if entry["intent"] == intent), None)
    if entry is None:
        entry = {"intent": intent, "examples": ""}
        entries.append(entry)
    line = f"- {words}\n"
    if line not in entry["examples"]:
        entry["examples"] += line
    path.write_text(_as_rasa(entries), encoding="utf-8")


def _as_rasa(entries: list[dict[str, str]]) -> str:
    rows = ['version: "3.1"', "nlu:"]
    for entry in entries:
        rows += [f"- intent: {entry['intent']}", "  examples: |"]
        rows += [f"    {example}" for example in entry["examples"].splitlines()]
    return "\n".join(rows) + "\n"
