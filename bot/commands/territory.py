"""`clsm-bot territory`: the files of the CLSMs, checked and taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import territory_desk
from bot.commands import edge

app = typer.Typer(help="CLSMs: add one, check their files.", no_args_is_help=True)


@app.command()
def add(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A territory's file, as in content/territories.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the file of the same short name.")
    ] = False,
) -> None:
    """Check the file of a CLSM and take it in. What its coordination changed in Telegram stays."""
    edge.perform(territory_desk.add_territory(edge.settings(), file, replace=replace, tell=typer.echo))


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to check; all of content/territories without one.")
    ] = None,
) -> None:
    """Check the files of CLSMs: form, hours, codes that exist, perimeters that overlap."""
    mistakes = edge.perform(territory_desk.check_territories(edge.settings(), files or []))
    for mistake in mistakes:
        typer.echo(str(mistake), err=not mistake.is_warning)
    wrong = sum(not mistake.is_warning for mistake in mistakes)
    typer.echo(f"{wrong} mistakes, {len(mistakes) - wrong} warnings")
    if wrong:
        raise typer.Exit(1)
