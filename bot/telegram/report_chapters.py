"""What a chapter of the yearly report is, whichever feature gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.reply import Text
from actions.territories.models import Territory
from bot.documents.report import Section
from bot.telegram.render import Renderer


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the report: of which year, in which language. Only the current year has figures of the day."""

    year: int
    is_current: bool
    language: Language
    renderer: Renderer

    def plain(self, text: Text) -> str:
        """A sentence without mark-up."""
        return self.renderer.plain(text, language=self.language)


class Chapter(Protocol):
    """A part of the report that another feature gives."""

    async def sections(self, session: AsyncSession, territory: Territory, edition: Edition) -> Sequence[Section]:
        """The sections of a year, with nothing in them that may not leave the CLSM."""
