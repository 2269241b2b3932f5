"""The desk: reads an update, finds its route, lets the handler act, and writes the replies to the outbox."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, Update

from actions.answers.several import questions_in
from actions.language import Language, guess_language
from actions.people.service import find_person
from actions.reply import Reply, say
from actions.safety.levels import NOTHING, Assessment, Strength
from bot.delivery.chat import Chat, RawUpdate, chat_for
from bot.delivery.conversations import load_conversation, save_conversation
from bot.nlu.errors import NluUnavailable
from bot.nlu.understanding import Understanding
from bot.telegram.parking import keep_question
from bot.telegram.relay.answered import find_answered
from bot.telegram.routes import after_card, route_of
from bot.telegram.services import Services
from bot.telegram.tokens import menu_button, urgent_button
from bot.telegram.turn import Turn
from bot.telegram.watch import Watch


class Reader(Protocol):
    """The language model, wherever it runs."""

    async def parse(self, text: str) -> Understanding:
        """Understand a text; raise NluUnavailable when there is nobody to ask."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update with what reading it has brought. `understanding` is None where nobody could or had to be asked."""

    update: Update
    assessment: Assessment
    understanding: Understanding | None
    questions: tuple[Understanding, ...] = ()


class TelegramDesk:
    """Handles updates: the `Desk` of the dispatcher."""

    def __init__(
        self,
        *,
        bot: Bot,
        services: Services,
        watch: Watch,
        reader: Reader,
    ) -> None:
        self._bot = bot
        self._services = services
        self._watch = watch
        self._reader = reader

    async def read(self, raw: RawUpdate) -> Incoming:
        """Assess and understand an update, before any transaction is open."""
        update = Update.de_json(dict(raw), self._bot)
        assessment = self._watch.assessment_of(raw, now=self._services.now())
        if assessment.strength is Strength.CARD or not _is_free_text(update):
            return Incoming(update, assessment, None)
        message = update.message
        text = (message.text or message.caption or "") if message else ""
        try:
            understanding = await self._reader.parse(text)
            questions = [await self._reader.parse(question) for question in questions_in(text)]
            return Incoming(update, assessment, understanding, tuple(questions))
        except NluUnavailable:
            return Incoming(update, assessment, None)

    async def handle(self, incoming: object, session: AsyncSession) -> bool:
        """Act on an update; False if its question must wait for the language model."""
        assert isinstance(incoming, Incoming)  # noqa: S101 - what `read` returned
        chat = self._chat(incoming.update)
        if chat is None:
            return True
        turn = await self._turn(incoming, chat, session)
        before, choices = deepcopy(turn.conversation.form), turn.conversation.memory.choices
        route = route_of(turn)
        unread = route.needs_nlu and turn.understanding is None
        was_served = self._watch.was_served(incoming.update.update_id)
        must_wait = unread and not was_served and not await route.can_do_without_nlu(turn)
        if was_served:  # the card is there already; what else was to be done is not
            await after_card(turn)
        elif must_wait:
            self._say_wait(turn)
        elif not unread:
            await route.handle(turn)
        keep_question(turn, before=before)
        if turn.conversation.memory.choices is choices:  # something else was said since the help card
            turn.conversation.memory.choices = []
        await turn.flush()
        self._tell_watch(turn)
        await save_conversation(session, chat.key, turn.conversation, vault=self._services.vault, now=turn.now)
        return not must_wait

    async def apologise(self, raw: RawUpdate, session: AsyncSession) -> None:
        """Say that something went wrong, and that help is there all the same."""
        update = Update.de_json(dict(raw), self._bot)
        chat = self._chat(update)
        if chat is None or chat.is_group:
            return
        turn = await self._turn(Incoming(update, NOTHING, None), chat, session)
        turn.reply(Reply(parts=(say("notice.failed"),), buttons=((menu_button(), urgent_button()),)))
        await turn.flush()

    def _chat(self, update: Update) -> Chat | None:
        if update.effective_chat is None:
            return None
        message = update.effective_message
        thread = message.message_thread_id if message is not None and message.is_topic_message else None
        return chat_for(update.effective_chat.id, vault=self._services.vault, thread=thread)

    async def _turn(self, incoming: Incoming, chat: Chat, session: AsyncSession) -> Turn:
        now = self._services.now()
        user = incoming.update.effective_user
        person = await find_person(session, user.id, vault=self._services.vault) if user else None
        if (query := incoming.update.callback_query) is not None and query.message is not None:
            await self._services.outbox.acknowledge_delivery(
                session, chat_key=chat.key, message_id=query.message.message_id, pressed=query.data or "", now=now
            )
        message = incoming.update.message
        return Turn(
            update=incoming.update,
            chat=chat,
            session=session,
            services=self._services,
            now=now,
            language=Language(person.language) if person else guess_language(user.language_code if user else None),
            person=person,
            conversation=await load_conversation(session, chat.key, vault=self._services.vault, now=now),
            assessment=incoming.assessment,
            understanding=incoming.understanding,
            answered=await find_answered(session, message, chat=chat, person=person) if message else None,
            questions=incoming.questions,
        )

    def _tell_watch(self, turn: Turn) -> None:
        """Which of what waits in the outbox is the card of this update: the watch may have sent it meanwhile."""
        if turn.assessment.strength is Strength.CARD and not turn.chat.is_group:
            for card in turn.cards:
                if card.sealed is not None:
                    self._watch.card_was_written(turn.update.update_id, sealed=card.sealed)

    def _say_wait(self, turn: Turn) -> None:
        """The language model is not there: say so once, whatever is asked meanwhile."""
        if turn.conversation.memory.told_to_wait:
            return
        turn.conversation.memory.told_to_wait = True
        turn.reply(Reply(parts=(say("notice.wait_for_nlu"),), buttons=((menu_button(), urgent_button()),)))


def _is_free_text(update: Update) -> bool:
    message = update.message
    if message is None or message.chat.id < 0:
        return False
    text = (message.text or message.caption or "").strip()
    return bool(text) and not text.startswith("/")
