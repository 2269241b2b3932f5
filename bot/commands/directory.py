"""`clsm-bot directory`: places of help in and out, looked up, and what has grown old."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from actions.directory.importing import ImportReport, Order
from bot import directory_desk
from bot.commands import edge
from bot.directory_desk import ExportFormat, Format

app = typer.Typer(help="Places of help: import, search, export, what to check again.", no_args_is_help=True)

SHOWN_PROBLEMS = 20

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file to read.")]


@app.command("import")
def import_places(
    file: File,
    layout: Annotated[Format, typer.Option("--format", help="What the file is.")],
    source: Annotated[str, typer.Option(help="Name of the source; ids are unique within it.")] = "",
    structures: Annotated[Path | None, typer.Option(help="data·inclusion: the structures of these services.")] = None,
    territory: Annotated[str, typer.Option(help="Short name of the CLSM whose own list this is.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare, change nothing.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Not the whole source: nothing is marked as gone.")
    ] = False,
    accept_losses: Annotated[bool, typer.Option("--accept-losses", help="Mark as gone even a large part.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write every problem to this file (CSV).")] = None,
) -> None:
    """Bring places in. Safe to run again: what did not change stays, what a coordination wrote is never overwritten."""
    order = Order(
        source=source or layout.value,
        file=file.name,
        is_dry=dry_run,
        is_complete=not partial,
        may_lose_many=accept_losses,
    )
    found = edge.settings()
    outcome = edge.perform(
        directory_desk.import_for_operator(
            found, file, order, layout=layout, structures=structures, territory=territory, tell=edge.tell
        )
    )
    if report is not None:
        directory_desk.write_report(outcome, report)
    _show(outcome, is_dry=dry_run)
    if outcome.warning:
        raise typer.Exit(1)


@app.command()
def search(
    what: Annotated[str, typer.Argument(help="The need in words: « alcool », « mon fils de 15 ans ».")],
    where: Annotated[str, typer.Argument(help="A commune or a postcode.")],
    most: Annotated[int, typer.Option("--most", help="How many places to show.")] = 10,
) -> None:
    """Look for help as a resident would."""
    for line in edge.perform(directory_desk.search_for_operator(edge.settings(), what=what, where=where, most=most)):
        typer.echo(line)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="Where to write.")],
    layout: Annotated[ExportFormat, typer.Option("--format", help="What to write.")] = ExportFormat.DATA_INCLUSION,
    territory: Annotated[str, typer.Option(help="Only the places of this CLSM.")] = "",
    source: Annotated[str, typer.Option(help="Only the places of this source.")] = "",
) -> None:
    """Write the places in an open standard."""
    for path, count in edge.perform(
        directory_desk.export_for_operator(edge.settings(), folder, layout=layout, territory=territory, source=source)
    ):
        typer.echo(f"{path}: {count}")


@app.command()
def stale(
    days: Annotated[int, typer.Option(min=1, help="Not looked at for so many days.")] = 365,
    territory: Annotated[str, typer.Option(help="Only the places of this CLSM.")] = "",
) -> None:
    """List what to check again: old entries, reported errors, places their source no longer names."""
    age = timedelta(days=days)
    for line in edge.perform(directory_desk.stale_for_operator(edge.settings(), age=age, territory=territory)):
        typer.echo(line)


def _show(outcome: ImportReport, *, is_dry: bool) -> None:
    if is_dry:
        typer.echo("Dry run: nothing was changed.")
    for name, figure in outcome.counts().items():
        typer.echo(f"{name:>12}  {figure}")
    for row in outcome.problems[:SHOWN_PROBLEMS]:
        verdict = "refused" if row.record is None else "kept without"
        typer.echo(f"row {row.number} ({row.name[:40]}): {verdict}: {'; '.join(row.problems)}", err=True)
    rest = outcome.refused + outcome.with_problems - SHOWN_PROBLEMS
    if rest > 0:
        typer.echo(f"… and {rest} more rows: --report FILE writes them", err=True)
    if outcome.warning:
        typer.echo(f"warning: {outcome.warning}. If that is right, run again with --accept-losses.", err=True)
