"""The command line of the assistant: `clsm-bot --help`."""

from __future__ import annotations

import asyncio
import importlib
import json
import secrets
import sys
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, NoReturn, Protocol

import typer
from sqlalchemy.exc import DBAPIError

from actions.people.models import RoleName
from bot import operations, running
from bot.commands import communes, directory, territory
from bot.content.mistakes import ContentRefused
from bot.journal import open_journal
from bot.nlu.errors import NluError
from bot.operator_mistake import OperatorMistake
from bot.settings import ROOT, Settings, SettingsRefused, read_settings

app = typer.Typer(
    name="clsm-bot",
    help="A chat assistant for the networks of French local mental health councils (CLSM).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
evaluate = typer.Typer(help="Measure the assistant on messages it has never seen.", no_args_is_help=True)
content = typer.Typer(help="Check what the assistant says.", no_args_is_help=True)
database = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(evaluate, name="evaluate")
app.add_typer(content, name="content")
app.add_typer(database, name="db")
app.add_typer(directory.app, name="directory")
app.add_typer(territory.app, name="territory")
app.add_typer(communes.app, name="communes")

EvaluationFile = Annotated[
    Path, typer.Argument(help="Tab-separated lines: text, label, style; a header line may stand first.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a report.")]


@app.command()
def run() -> None:
    """Run the assistant on Telegram, until Ctrl-C. Needs TELEGRAM_TOKEN and SECRET_KEY (environment or .env)."""
    _guarded(running.run(_settings()))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page on this machine; 0 takes a free one.")] = 8010,
) -> None:
    """Show the assistant on a page of this machine, with demonstration data and no Telegram."""
    from bot.demo import demo as show  # noqa: PLC0415 - the simulator is no part of the running assistant

    _guarded(show(_settings(), port=port, tell=_tell))


@app.command()
def train(force: Annotated[bool, typer.Option("--force", help="Train even if nothing changed.")] = False) -> None:
    """Build the two models, language and safety, where what they learn from has changed."""
    _guarded(_workshop().train(_settings(), force=force, tell=_tell))


@app.command()
def secret() -> None:
    """Print a good SECRET_KEY line for .env. Keep a copy: without it, stored accounts cannot be read again."""
    typer.echo(f"SECRET_KEY={secrets.token_urlsafe(48)}")


@app.command()
def invite(
    territory: Annotated[str, typer.Argument(help="Short name of the CLSM, as in content/territories.")],
    role: Annotated[RoleName, typer.Option(help="What the invited person becomes.")] = RoleName.COORDINATOR,
    days: Annotated[int, typer.Option(min=1, max=60, help="Days until the link expires.")] = 7,
) -> None:
    """Make a link that gives one person a role in a CLSM: signed, dated, used once."""
    _guarded(operations.invite(_settings(), slug=territory, role=role, lifetime=timedelta(days=days), tell=typer.echo))


@evaluate.command("nlu")
def evaluate_nlu(file: EvaluationFile, as_json: AsJson = False) -> None:
    """Measure how well messages are understood: the right intent first, in the first three, and what is refused."""
    _report(_guarded(_workshop().evaluate_nlu(_settings(), file, tell=_tell)), as_json=as_json)


@evaluate.command("safety")
def evaluate_safety(
    file: EvaluationFile,
    as_json: AsJson = False,
    noise: Annotated[
        bool, typer.Option("--noise", help="Also with accents lost, slips of the finger, messages in two pieces…")
    ] = False,
) -> None:
    """Measure who in danger is seen: card, line or nothing for each label."""
    _report(_guarded(_workshop().evaluate_safety(_settings(), file, noise=noise, tell=_tell)), as_json=as_json)


@content.command("check")
def content_check(
    numbers: Annotated[
        bool, typer.Option("--numbers", help="List the numbers to dial and the pages to re-read.")
    ] = False,
) -> None:
    """Check every text: form, length, languages, placeholders, phone numbers, dates of review."""
    settings = _settings()
    if numbers:
        for line in operations.numbers_to_dial(settings):
            typer.echo(line)
        return
    mistakes = operations.check_content(settings)
    for mistake in mistakes:
        typer.echo(str(mistake), err=not mistake.is_warning)
    wrong = sum(not mistake.is_warning for mistake in mistakes)
    typer.echo(f"{wrong} mistakes, {len(mistakes) - wrong} warnings")
    if wrong:
        raise typer.Exit(1)


@content.command("accept")
def content_accept(
    number: Annotated[int | None, typer.Argument(help="Number of an answered question; none lists them.")] = None,
    intent: Annotated[str | None, typer.Option(help="The question it answers, such as clsm_participation.")] = None,
) -> None:
    """Turn a coordination's answer into a local answer and a training example, after you have read it."""
    _guarded(operations.accept_answers(_settings(), number=number, intent=intent, tell=typer.echo))


@database.command("upgrade")
def database_upgrade() -> None:
    """Create the database, or bring it to the newest schema. Safe to run again."""
    _guarded(operations.upgrade_database(_settings()))
    typer.echo("The database is up to date.")


class Report(Protocol):
    """What an evaluation found."""

    def as_text(self) -> str:
        """For people."""

    def as_json(self) -> dict[str, Any]:
        """For programs."""


def main() -> None:
    """The entry point: every mistake of the operator becomes a sentence, never a traceback."""
    try:
        app(prog_name="clsm-bot")
    except (SettingsRefused, ContentRefused, OperatorMistake, OSError) as mistake:
        typer.echo(_sentence(mistake), err=True)
        sys.exit(1)


def _workshop() -> ModuleType:
    """Training needs heavy libraries that the running assistant does without: they come in only when asked for."""
    return importlib.import_module("bot.workshop")


def _settings() -> Settings:
    try:
        settings = read_settings(ROOT / ".env")
    except SettingsRefused as refused:
        _refuse(str(refused))
    open_journal(settings.log_level)
    return settings


def _guarded(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except (SettingsRefused, ContentRefused, OperatorMistake, NluError, ValueError) as mistake:
        _refuse(str(mistake))
    except DBAPIError as error:
        _refuse(f"The database cannot be used: {error.orig}. Check DATABASE_URL, then run `clsm-bot db upgrade`.")
    except OSError as mistake:
        _refuse(_sentence(mistake))


def _sentence(mistake: Exception) -> str:
    if isinstance(mistake, OSError) and mistake.filename is not None:
        return f"{mistake.filename}: {mistake.strerror}. Check that this path exists and may be read."
    return str(mistake) or type(mistake).__name__


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _report(report: Report, *, as_json: bool) -> None:
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text())
