"""The year of a CLSM: the small board of conformity, and the activity report as documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from actions.meetings.conformity import COPIL_A_YEAR, PLENARIES_A_YEAR, REQUIRED, Year, publishable, year_of
from actions.meetings.kinds import Body
from actions.people.colleges import College
from actions.people.service import record_access
from actions.reply import Lines, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.outbox import File
from bot.documents.charts import Bar, Chart
from bot.documents.report import Report, Section, as_docx, as_pdf
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.exports import send_file
from bot.telegram.handlers.meetings.rights import pressed_territory
from bot.telegram.report_chapters import Edition
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

Plain = Callable[[Text], str]


async def show_conformity(turn: Turn) -> None:
    """What the reference text asks, and what took place."""
    territory = await pressed_territory(turn)
    if territory is None:
        await welcome.offer_again(turn)
        return
    year = _year(turn, territory)
    found = await year_of(turn.session, territory_id=territory.id, year=year)
    lines = [say("coord.conformity", territory=Verbatim(territory.name), year=str(year)), *conformity(found)]
    turn.reply(
        Reply(
            parts=(Lines(tuple(lines)), say("coord.conformity_source")),
            buttons=(
                (
                    button(say("button.coord_year", year=str(year - 1)), "mc", "check", territory.id, year - 1),
                    button(say("button.coord_report"), "mc", "report", territory.id, year),
                ),
                (button(say("button.coord_home"), "mc", "home", territory.id),),
            ),
        )
    )


def conformity(found: Year) -> list[Text]:
    """One line for each thing asked."""
    copils, plenaries = found.of(Body.COPIL), found.of(Body.PLENARY)
    return [
        _line("copil", met=found.copil_is_enough, held=len(copils), asked=COPIL_A_YEAR, found=found),
        _line("plenary", met=found.plenary_is_enough, held=len(plenaries), asked=PLENARIES_A_YEAR, found=found),
        _colleges(found),
    ]


def _line(name: str, *, met: bool, held: int, asked: int, found: Year) -> Text:
    sign = say("coord.met" if met else "coord.not_met")
    planned = found.planned[Body(name)]
    return say(f"coord.asked_{name}", sign=sign, held=held, asked=asked, planned=planned)


def _colleges(found: Year) -> Text:
    copils = found.of(Body.COPIL)
    if not copils:
        return say("coord.colleges_unknown")
    absent = [college for college in REQUIRED if any(college in each.absent_colleges for each in copils)]
    if not absent:
        return say("coord.colleges_met")
    return say("coord.colleges_absent", colleges=words.listed([words.college(each.value) for each in absent]))


async def send_report(turn: Turn) -> None:
    """The activity report of a year, to work on (DOCX) and to send (PDF)."""
    territory = await pressed_territory(turn)
    if territory is None or turn.person is None:
        await welcome.offer_again(turn)
        return
    year = _year(turn, territory)
    found = await year_of(turn.session, territory_id=territory.id, year=year)
    edition = Edition(
        year, is_current=year == _current_year(turn, territory), language=turn.language, renderer=turn.services.renderer
    )
    chapters = [
        section
        for chapter in turn.services.report_chapters
        for section in await chapter.sections(turn.session, territory, edition)
    ]
    report = _report(turn, territory, found, chapters=chapters)
    await record_access(
        turn.session, actor=turn.person.fingerprint, deed=f"report {year}", territory_id=territory.id, now=turn.now
    )
    name = f"rapport-{territory.slug}-{year}"
    await send_file(turn, File(f"{name}.docx", as_docx(report)), caption=say("coord.report_docx"))
    await send_file(turn, File(f"{name}.pdf", as_pdf(report)), caption=say("coord.report_pdf"))


def _report(turn: Turn, territory: Territory, found: Year, *, chapters: Sequence[Section]) -> Report:
    def plain(text: Text) -> str:
        return turn.services.renderer.plain(text, language=turn.language)

    participation = publishable(found.participation())
    bars = [
        Bar(plain(words.college(each.value)), participation[each], _shown(plain, participation[each]))
        for each in College
    ]
    chart = Chart(
        title=plain(say("report.chart")),
        bars=bars,
        alternative=plain(
            say("report.chart_words", figures=tuple(Verbatim(f"{bar.label} : {bar.shown}") for bar in bars))
        ),
    )
    return Report(
        title=plain(say("report.title", territory=Verbatim(territory.name), year=str(found.year))),
        subtitle=plain(say("report.made_on", day=turn.now.astimezone(ZoneInfo(territory.time_zone)).date())),
        language="en" if turn.language == "en" else "fr",
        sections=(
            Section(plain(say("report.meetings")), table=_table(plain, found), paragraphs=(plain(_count(found)),)),
            Section(
                plain(say("report.participation")), charts=(chart,), paragraphs=(plain(say("report.small_groups")),)
            ),
            Section(
                plain(say("report.subjects")),
                paragraphs=(
                    plain(say("report.subjects_words", proposed=found.subjects_proposed, taken=found.subjects_taken)),
                ),
            ),
            *chapters,
            Section(
                plain(say("report.conformity")),
                paragraphs=(*(plain(line) for line in conformity(found)), plain(say("coord.conformity_source"))),
            ),
        ),
    )


def _shown(plain: Plain, value: int | None) -> str:
    return plain(say("report.too_few")) if value is None else str(value)


def _count(found: Year) -> Text:
    return say("report.meetings_count", count=len(found.held))


def _table(plain: Plain, found: Year) -> list[list[str]]:
    heading = [plain(say(f"report.column_{name}")) for name in ("date", "body", "title", "present")]
    rows = [
        [
            f"{each.meeting.wall_start:%d/%m/%Y}",
            plain(words.body(each.meeting)),
            each.meeting.title,
            str(each.total),
        ]
        for each in found.held
    ]
    return [heading, *rows] if rows else []


def _year(turn: Turn, territory: Territory) -> int:
    asked = turn.action[3] if turn.action[3:] else ""
    current = _current_year(turn, territory)
    return int(asked) if asked.isdecimal() and current - 20 < int(asked) <= current + 1 else current


def _current_year(turn: Turn, territory: Territory) -> int:
    return turn.now.astimezone(ZoneInfo(territory.time_zone)).year
