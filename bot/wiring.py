"""The composition root: joins the parts of the assistant. Nothing is opened here; `App.start` does that."""

from __future__ import annotations

import secrets
import time

from telegram import Bot

from actions.feedback import my_data as feedback_data
from actions.feedback.courtesy import Considerate
from actions.meetings import my_data as meeting_data
from actions.people import my_data
from actions.safety.detector import Detector
from actions.territories.shelf import GazetteerShelf
from bot.app import App, Parts
from bot.clock.clock import Clock
from bot.clock.ticks import Ticker
from bot.content.hours import OsmHours
from bot.content.library import Content
from bot.content.office_hours import OpeningCalendar
from bot.delivery import my_data as delivery_data
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.pacer import Pace, Pacer
from bot.delivery.sender import Sender
from bot.feedback_meetings import HouseMeetings
from bot.housekeeping import ticks
from bot.i18n.phrasebook import Phrasebook
from bot.nlu.service import NluService
from bot.report_chapters import FeedbackChapter, RequestsChapter
from bot.settings import Settings
from bot.store.engine import open_engine, open_sessions
from bot.store.vault import FernetVault
from bot.telegram.desk import TelegramDesk
from bot.telegram.feedback_rounds import FeedbackRounds
from bot.telegram.handlers.meetings import errands as meeting_errands
from bot.telegram.handlers.meetings.delivery import CardPost
from bot.telegram.handlers.meetings.witness import CardWitness
from bot.telegram.help_cards import HelpCards
from bot.telegram.post import Post
from bot.telegram.relay.erasing import requests_section
from bot.telegram.relay.moves import DeskMoves
from bot.telegram.relay.relay import Relay
from bot.telegram.relay.ticks import MediationTicks
from bot.telegram.relay.witness import RelayWitness
from bot.telegram.render import Renderer
from bot.telegram.services import Services
from bot.telegram.telephone import BotTelephone
from bot.telegram.transport import AiohttpRequest
from bot.telegram.watch import Watch
from bot.telegram.witness import ChatWitness


def build_app(
    settings: Settings, *, content: Content, detector: Detector, nlu: NluService, clock: Clock, pace: Pace
) -> App:
    """The assistant with these settings, words, senses and clock."""
    vault = FernetVault(settings.secret_key.get_secret_value())
    engine = open_engine(settings.database_url)
    sessions = open_sessions(engine)
    bot = _open_bot(settings)
    telephone = BotTelephone(bot)
    cards = HelpCards(content.cards, now=clock.now)
    renderer = Renderer(
        phrasebook=Phrasebook(catalogues=content.catalogues, answers=content.answers),
        safety=cards,
    )
    outbox = Outbox(vault=vault)
    post = Post(vault=vault, outbox=outbox, renderer=renderer)
    meeting_cards = CardPost(post)
    meetings = HouseMeetings()
    feedback = FeedbackRounds(post=post, courtesy=Considerate(), meetings=meetings)
    watch = Watch(detector=detector, cards=cards, renderer=renderer, telephone=telephone, vault=vault)
    relay = Relay(
        vault=vault,
        outbox=outbox,
        post=post,
        renderer=renderer,
        calendar=OpeningCalendar(),
        book=content.mediation,
    )
    desk_moves = DeskMoves(relay=relay, now=clock.now)
    sender = Sender(
        sessions=sessions,
        outbox=outbox,
        telephone=telephone,
        pacer=Pacer(pace, time=time.monotonic),
        witnesses=[
            ChatWitness(post=post, watch=watch, username=lambda: bot.username, now=clock.now),
            CardWitness(cards=meeting_cards, now=clock.now),
            RelayWitness(relay=relay, moves=desk_moves, now=clock.now),
        ],
        now=clock.now,
        worker=secrets.token_hex(8),
        alone=engine.dialect.name == "sqlite",
    )
    services = Services(
        vault=vault,
        outbox=outbox,
        renderer=renderer,
        post=post,
        cards=cards,
        data_sections=(
            *my_data.SECTIONS,
            *meeting_data.sections(vault),
            requests_section(relay, clock),
            feedback_data.SECTION,
            delivery_data.SECTION,
        ),
        relay=relay,
        desk_moves=desk_moves,
        mediation_book=content.mediation,
        meetings=meetings,
        report_chapters=(FeedbackChapter(), RequestsChapter()),
        now=clock.now,
        bot=bot,
        shelf=GazetteerShelf(),
        hours=OsmHours(),
    )
    inbox = Inbox(sessions, vault=vault)
    desk = TelegramDesk(bot=bot, services=services, watch=watch, reader=nlu)
    parts = Parts(
        settings=settings,
        content=content,
        clock=clock,
        engine=engine,
        sessions=sessions,
        bot=bot,
        inbox=inbox,
        dispatcher=Dispatcher(sessions=sessions, inbox=inbox, desk=desk, after_commit=sender.wake),
        sender=sender,
        post=post,
        watch=watch,
        nlu=nlu,
        ticker=Ticker(
            (
                *ticks(),
                *meeting_errands.ticks(post),
                *MediationTicks(relay).ticks(),
                *feedback.ticks(),
            ),
            sessions=sessions,
            clock=clock,
            after_commit=sender.wake,
        ),
    )
    return App(parts)


def _open_bot(settings: Settings) -> Bot:
    return Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=1),
    )
