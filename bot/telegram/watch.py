"""The watch: reads every text for danger as it arrives, before anything that could fail.

If the card has not gone out shortly after, whatever the reason, it is sent straight to the chat, past the database
and the outbox: better twice than never.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.answers.tongue import language_of
from actions.language import guess_language
from actions.people.identity import Vault
from actions.reply import Urgency
from actions.safety.detector import Detector
from actions.safety.levels import FAILED_SAFE, NOTHING, Assessment, Strength
from actions.safety.recent import RecentTexts
from bot.delivery.chat import RawUpdate, chat_key_of
from bot.delivery.outbox import Call
from bot.delivery.outcome import Fate, Outcome
from bot.delivery.sender import Telephone
from bot.journal import describe
from bot.telegram.help_cards import HelpCards
from bot.telegram.render import Renderer

log = logging.getLogger(__name__)

PATIENCE = 1.5  # seconds the ordinary way has to send the card: the promise is two seconds
REMEMBERED = 10_000
WRITTEN_BY_PEOPLE = ("message", "edited_message", "channel_post")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an update says: the words of the person, and where."""

    text: str
    chat_id: int
    language_code: str | None


def spoken_in(raw: RawUpdate) -> Spoken | None:
    """The words a person wrote in an update, or None."""
    for name in WRITTEN_BY_PEOPLE:
        message: Mapping[str, Any] | None = raw.get(name)
        if message is not None:
            text = message.get("text") or message.get("caption") or ""
            sender = message.get("from") or {}
            return Spoken(text, message["chat"]["id"], sender.get("language_code")) if text else None
    return None


class Watch:
    """Assesses updates, and makes sure that a card goes out."""

    def __init__(
        self,
        *,
        detector: Detector,
        cards: HelpCards,
        renderer: Renderer,
        telephone: Telephone,
        vault: Vault,
        patience: float = PATIENCE,
    ) -> None:
        self._detector = detector
        self._cards = cards
        self._renderer = renderer
        self._telephone = telephone
        self._vault = vault
        self._patience = patience
        self._recent = RecentTexts()
        self._assessments: OrderedDict[int, Assessment] = OrderedDict()
        self._served: OrderedDict[int, None] = OrderedDict()
        self._straight: OrderedDict[int, asyncio.Future[Outcome | None]] = OrderedDict()
        self._written: OrderedDict[bytes, int] = OrderedDict()
        self._waiting: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def look_at(self, updates: Sequence[RawUpdate], *, now: datetime) -> None:
        """Assess updates that have just arrived."""
        for raw in updates:
            if raw["update_id"] in self._assessments:
                continue
            assessment = self._assess(raw, now=now)
            _remember(self._assessments, raw["update_id"], assessment)
            spoken = spoken_in(raw)
            if assessment.strength is Strength.CARD and spoken is not None and spoken.chat_id > 0:
                self._expect_card(raw, spoken, assessment)

    def assessment_of(self, raw: RawUpdate, *, now: datetime) -> Assessment:
        """The assessment of an update, made again if this process has not seen it arrive."""
        known = self._assessments.get(raw["update_id"])
        return known if known is not None else self._assess(raw, now=now)

    def was_served(self, update_id: int) -> bool:
        """True if the card of this update went straight out, so that it need not be shown again."""
        return update_id in self._served

    def card_went_out(self, chat_key: str, *, lane: int) -> None:
        """The sender says that a message of the most urgent lane arrived in this chat."""
        if lane == Urgency.CRISIS.value and (event := self._waiting.get(chat_key)):
            event.set()

    def card_was_written(self, update_id: int, *, sealed: bytes) -> None:
        """The ordinary way has put the card of this update into the outbox; no two sealed calls are alike."""
        _remember(self._written, sealed, update_id)

    async def sent_straight(self, sealed: bytes) -> Outcome | None:
        """What became of this very card if it went straight out; None, in any doubt, lets it be sent."""
        update_id = self._written.get(sealed)
        straight = self._straight.get(update_id) if update_id is not None else None
        if straight is None:
            return None
        try:
            return await asyncio.wait_for(asyncio.shield(straight), timeout=self._patience)
        except TimeoutError:
            return None

    async def stop(self) -> None:
        """See the cards through that are still expected."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2 * self._patience)

    def _assess(self, raw: RawUpdate, *, now: datetime) -> Assessment:
        spoken = spoken_in(raw)
        if spoken is None:
            return NOTHING
        earlier = self._recent.before(spoken.chat_id, now=now)
        self._recent.add(spoken.chat_id, spoken.text, now=now)
        try:
            return self._detector.assess(spoken.text, earlier=earlier)
        except Exception as error:  # noqa: BLE001 - it promises never to raise; if it does, that counts as danger
            log.error("the detector failed, which counts as a detection: %s", describe(error))
            return FAILED_SAFE

    def _expect_card(self, raw: RawUpdate, spoken: Spoken, assessment: Assessment) -> None:
        task = asyncio.create_task(self._make_sure(raw, spoken, assessment))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make_sure(self, raw: RawUpdate, spoken: Spoken, assessment: Assessment) -> None:
        chat_key = chat_key_of(raw, vault=self._vault)
        event = self._waiting.setdefault(chat_key, asyncio.Event())
        try:
            await asyncio.wait_for(event.wait(), timeout=self._patience)
        except TimeoutError:
            await self._send_straight(raw, spoken, assessment)
        finally:
            self._waiting.pop(chat_key, None)

    async def _send_straight(self, raw: RawUpdate, spoken: Spoken, assessment: Assessment) -> None:
        log.error("the help card did not go out in time by the ordinary way: sending it straight")
        straight = asyncio.get_running_loop().create_future()
        _remember(self._straight, raw["update_id"], straight)
        delivered: Outcome | None = None
        try:
            for call in self._calls(raw, spoken, assessment):
                outcome = await self._telephone.call(call, chat_id=spoken.chat_id)
                if outcome.fate is Fate.DELIVERED:
                    _remember(self._served, raw["update_id"], None)
                    delivered = outcome
        finally:
            straight.set_result(delivered)

    def _calls(self, raw: RawUpdate, spoken: Spoken, assessment: Assessment) -> Sequence[Call]:
        language = language_of(spoken.text, usual=guess_language(spoken.language_code))
        reply = self._cards.for_danger(assessment, chat_key=chat_key_of(raw, vault=self._vault), language=language)
        return self._renderer.calls(reply, language=language)


def _remember(memory: OrderedDict[Any, Any], key: int | bytes, value: Any) -> None:
    memory[key] = value
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
