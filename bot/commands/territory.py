"""`clsm-bot territory`: the files of the CLSMs, made from answers, checked and taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TypeVar

import typer

from actions.territories.gazetteer import Gazetteer
from bot import territory_desk
from bot.commands import edge
from bot.operator_mistake import OperatorMistake
from bot.settings import Settings
from bot.territory_form import (
    QUESTIONS,
    AnswerRefused,
    answered,
    as_yaml,
    checked,
    read_areas,
    slug_of,
    zone_of_areas,
)

app = typer.Typer(help="CLSMs: add one, check their files.", no_args_is_help=True)

Value = TypeVar("Value")
OPTIONAL = "empty: none"


@app.command()
def add(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, help="A territory's file, as in content/territories; without it, questions."
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the file of the same short name.")
    ] = False,
    name: Annotated[str, typer.Option(help="Its name; with --area, nothing is asked.")] = "",
    slug: Annotated[str, typer.Option(help="Its short name; made of the name without it.")] = "",
    area: Annotated[
        list[str] | None, typer.Option(help="A commune or an EPCI, by name or code; may be repeated.")
    ] = None,
    status: Annotated[str, typer.Option(help="active, project or stopped.")] = "",
    time_zone: Annotated[str, typer.Option(help="Indian/Reunion…; that of the perimeter without it.")] = "",
    office_hours: Annotated[str, typer.Option(help="Hours of the coordination: Mo-Fr 09:00-12:00; PH off")] = "",
    contact: Annotated[str, typer.Option(help="How residents reach it.")] = "",
    site: Annotated[str, typer.Option(help="Its web page.")] = "",
    languages: Annotated[str, typer.Option(help="fr, en…")] = "",
    line: Annotated[list[str] | None, typer.Option(help="A local help line, in words; may be repeated.")] = None,
) -> None:
    """Take in a CLSM, from a file or from your answers. What its coordination changed in Telegram stays."""
    settings = edge.settings()
    if file is not None:
        _take_in(settings, file, replace=replace)
        return
    told = {"status": status, "time_zone": time_zone, "office_hours": office_hours, "contact": contact}
    told |= {"site": site, "languages": languages}
    gazetteer = edge.perform(territory_desk.gazetteer_of(settings))
    asks = not (name and area)
    first = {"name": name, "areas": ", ".join(area or []), "slug": slug}
    fields = _fields(first, told, gazetteer=gazetteer, asks=asks)
    fields["local_lines"] = list(line or []) or (_ask_lines() if asks else [])
    text = as_yaml(fields)
    if asks:
        typer.echo(f"\n{text}")
        typer.confirm("Is that right?", default=True, abort=True)
    with TemporaryDirectory() as folder:
        written = Path(folder) / f"{fields['slug']}.yml"
        written.write_text(text, encoding="utf-8")
        _take_in(settings, written, replace=replace)


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


def _take_in(settings: Settings, file: Path, *, replace: bool) -> None:
    edge.perform(territory_desk.add_territory(settings, file, replace=replace, tell=typer.echo))


def _fields(first: Mapping[str, str], told: Mapping[str, str], *, gazetteer: Gazetteer, asks: bool) -> dict[str, Any]:
    """Every field, from the options, or asked for where they lack."""
    words = "Name, for example CLSM de Saint-Priest"
    name = _answer(first["name"], words, partial(checked, "name"), asks=asks)
    words = "Perimeter: communes or EPCI, by name or code, for example Vénissieux, 69199"
    areas = _answer(first["areas"], words, partial(read_areas, gazetteer=gazetteer), asks=asks)
    if asks:
        typer.echo("  " + ", ".join(f"{each['name']} ({each['kind']} {each['code']})" for each in areas))
    default = slug_of(name)
    slug = _answer(
        first["slug"] or ("" if asks else default),
        "Short name, for links",
        partial(checked, "slug"),
        asks=asks,
        default=default,
    )
    fields: dict[str, Any] = {"slug": slug, "name": name, "areas": areas}
    defaults = {"status": "active", "time_zone": zone_of_areas(areas, gazetteer), "languages": "fr"}
    for question in QUESTIONS:
        default = defaults.get(question.field, "")
        fields[question.field] = _answer(
            told[question.field] or ("" if asks else default),
            question.words if default else f"{question.words} ({OPTIONAL})",
            partial(answered, question),
            asks=asks,
            default=default,
        )
    return fields


def _answer(given: str, words: str, read: Callable[[str], Value], *, asks: bool, default: str | None = None) -> Value:
    """What an option says, else what is typed; a bad answer gets a sentence, and the question again."""
    text = given
    while True:
        if not text and asks:
            text = typer.prompt(words, default=default, show_default=bool(default))
        try:
            return read(text.strip())
        except AnswerRefused as refused:
            if not asks:
                raise OperatorMistake(str(refused)) from None
            typer.echo(f"  {refused}")
            text = ""


def _ask_lines() -> list[str]:
    lines: list[str] = []
    words = "A local help line: its name, number and hours"
    while text := _answer("", f"{words} ({OPTIONAL})", partial(_line, lines=lines), asks=True, default=""):
        lines.append(text)
    return lines


def _line(text: str, lines: list[str]) -> str:
    if text:
        checked("local_lines", [*lines, text])
    return text
