"""Bar charts for reports: figures beside every bar, two tones that stay apart in grey, and a text in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont

FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
BLUE, LINE, INK = "#1f4e79", "#8a8a8a", "#1a1a1a"
WIDTH, ROW, MARGIN, LABELS, SIZE = 1500, 70, 30, 520, 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` None is a figure too small to be shown: `shown` says so in words."""

    label: str
    value: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title. `alternative` says the same to whoever does not see it."""

    title: str
    bars: Sequence[Bar]
    alternative: str


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, wide enough for print."""
    image = Image.new("RGB", (WIDTH, 2 * MARGIN + ROW * len(chart.bars)), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), SIZE)
    longest = max([bar.value or 0 for bar in chart.bars] + [1])
    space = WIDTH - LABELS - 5 * MARGIN - 6 * SIZE
    pen.line((LABELS, MARGIN, LABELS, MARGIN + ROW * len(chart.bars)), fill=LINE, width=3)
    for number, bar in enumerate(chart.bars):
        top = MARGIN + number * ROW
        length = round(space * (bar.value or 0) / longest)
        pen.text((LABELS - MARGIN, top + ROW // 2), bar.label, fill=INK, font=font, anchor="rm")
        if length:
            pen.rectangle((LABELS, top + 12, LABELS + length, top + ROW - 12), fill=BLUE)
        pen.text((LABELS + length + MARGIN, top + ROW // 2), bar.shown, fill=INK, font=font, anchor="lm")
    buffer = BytesIO()
    image.save(buffer, "PNG", dpi=(200, 200))
    return buffer.getvalue()
