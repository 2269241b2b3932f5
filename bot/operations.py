"""What an operator does beside running the assistant: the database, invitations, the texts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Bot
from telegram.error import TelegramError

from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.service import find_territory, keep_territory
from bot import acceptance
from bot.clock.clock import SystemClock
from bot.content import library
from bot.content.helplines import load_helplines
from bot.content.mistakes import Mistake
from bot.content.territories import load_territories
from bot.operator_mistake import OperatorMistake
from bot.settings import Settings, require_production
from bot.store import schema
from bot.store.engine import open_engine, open_sessions
from bot.store.vault import FernetVault
from bot.telegram.transport import AiohttpRequest


async def upgrade_database(settings: Settings) -> None:
    """Create the database or bring it to the newest schema."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with _engine(settings) as engine:
        await schema.upgrade(engine)


async def require_schema(settings: Settings) -> None:
    """Raise OperatorMistake unless the database has the newest schema."""
    async with _engine(settings) as engine:
        if not await schema.is_current(engine):
            raise OperatorMistake("The database is not up to date: run `clsm-bot db upgrade`.")


async def invite(
    settings: Settings, *, slug: str, role: RoleName, lifetime: timedelta, tell: Callable[[str], None]
) -> None:
    """Make an invitation to a role, and tell its link."""
    require_production(settings)
    await require_schema(settings)
    username = await _username(settings)  # before the transaction: the assistant may be running on this database
    now = SystemClock().now()
    async with _engine(settings) as engine, open_sessions(engine).begin() as session:
        for record in load_territories(settings.content_dir / "territories"):
            await keep_territory(session, record, now=now)
        territory = await find_territory(session, slug)
        if territory is None:
            folder = settings.content_dir / "territories"
            raise OperatorMistake(f"No CLSM is called {slug}: the names are those of the files in {folder}.")
        issued = await issue_invitation(
            session,
            territory_id=territory.id,
            role=role,
            vault=FernetVault(settings.secret_key.get_secret_value()),
            now=now,
            lifetime=lifetime,
        )
    tell(f"{role.value} of {territory.name}; works once, until {issued.expires_at:%Y-%m-%d %H:%M} UTC:")
    tell(f"https://t.me/{username}?start={issued.payload}")


async def accept_answers(
    settings: Settings, *, number: int | None, intent: str | None, tell: Callable[[str], None]
) -> None:
    """List the coordinations' answers that wait, or accept one of them as the answer to an intent."""
    await require_schema(settings)
    async with _engine(settings) as engine, open_sessions(engine).begin() as session:
        if number is None or intent is None:
            for line in await acceptance.list_answered(session):
                tell(line)
            return
        await acceptance.accept(
            session,
            number,
            intent=intent,
            answers=library.load_content(settings.content_dir).answers,
            content=settings.content_dir,
            nlu_data=settings.nlu_data_dir,
            today=SystemClock().now().date(),
            tell=tell,
        )


def check_content(settings: Settings) -> list[Mistake]:
    """Everything to mend or review in the content."""
    return library.check_content(settings.content_dir, today=SystemClock().now().date())


def numbers_to_dial(settings: Settings) -> Iterator[str]:
    """The help lines a person must call or re-read, one a line."""
    register = load_helplines(settings.content_dir / "helplines.yml")
    for key, number, source in register.numbers_to_dial():
        yield f"{key}\t{number}\t{source}"


@asynccontextmanager
async def _engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def _username(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value()
    try:
        async with Bot(token, base_url=f"{settings.telegram_api_url}/bot", request=AiohttpRequest()) as bot:
            return bot.username
    except TelegramError as error:
        raise OperatorMistake(f"Telegram does not answer or refuses TELEGRAM_TOKEN ({type(error).__name__}).") from None
