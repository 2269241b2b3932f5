"""Pictures and tables of results: the right figures, legible on a telephone, told apart by everybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations
from zipfile import ZipFile

import pytest
from PIL import Image

from actions.feedback import question_sets
from actions.feedback.kinds import QuestionKind
from actions.feedback.models import FeedbackQuestion
from actions.language import Language
from bot.content.library import Content
from bot.documents import opinion_charts as charts
from bot.documents.opinion_charts import Bar, Chart, Style, draw
from bot.documents.sheets import Sheet, as_csv, as_xlsx
from bot.i18n.phrasebook import Phrasebook
from bot.telegram.handlers.feedback.reading import LONGEST_CAPTION, in_words
from bot.telegram.handlers.feedback.words import Words
from bot.telegram.help_cards import HelpCards
from bot.telegram.render import Renderer

FIVE = ("très mal", "mal", "entre les deux", "bien", "très bien")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TELEPHONE = 400  # points of width on which the picture is read
RED_BLIND = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
GREEN_BLIND = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
BLUE_BLIND = ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900))


def diverging(*bars: Bar) -> Chart:
    return Chart("Comment s’est passée la réunion ?", FIVE, bars, Style.DIVERGING)


def picture(chart: Chart) -> Image.Image:
    return Image.open(BytesIO(draw(chart))).convert("RGB")


def widths(image: Image.Image, colour: str) -> int:
    """The longest run of a colour in the picture, in points."""
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    longest = 0
    for y in range(image.height):
        row = [image.getpixel((x, y)) == wanted for x in range(image.width)]
        run = best = 0
        for same in row:
            run = run + 1 if same else 0
            best = max(best, run)
        longest = max(longest, best)
    return longest


def test_no_line_strikes_out_the_figure_in_the_middle() -> None:
    image = picture(diverging(Bar("Ensemble", 10, (0, 0, 10, 0, 0))))
    grey = tuple(int(charts.FIVE[2][place : place + 2], 16) for place in (1, 3, 5))
    top = next(y for y in range(image.height) if image.getpixel((charts.MARGIN + 10, y)) == grey)
    assert image.getpixel((image.width // 2, top + 8)) == grey  # within the bar, above its figure


def test_the_parts_of_a_bar_are_as_wide_as_their_figures() -> None:
    image = picture(diverging(Bar("Ensemble", 40, (8, 4, 0, 16, 12))))
    measured = [widths(image, charts.FIVE[option]) for option in (0, 1, 3, 4)]
    whole = (charts.WIDTH - 2 * charts.MARGIN) / 40
    for width, count in zip(measured, (8, 4, 16, 12), strict=True):
        # The figure stands inside its part and interrupts the run: at least half of the part is plain.
        assert 0.3 * count * whole <= width <= count * whole


def test_more_groups_make_a_higher_picture_of_the_same_width() -> None:
    one = picture(diverging(Bar("Ensemble", 20, (4, 4, 4, 4, 4))))
    two = picture(diverging(Bar("Ensemble", 20, (4, 4, 4, 4, 4)), Bar("aidant·es", 12, (12, 0, 0, 0, 0))))
    assert one.width == two.width == charts.WIDTH
    assert two.height > one.height


@pytest.mark.parametrize("style", [Style.YES_NO, Style.SEPARATE])
def test_every_style_draws_what_nobody_chose(style: Style) -> None:
    chart = Chart("Q ?", ("oui", "non", "je ne sais pas"), (Bar("Ensemble", 11, (11, 0, 0)),), style)
    assert picture(chart).width == charts.WIDTH


def test_letters_are_legible_on_a_telephone() -> None:
    """Eleven points is what telephones use for the smallest text that is meant to be read."""
    assert min(charts.TITLE, charts.LABEL, charts.FIGURE) * TELEPHONE / charts.WIDTH >= 11


@pytest.mark.parametrize("matrix", [RED_BLIND, GREEN_BLIND, BLUE_BLIND], ids=["red", "green", "blue"])
def test_colours_are_told_apart_whatever_the_eyes(matrix: tuple[tuple[float, ...], ...]) -> None:
    """Machado, Oliveira and Fernandes 2009, full severity: any two colours stay well apart."""
    seen = [tuple(sum(m * c for m, c in zip(row, rgb(each), strict=True)) for row in matrix) for each in charts.FIVE]
    for one, other in combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 40


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def test_what_a_caption_does_not_hold_follows_in_words(content: Content) -> None:
    """Nobody who cannot see the picture is left with a part of its figures."""
    phrasebook = Phrasebook(catalogues=content.catalogues, answers=content.answers)
    question = FeedbackQuestion(kind="scale", options=question_sets.usual_options(QuestionKind.SCALE))
    bars = [Bar(f"groupe {number}", 11 + number, (1, 2, 3, 4, 1 + number)) for number in range(12)]
    for language in Language:
        words = Words(Renderer(phrasebook=phrasebook, safety=HelpCards(content.cards, now=lambda: NOW)), language)
        caption, rest = in_words("Titre", bars, question, words=words)
        assert len(caption) <= LONGEST_CAPTION
        for bar in bars:
            assert f"n = {bar.people}" in caption + rest
        whole, nothing = in_words("Titre", bars[:2], question, words=words)
        assert whole.count("n = ") == 2
        assert nothing == ""


def test_a_spreadsheet_finds_no_formula_in_what_people_wrote() -> None:
    sheet = Sheet("Textes", ["Texte"], [("=HYPERLINK(1)",), ("@SUM(1)",), ("Bonjour",)])
    assert as_csv(sheet.header, sheet.rows).decode("utf-8-sig").splitlines() == [
        "Texte",
        "'=HYPERLINK(1)",
        "'@SUM(1)",
        "Bonjour",
    ]
    book = ZipFile(BytesIO(as_xlsx(sheet)))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    strings = re.findall(r"<t[^>]*>(.*?)</t>", book.read("xl/sharedStrings.xml").decode())
    assert strings == ["Texte", "=HYPERLINK(1)", "@SUM(1)", "Bonjour"]
