"""The chapters of the yearly report that feedback and the requests to the coordination give."""

from datetime import UTC, date, datetime

import pytest

from actions.feedback.models import FeedbackFigure, FeedbackFollowUp, FeedbackQuestion, FeedbackRound
from actions.language import Language
from bot.content.library import Content
from bot.documents.report import Report, as_docx, as_pdf
from bot.i18n.phrasebook import Phrasebook
from bot.report_chapters import FeedbackChapter, RequestsChapter
from bot.telegram.help_cards import HelpCards
from bot.telegram.render import Renderer
from bot.telegram.report_chapters import Edition
from tests.meetings.desk import NOW, Desk


@pytest.fixture
def edition(content: Content) -> Edition:
    renderer = Renderer(
        phrasebook=Phrasebook(catalogues=content.catalogues, answers=content.answers),
        safety=HelpCards(content.cards, now=lambda: NOW),
    )
    return Edition(2026, is_current=True, language=Language.FRENCH, renderer=renderer)


async def closed_round(desk: Desk, *, title: str, shown: bool, closes_at: datetime) -> FeedbackRound:
    made = FeedbackRound(
        territory_id=desk.territory.id, kind="survey", state="closed", title={"fr": title}, minimum=11,
        opens_at=closes_at, closes_at=closes_at, shown_colleges=[], created_at=NOW,
    )  # fmt: skip
    desk.session.add(made)
    await desk.session.flush()
    question = FeedbackQuestion(
        round_id=made.id, position=0, kind="yes_no", topic=title, words={"fr": f"{title} ?"},
        options=[{"fr": "oui"}, {"fr": "non"}],
    )  # fmt: skip
    desk.session.add(question)
    await desk.session.flush()
    if shown:
        for option, chosen in enumerate((9, 3)):
            desk.session.add(
                FeedbackFigure(question_id=question.id, college="", option=option, chosen=chosen, base=12, minimum=11)
            )
    await desk.session.flush()
    return made


async def test_results_that_may_be_shown_are_charts_and_the_others_are_only_counted(
    desk: Desk, edition: Edition
) -> None:
    day = datetime(2026, 6, 1, 12, tzinfo=UTC)
    of_round = await closed_round(desk, title="Le bus", shown=True, closes_at=day)
    await closed_round(desk, title="Un secret", shown=False, closes_at=day)
    await closed_round(desk, title="L’an passé", shown=True, closes_at=day.replace(year=2025))
    desk.session.add(
        FeedbackFollowUp(
            territory_id=desk.territory.id, round_id=of_round.id, said="Plus de bus", state="planned",
            done="Une demande à la métropole", written_on=date(2026, 7, 1),
        )
    )  # fmt: skip
    await desk.session.flush()
    actions, results = await FeedbackChapter().sections(desk.session, desk.territory, edition)
    assert [list(row) for row in actions.table[1:]] == [
        ["Plus de bus", edition_word(edition), "Une demande à la métropole"]
    ]
    (chart,) = results.charts
    assert chart.title == "Le bus – Le bus ? (n = 12)"
    assert [(bar.label, bar.shown) for bar in chart.bars] == [("oui", "9 (75 %)"), ("non", "3 (25 %)")]
    everything = " ".join([*results.paragraphs, chart.title, chart.alternative])
    assert "Un secret" not in everything
    assert "L’an passé" not in everything
    assert "1 n’a pas réuni assez de réponses" in everything
    report = Report("Rapport", "2026", (actions, results), "fr")
    assert as_docx(report).startswith(b"PK")
    assert as_pdf(report).startswith(b"%PDF")


def edition_word(edition: Edition) -> str:
    return edition.renderer.phrasebook.catalogues.template("button.feedback_planned", language=Language.FRENCH)


async def test_another_territory_reads_nothing_of_it(desk: Desk, edition: Edition) -> None:
    await closed_round(desk, title="Le bus", shown=True, closes_at=datetime(2026, 6, 1, 12, tzinfo=UTC))
    other = await Desk.open(desk.session, slug="ailleurs")
    actions, results = await FeedbackChapter().sections(desk.session, other.territory, edition)
    assert actions.table == ()
    assert results.charts == []


async def test_requests_of_few_people_have_no_figure(desk: Desk, edition: Edition) -> None:
    (section,) = await RequestsChapter().sections(desk.session, desk.territory, edition)
    assert "11" in section.paragraphs[0]
    past = Edition(2025, is_current=False, language=edition.language, renderer=edition.renderer)
    assert await RequestsChapter().sections(desk.session, desk.territory, past) == ()
