"""Released results as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.results import GroupFigures, QuestionResult, RoundResult, read_text, texts_of
from actions.people.identity import Vault
from actions.reply import say
from bot.documents.sheets import Cell, Sheet
from bot.telegram.handlers.feedback.words import Words

COLUMNS = ("round", "closed", "question", "group", "option", "chosen", "base", "percent")
TEXT_COLUMNS = ("question", "text", "theme")


def figures_sheet(result: RoundResult, *, words: Words) -> Sheet:
    """One row for each figure that may be shown."""
    of_round = result.of_round
    closed = of_round.closes_at.date().isoformat() if of_round.closes_at else ""
    first = [words.plain(words.of(of_round.title)), closed]
    rows: list[list[Cell]] = []
    for question in result.questions:
        for figures in (question.everybody, *question.colleges):
            if figures is not None:
                rows += [[*first, *row] for row in _figures(question, figures, words=words)]
    return Sheet(words.plain(say("feedback.sheet_figures")), _header(COLUMNS, words=words), rows)


async def texts_sheet(session: AsyncSession, result: RoundResult, *, vault: Vault, words: Words) -> Sheet:
    """One row for each released text, in the order of their random keys."""
    rows: list[list[Cell]] = []
    for question in result.questions:
        for text in await texts_of(session, question.question.id):
            title = words.plain(words.of(question.question.words))
            rows.append([title, read_text(text, vault=vault), text.theme or ""])
    return Sheet(words.plain(say("feedback.sheet_texts")), _header(TEXT_COLUMNS, words=words), rows)


def rules_sheet(result: RoundResult, *, words: Words) -> Sheet:
    """What was left out, and why: it travels with the figures."""
    rule = words.plain(say("feedback.result_rule", minimum=result.of_round.minimum))
    title = words.plain(say("feedback.sheet_rules"))
    return Sheet(title, [title], [[rule]])


def _header(columns: Sequence[str], *, words: Words) -> list[str]:
    return [words.plain(say(f"feedback.column_{name}")) for name in columns]


def _figures(question: QuestionResult, figures: GroupFigures, *, words: Words) -> list[list[Cell]]:
    group = say(f"feedback.college_{figures.college}") if figures.college else say("feedback.everybody")
    return [
        [
            words.plain(words.of(question.question.words)),
            words.plain(group),
            words.plain(words.of(option)),
            figures.chosen[number],
            figures.base,
            figures.share(number),
        ]
        for number, option in enumerate(question.question.options)
    ]
