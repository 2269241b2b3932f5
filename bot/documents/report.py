"""Reports as documents: DOCX to work on, PDF to send. The words come from the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.shared import Cm
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bot.documents.charts import FONT, Chart, draw

CHART_WIDTH = 16.0  # centimetres
BOLD_FONT = FONT.with_name("VeraBd.ttf")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, a table (its first row is the heading) and charts."""

    title: str
    paragraphs: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    charts: Sequence[Chart] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document; `language` is its IETF code."""

    title: str
    subtitle: str
    sections: Sequence[Section]
    language: str


def as_docx(report: Report) -> bytes:
    """A document for any word processor, with real headings, tables and described images."""
    document = Document()
    document.core_properties.title = report.title
    document.core_properties.language = report.language
    document.core_properties.author = ""
    document.add_heading(report.title, level=0)
    document.add_paragraph(report.subtitle)
    for section in report.sections:
        document.add_heading(section.title, level=1)
        for paragraph in section.paragraphs:
            document.add_paragraph(paragraph)
        if section.table:
            _add_table(document, section.table)
        for chart in section.charts:
            _add_chart(document, chart)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_table(document: Document, rows: Sequence[Sequence[str]]) -> None:  # type: ignore[valid-type]  # a factory
    table = document.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")  # type: ignore[attr-defined]
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _add_chart(document: Document, chart: Chart) -> None:  # type: ignore[valid-type]
    document.add_paragraph(chart.title)  # type: ignore[attr-defined]
    picture = document.add_picture(BytesIO(draw(chart)), width=Cm(CHART_WIDTH))  # type: ignore[attr-defined]
    picture._inline.docPr.set("descr", chart.alternative)  # noqa: SLF001 - the library offers no other way to describe an image
    document.add_paragraph(chart.alternative)  # type: ignore[attr-defined]


def as_pdf(report: Report) -> bytes:
    """The same as a PDF."""
    for name, file in (("Vera", FONT), ("Vera-Bold", BOLD_FONT)):
        pdfmetrics.registerFont(TTFont(name, str(file)))
    styles = getSampleStyleSheet()
    for name in ("Title", "Heading1", "BodyText", "Italic"):
        styles[name].fontName = "Vera" if name in ("BodyText", "Italic") else "Vera-Bold"
    story: list[Flowable] = [
        Paragraph(escape(report.title), styles["Title"]), Paragraph(escape(report.subtitle), styles["BodyText"]),
    ]  # fmt: skip
    for section in report.sections:
        story.append(Paragraph(escape(section.title), styles["Heading1"]))
        story += [Paragraph(escape(words), styles["BodyText"]) for words in section.paragraphs]
        if section.table:
            cells = [[Paragraph(escape(cell), styles["BodyText"]) for cell in row] for row in section.table]
            story += [Spacer(1, 0.2 * cm), Table(cells, repeatRows=1, style=_GRID)]
        for chart in section.charts:
            story += [Paragraph(escape(chart.title), styles["BodyText"]), _picture(chart)]
            story.append(Paragraph(escape(chart.alternative), styles["Italic"]))
    buffer = BytesIO()
    SimpleDocTemplate(
        buffer, pagesize=A4, title=report.title, lang=report.language, leftMargin=2 * cm, rightMargin=2 * cm
    ).build(story)
    return buffer.getvalue()


_GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "#8a8a8a"), ("BACKGROUND", (0, 0), (-1, 0), "#e8eef4")])


def _picture(chart: Chart) -> Image:
    picture = Image(BytesIO(draw(chart)))
    height = CHART_WIDTH * picture.imageHeight / picture.imageWidth
    picture.drawWidth, picture.drawHeight = CHART_WIDTH * cm, height * cm
    return picture
