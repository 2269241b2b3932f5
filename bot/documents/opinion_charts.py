"""Charts as pictures for a telephone: few words, large figures, colours that everybody tells apart.

Drawn with Pillow, twice as large and then reduced, in DejaVu Sans (a part of it stands beside this file). Orange and
purple stay different for every kind of colour blindness, and each part bears its figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
WIDTH = 1080
MARGIN = 48
OVERSAMPLING = 2
TITLE, LABEL, FIGURE = 42, 34, 32  # heights of letters in the final picture; a telephone shows it about 400 wide
BAR_HEIGHT = 70
ROOM_FOR_DIGIT = 24  # a part too narrow for its figure goes without: the caption has it
PAPER, INK, RULE = "#ffffff", "#1a1a1a", "#8a8a8a"
FIVE = ("#b35806", "#f1a340", "#c9c9c9", "#998ec3", "#542788")
THREE = (FIVE[0], FIVE[2], FIVE[4])
DARK = frozenset({FIVE[0], FIVE[4]})
SINGLE = FIVE[4]


class Style(StrEnum):
    """How the options of a question stand to each other."""

    DIVERGING = "diverging"  # from least to most, the middle in the middle
    YES_NO = "yes_no"  # yes, no, don't know: no to the left, yes to the right
    SEPARATE = "separate"  # one bar an option


@dataclass(frozen=True, slots=True)
class Bar:
    """A group of people, and how many of them chose each option."""

    label: str
    people: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A question, its options, and the groups that answered it."""

    title: str
    options: tuple[str, ...]
    bars: tuple[Bar, ...]
    style: Style


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, 1080 pixels wide and as high as it needs."""
    height = _Pen(None).chart(chart)
    image = Image.new("RGB", (WIDTH * OVERSAMPLING, height * OVERSAMPLING), PAPER)
    _Pen(ImageDraw.Draw(image)).chart(chart)
    buffer = BytesIO()
    reduced = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
    reduced.quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


class _Pen:
    """Draws from the top down; without paper it only measures."""

    def __init__(self, paper: ImageDraw.ImageDraw | None) -> None:
        self._paper = paper
        self._top = MARGIN

    def chart(self, chart: Chart) -> int:
        """Draw everything and return the height used."""
        self._paragraph(chart.title, size=TITLE, bold=True)
        self._top += 18
        if chart.style is Style.SEPARATE:
            for bar in chart.bars:
                self._separate(bar, chart.options)
        else:
            self._diverging(chart)
        return self._top + MARGIN - 18

    def _diverging(self, chart: Chart) -> None:
        order, colours = ((1, 2, 0), THREE) if chart.style is Style.YES_NO else (tuple(range(5)), FIVE)
        shares = [[bar.counts[option] / bar.people for option in order] for bar in chart.bars]
        left = max(_left_of_middle(one) for one in shares)
        right = max(sum(one) - _left_of_middle(one) for one in shares)
        scale = (WIDTH - 2 * MARGIN) / (left + right)
        middle = MARGIN + left * scale
        for bar, one in zip(chart.bars, shares, strict=True):
            self._heading(bar)
            self._stack(bar, one, order, colours, start=middle - _left_of_middle(one) * scale, scale=scale)
            # Above and under the bar only: across it, the line would strike out the figure of the middle.
            self._line(middle, self._top - 8, middle, self._top)
            self._line(middle, self._top + BAR_HEIGHT, middle, self._top + BAR_HEIGHT + 8)
            self._top += BAR_HEIGHT + 30
        self._legend([chart.options[option] for option in order], colours)

    def _stack(
        self,
        bar: Bar,
        shares: Sequence[float],
        order: Sequence[int],
        colours: Sequence[str],
        *,
        start: float,
        scale: float,
    ) -> None:
        for share, option, colour in zip(shares, order, colours, strict=True):
            end = start + share * scale
            if share:
                self._box(start, self._top, end - 2, self._top + BAR_HEIGHT, colour)
            if end - start >= ROOM_FOR_DIGIT * len(str(bar.counts[option])):
                ink = PAPER if colour in DARK else INK
                self._text((start + end) / 2, self._top + BAR_HEIGHT / 2, str(bar.counts[option]), ink=ink, anchor="mm")
            start = end

    def _separate(self, bar: Bar, options: Sequence[str]) -> None:
        self._heading(bar)
        longest = max(1, *bar.counts)
        room = WIDTH - 2 * MARGIN - 190
        for option, count in zip(options, bar.counts, strict=True):
            self._paragraph(option, size=LABEL)
            end = MARGIN + max(room * count / longest, 4)
            self._box(MARGIN, self._top, end, self._top + BAR_HEIGHT * 0.6, SINGLE)
            figure = f"{count}  ({round(100 * count / bar.people)} %)"
            self._text(end + 16, self._top + BAR_HEIGHT * 0.3, figure, anchor="lm")
            self._top += int(BAR_HEIGHT * 0.6) + 16
        self._top += 20

    def _heading(self, bar: Bar) -> None:
        self._text(WIDTH - MARGIN, self._top, f"n = {bar.people}", anchor="ra", size=LABEL)
        self._paragraph(bar.label, size=LABEL, bold=True, room=WIDTH - 2 * MARGIN - 200)
        self._top += 6

    def _legend(self, options: Sequence[str], colours: Sequence[str]) -> None:
        for option, colour in zip(options, colours, strict=True):
            self._box(MARGIN, self._top + 4, MARGIN + 34, self._top + 38, colour)
            self._paragraph(option, size=LABEL, left=MARGIN + 54)
            self._top += 4

    def _paragraph(
        self, words: str, *, size: int, bold: bool = False, left: int = MARGIN, room: int | None = None
    ) -> None:
        for line in _lines(words, size=size, bold=bold, room=room or WIDTH - MARGIN - left):
            self._text(left, self._top, line, size=size, bold=bold)
            self._top += round(size * 1.3)

    def _text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = FIGURE,
        bold: bool = False,
        ink: str = INK,
        anchor: str = "la",
    ) -> None:
        if self._paper is not None:
            where = (x * OVERSAMPLING, y * OVERSAMPLING)
            self._paper.text(where, words, fill=ink, font=_font(size, bold=bold), anchor=anchor)

    def _box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        if self._paper is not None:
            corners = [edge * OVERSAMPLING for edge in (left, top, max(left + 1, right), bottom)]
            self._paper.rectangle(corners, fill=colour)

    def _line(self, left: float, top: float, right: float, bottom: float) -> None:
        if self._paper is not None:
            ends = [edge * OVERSAMPLING for edge in (left, top, right, bottom)]
            self._paper.line(ends, fill=RULE, width=2 * OVERSAMPLING)


def _left_of_middle(shares: Sequence[float]) -> float:
    """What stands to the left of the middle line: the lower half, and half of the middle option."""
    half = len(shares) // 2
    return sum(shares[:half]) + shares[half] / 2


def _lines(words: str, *, size: int, bold: bool, room: float) -> Iterator[str]:
    font = _font(size, bold=bold)
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > room * OVERSAMPLING:
            yield line
            line = word
        else:
            line = longer
    yield line


@lru_cache(maxsize=8)
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(FONTS / name, size * OVERSAMPLING)
