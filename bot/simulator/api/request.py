"""One call on its way to its handler."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.simulator.arguments import Arguments
from bot.simulator.people import Bot
from bot.simulator.updates import UpdateQueue
from bot.simulator.webhooks import Webhook
from bot.simulator.world import World


@dataclass(frozen=True, slots=True)
class Request:
    """Who calls, with which checked arguments, in which world."""

    world: World
    bot: Bot
    arguments: Arguments
    webhook: Webhook

    @property
    def now(self) -> datetime:
        """The clock's present time."""
        return self.world.clock.now()

    @property
    def queue(self) -> UpdateQueue:
        """The updates waiting for the calling bot."""
        return self.world.queue(self.bot)


Handler: TypeAlias = Callable[[Request], object | Awaitable[object]]
"""Does one method and returns its JSON result, or raises ApiError."""
