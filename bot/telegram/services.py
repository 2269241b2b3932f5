"""What handlers may use, built once and passed to every turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import Bot

from actions.directory.hours import HoursReader
from actions.feedback.meetings import MeetingBook
from actions.people.identity import Vault
from actions.people.my_data import DataSection
from actions.territories.shelf import GazetteerShelf
from bot.content.mediation import MediationBook
from bot.delivery.outbox import Outbox
from bot.telegram.help_cards import HelpCards
from bot.telegram.post import Post
from bot.telegram.relay.moves import DeskMoves
from bot.telegram.relay.relay import Relay
from bot.telegram.render import Renderer
from bot.telegram.report_chapters import Chapter


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the house that a handler needs."""

    vault: Vault
    outbox: Outbox
    renderer: Renderer
    post: Post
    cards: HelpCards
    data_sections: Sequence[DataSection]
    relay: Relay
    desk_moves: DeskMoves
    mediation_book: MediationBook
    meetings: MeetingBook
    report_chapters: Sequence[Chapter]
    now: Callable[[], datetime]
    bot: Bot
    shelf: GazetteerShelf
    hours: HoursReader

    @property
    def bot_username(self) -> str:
        """The name by which links find the assistant."""
        return self.bot.username
