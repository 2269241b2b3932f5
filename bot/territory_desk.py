"""CLSMs and communes for operators: files checked and taken in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from actions.territories.communes import read_communes, replace_communes
from actions.territories.gazetteer import Gazetteer
from actions.territories.service import TerritoryRecord, keep_territory
from bot.clock.clock import SystemClock
from bot.commands import edge
from bot.content.communes import load_communes
from bot.content.mistakes import ContentRefused, Mistake
from bot.content.territories import read_territory
from bot.operator_mistake import OperatorMistake
from bot.settings import Settings
from bot.store import schema
from bot.store.engine import open_engine, open_sessions

COMMUNE_KINDS = frozenset({"commune", "arrondissement", "quartier"})


async def add_territory(settings: Settings, file: Path, *, replace: bool, tell: Callable[[str], None]) -> None:
    """Check a territory's file, put it into content/territories, and keep it in the database if there is one."""
    record = read_territory(file)
    gazetteer = await gazetteer_of(settings)
    for mistake in _doubts(record, file, gazetteer):
        tell(str(mistake))
    target = settings.content_dir / "territories" / f"{record.slug}.yml"
    _put(file, target, replace=replace)
    is_kept = await _keep(settings, record)
    tell(f"{record.name} is taken in as {record.slug}: https://t.me/…?start=c-{record.slug} leads to it.")
    tell(f"Its file is {target}.")
    if not is_kept:
        tell("The database is not ready yet: the assistant takes the file in when it starts.")
    tell("Next:")
    tell(f"  clsm-bot invite {record.slug}: the link of its coordination")
    tell(f"  clsm-bot directory import FILE --format csv --source {record.slug} --territory {record.slug}: its places")


async def _keep(settings: Settings, record: TerritoryRecord) -> bool:
    """Put a territory into the database; False where there is none with the newest schema."""
    engine = open_engine(settings.database_url)
    try:
        if not await schema.is_current(engine):
            return False
        async with open_sessions(engine).begin() as session:
            await keep_territory(session, record, now=SystemClock().now())
        return True
    finally:
        await engine.dispose()


async def check_territories(settings: Settings, files: Sequence[Path]) -> list[Mistake]:
    """Everything to mend or to think about in the files of territories."""
    paths = list(files) or sorted((settings.content_dir / "territories").glob("*.yml"))
    gazetteer = await gazetteer_of(settings)
    found: list[Mistake] = []
    owners: dict[str, str] = {}
    for path in paths:
        try:
            record = read_territory(path)
        except ContentRefused as refused:
            found += refused.mistakes
            continue
        found += _doubts(record, path, gazetteer)
        for code in sorted(_communes_of(record, gazetteer)):
            if code in owners:
                message = f"{code} is also covered by {owners[code]}: people there are shown both"
                found.append(Mistake(path, 1, message, is_warning=True))
            owners.setdefault(code, record.slug)
    return found


async def import_communes(settings: Settings, files: Sequence[Path]) -> int:
    """Replace the list of communes; return how many entries it has."""
    records = load_communes(*files)
    names = ", ".join(file.name for file in files)
    async with edge.opened_database(settings) as sessions, sessions.begin() as session:
        return await replace_communes(session, records, source=names, now=SystemClock().now())


def _put(file: Path, target: Path, *, replace: bool) -> None:
    if target.resolve() == file.resolve():
        return
    if target.exists() and not replace:
        raise OperatorMistake(f"{target} exists: --replace takes its place.")
    shutil.copyfile(file, target)


def _doubts(record: TerritoryRecord, path: Path, gazetteer: Gazetteer) -> list[Mistake]:
    """Codes that the list of communes does not know, or knows under another name."""
    found = []
    for area in record.areas:
        code = area.code.partition(":")[0]
        if area.kind in COMMUNE_KINDS:
            commune = gazetteer.by_code(code)
            if commune is None:
                found.append(
                    f"{code} ({area.name}) is not in the list of communes: `clsm-bot communes import` brings it"
                )
            elif commune.code != code:
                found.append(f"{code} ({area.name}) is a former code: it is {commune.code} ({commune.name}) today")
        elif not gazetteer.of_epci(code):
            found.append(f"no commune of the list belongs to the EPCI {code} ({area.name})")
    if not record.contact:
        found.append("there is no contact: people who ask how to reach this CLSM get none")
    return [Mistake(path, 1, message, is_warning=True) for message in found]


def _communes_of(record: TerritoryRecord, gazetteer: Gazetteer) -> set[str]:
    codes: set[str] = set()
    for area in record.areas:
        epci = gazetteer.of_epci(area.code)
        codes |= {commune.code for commune in epci} or {area.code}
    return codes


async def gazetteer_of(settings: Settings) -> Gazetteer:
    """The list of the database, or the built-in one where there is none yet."""
    engine = open_engine(settings.database_url)
    try:
        if await schema.is_current(engine):
            async with open_sessions(engine)() as session:
                communes = await read_communes(session)
            if communes:
                return Gazetteer(communes)
    finally:
        await engine.dispose()
    return Gazetteer(load_communes(settings.content_dir / "communes" / "built_in.csv"))
