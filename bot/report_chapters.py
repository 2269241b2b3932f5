"""The chapters of the yearly report that other features than meetings give: nothing that may not be shown."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.follow_ups import follow_ups_of_year
from actions.feedback.results import QuestionResult, RoundResult, closed_rounds, result_of
from actions.mediation.figures import SMALLEST_GROUP, Figures, figures_of
from actions.reply import Text, say
from actions.territories.models import Territory
from bot.documents.charts import Bar, Chart
from bot.documents.report import Section
from bot.telegram.handlers.feedback.words import Words
from bot.telegram.report_chapters import Edition

MOST_ROUNDS = 20  # a report is read in a meeting


class FeedbackChapter:
    """What was asked and said, as it was released at the closing; and what the CLSM did about it."""

    async def sections(self, session: AsyncSession, territory: Territory, edition: Edition) -> Sequence[Section]:
        """The actions decided in the year, and the results of the rounds closed in it."""
        words = Words(edition.renderer, edition.language)
        return (await _actions(session, territory, edition), await _results(session, territory, edition, words=words))


class RequestsChapter:
    """The figures of the requests to the coordination, under the small-group rule."""

    async def sections(self, session: AsyncSession, territory: Territory, edition: Edition) -> Sequence[Section]:
        """Requests are erased a month after they are closed: only the current year has figures, those of the day."""
        if not edition.is_current:
            return ()
        figures = await figures_of(session, territory_id=territory.id)
        lines = _figures(figures) if figures else [say("med.figures_too_few", least=SMALLEST_GROUP)]
        paragraphs = [edition.plain(line) for line in [*lines, say("report.requests_kept")]]
        return (Section(edition.plain(say("report.requests")), paragraphs=paragraphs),)


async def _actions(session: AsyncSession, territory: Territory, edition: Edition) -> Section:
    written = await follow_ups_of_year(session, territory_id=territory.id, year=edition.year)
    header = [edition.plain(say(f"report.column_{name}")) for name in ("said", "decided", "done")]
    rows = [[each.said, edition.plain(say(f"button.feedback_{each.state}")), each.done] for each in written]
    return Section(
        edition.plain(say("report.actions")),
        paragraphs=(edition.plain(say("report.actions_count", count=len(written))),),
        table=[header, *rows] if rows else (),
    )


async def _results(session: AsyncSession, territory: Territory, edition: Edition, *, words: Words) -> Section:
    zone = ZoneInfo(territory.time_zone)
    rounds = [
        each
        for each in await closed_rounds(session, territory_id=territory.id, limit=MOST_ROUNDS)
        if each.closes_at is not None and each.closes_at.astimezone(zone).year == edition.year
    ]
    results = [await result_of(session, each) for each in rounds]
    shown = [each for each in results if each.is_shown]
    return Section(
        edition.plain(say("report.feedback")),
        paragraphs=(
            edition.plain(say("report.feedback_count", count=len(results))),
            *(
                edition.plain(say("report.feedback_hidden", count=hidden))
                for hidden in [len(results) - len(shown)]
                if hidden
            ),
        ),
        charts=[chart for result in shown for chart in _charts(result, words=words)],
    )


def _charts(result: RoundResult, *, words: Words) -> list[Chart]:
    title = words.plain(words.of(result.of_round.title))
    return [_chart(title, question, words=words) for question in result.questions if question.everybody is not None]


def _chart(title: str, result: QuestionResult, *, words: Words) -> Chart:
    figures, question = result.everybody, result.question
    if figures is None:
        raise ValueError("nothing may be shown of this question")
    bars = [
        Bar(
            words.plain(words.of(option)),
            figures.chosen[number],
            f"{figures.chosen[number]} ({figures.share(number)} %)",
        )
        for number, option in enumerate(question.options)
    ]
    asked = words.plain(words.of(question.words))
    return Chart(f"{title} – {asked} (n = {figures.base})", bars, words.figures(question, figures))


def _figures(figures: Figures) -> list[Text]:
    hidden = say("med.hidden", least=SMALLEST_GROUP)
    delay = figures.median_delay
    return [
        say("med.figure_requests", requests=figures.requests),
        say("med.figure_open", open=hidden if figures.open is None else figures.open),
        say("med.figure_reopened", reopened=hidden if figures.reopened is None else figures.reopened),
        say("med.figure_delay", hours=hidden if delay is None else round(delay.total_seconds() / 3600)),
        *(
            say(
                "med.figure_subject",
                subject=say(f"med.subject_{each.value}"),
                count_or_hidden=hidden if n is None else n,
            )
            for each, n in figures.subjects.items()
        ),
    ]
