"""The demonstration: the real assistant talking to the simulator over HTTP, on a page of this machine."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.communes import keep_built_in
from actions.territories.service import find_territory, keep_territory
from bot.app import App
from bot.content.library import load_content
from bot.delivery.chat import chat_for
from bot.delivery.pacer import Pace
from bot.demo_feedback import populate_feedback
from bot.directory_desk import keep_samples
from bot.operations import upgrade_database
from bot.running import open_detector, open_nlu, serve
from bot.settings import Settings
from bot.simulator import Simulator, SimulatorClock, World
from bot.store.vault import FernetVault
from bot.telegram.relay.desks import link_desk
from bot.wiring import build_app

TOKEN = "4242:demonstration"  # noqa: S105 - opens nothing but the simulator
USERNAME = "clsm_demo_bot"
TERRITORY = "lille"


async def demo(settings: Settings, *, port: int, tell: Callable[[str], None]) -> None:
    """Open the page and run until Ctrl-C. Each demonstration begins with an empty database."""
    clock = SimulatorClock.running()
    simulator = Simulator(clock=clock)
    url = await simulator.start(port=port, page=True)
    settings = _for_demo(settings, api_url=url)
    await upgrade_database(settings)
    app = build_app(
        settings,
        content=load_content(settings.content_dir),
        detector=open_detector(settings),
        nlu=open_nlu(settings),
        clock=clock,
        pace=Pace(),
    )
    catching_up: set[asyncio.Task[None]] = set()

    def catch_up() -> None:
        task = asyncio.create_task(app.catch_up())
        catching_up.add(task)
        task.add_done_callback(catching_up.discard)

    clock.subscribe(catch_up)
    await _populate(simulator.world, app, settings)
    tell(f"The demonstration is open at {url}/ (Ctrl-C ends it)")
    try:
        await serve(app)
    finally:
        await simulator.stop()


def _for_demo(settings: Settings, *, api_url: str) -> Settings:
    database = settings.data_dir / "demo.db"
    for file in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        file.unlink(missing_ok=True)
    return settings.model_copy(
        update={
            "telegram_token": SecretStr(TOKEN),
            "telegram_api_url": api_url,
            "secret_key": SecretStr(secrets.token_urlsafe(48)),
            "database_url": f"sqlite+aiosqlite:///{database}",
            "webhook_url": "",
        }
    )


async def _populate(world: World, app: App, settings: Settings) -> None:
    """Four seats: a resident who just arrived, a carer who came by the link of a CLSM, its coordinator, their group."""
    world.add_bot(token=TOKEN, username=USERNAME, name="Assistant CLSM")
    resident = world.add_person("Amina", language_code="fr")
    carer = world.add_person("Bernard", language_code="fr")
    coordinator = world.add_person("Claire", language_code="fr")
    world.seat(resident)
    world.seat(carer).say(f"/start c-{TERRITORY}")
    group = world.add_group("Coordination", forum=True, members=[coordinator], with_bot=True)
    world.seat(coordinator).say(f"/start {await _coordinator_link(app, settings, desk=group.id)}")
    world.seat(coordinator, chat=group)


async def _coordinator_link(app: App, settings: Settings, *, desk: int) -> str:
    """The coordinator's invitation; the group where the requests arrive is linked already."""
    parts = app.parts
    vault = FernetVault(settings.secret_key.get_secret_value())
    async with parts.sessions.begin() as session:
        await keep_built_in(session, parts.content.communes, now=parts.clock.now())
        for record in parts.content.territories:
            await keep_territory(session, record, now=parts.clock.now())
        territory = await find_territory(session, TERRITORY)
        if territory is None:
            raise LookupError(f"the sample territory {TERRITORY} is missing")
        now = parts.clock.now()
        chat = chat_for(desk, vault=vault)
        await link_desk(session, territory, chat=chat, has_topics=True, vault=vault, now=now)
        await populate_feedback(session, territory, vault=vault, now=now)
        issued = await issue_invitation(
            session,
            territory_id=territory.id,
            role=RoleName.COORDINATOR,
            vault=vault,
            now=now,
        )
    await keep_samples(settings.content_dir, sessions=parts.sessions, now=parts.clock.now())
    return issued.payload
