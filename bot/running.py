"""Running the assistant until it is asked to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal

from actions.safety.detector import Detector
from bot.app import App
from bot.clock.clock import SystemClock
from bot.content.library import Content, load_content
from bot.delivery.pacer import Pace
from bot.nlu.installation import NluAddress, NluInstallation
from bot.nlu.service import NluService, OwnServer, RemoteServer
from bot.operations import require_schema
from bot.settings import ROOT, Settings, require_production
from bot.wiring import build_app

log = logging.getLogger(__name__)

SAFETY_MODEL = "safety.npz"


async def run(settings: Settings) -> None:
    """Run on Telegram until SIGINT or SIGTERM."""
    require_production(settings)
    await require_schema(settings)
    content = load_content(settings.content_dir)
    _warn_operator(content)
    app = build_app(
        settings,
        content=content,
        detector=open_detector(settings),
        nlu=open_nlu(settings),
        clock=SystemClock(),
        pace=Pace(per_second=settings.messages_per_second),
    )
    await serve(app)


async def serve(app: App) -> None:
    """Start an assistant, and stop it when the process is asked to end."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    starting = asyncio.create_task(app.start())
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if starting.done():
            starting.result()
            log.info("the assistant is running")
            # What was loaded at the start stays: the collector need not walk through it again, for up to 0.2 s.
            gc.collect()
            gc.freeze()
            await waiting
    finally:
        starting.cancel()
        waiting.cancel()
        await app.stop()


def open_detector(settings: Settings) -> Detector:
    """The detector, with its model if it has been built."""
    path = settings.models_dir / SAFETY_MODEL
    return Detector.load(path if path.exists() else None)


def open_nlu(settings: Settings) -> NluService:
    """The language model: the one at NLU_URL, or a child of this process."""
    if settings.nlu_url:
        return RemoteServer(NluAddress(settings.nlu_url, settings.nlu_token.get_secret_value()))
    return OwnServer(NluInstallation.under(ROOT))


def _warn_operator(content: Content) -> None:
    """Say in the log what the operator should see to; people who ask are not troubled with it."""
    today = SystemClock().now().date()
    for warning in (
        *content.help_lines.aged(today=today),
        *content.answers.stale(today=today),
        *content.answers.awaiting_review(),
    ):
        log.warning("%s", warning)
