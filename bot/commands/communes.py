"""`clsm-bot communes`: the official list of communes, from its files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import territory_desk
from bot.commands import edge

app = typer.Typer(help="The list of communes by which places are found.", no_args_is_help=True)


@app.command("import")
def import_communes(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="JSON or CSV; several are joined.")],
) -> None:
    """Take in the list of communes, in the form of geo.api.gouv.fr/communes (JSON) or as a table (CSV).

    The list replaces the one before. A running assistant takes the new one with the next question.
    """
    count = edge.perform(territory_desk.import_communes(edge.settings(), files))
    typer.echo(f"{count} communes")
