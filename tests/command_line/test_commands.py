from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.settings import read_settings
from tests.command_line.conftest import CommandLine
from tests.command_line.test_mistakes import environment_of, models_in
from tests.harness.house import House

OWN_SET = """\
text\tlabel\tstyle
je veux mourir\t2\tcorrect
à quelle heure ouvre la mairie ?\t0\tcorrect
qu'est-ce qu'un conseil local de santé mentale ?\tclsm_definition\tcorrect
"""


def every_command() -> list[tuple[str, ...]]:
    """Each command and group, by its words."""
    root = typer.main.get_command(app)
    found: list[tuple[str, ...]] = [()]
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # a group
        found.append((name,))
        found += [(name, inner) for inner in getattr(command, "commands", {})]
    return found


def test_commands_are_those_the_documents_speak_of() -> None:
    names = {" ".join(words) for words in every_command()}
    assert names >= {"run", "demo", "train", "secret", "invite", "evaluate nlu", "evaluate safety", "content check"}
    assert "db upgrade" in names


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_help_of_every_command_says_what_it_does(command_line: CommandLine, words: tuple[str, ...]) -> None:
    ended = command_line(*words, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert "Usage: clsm-bot" in ended.out
    described = [line.strip() for line in ended.out.splitlines() if line.strip() and "Usage:" not in line]
    assert described[0].endswith((".", ")", "…"))
    assert len(described[0]) > 20


def test_secret_is_a_line_that_the_settings_accept(command_line: CommandLine) -> None:
    first, second = command_line("secret").out, command_line("secret").out
    name, _, value = first.strip().partition("=")
    assert (name, first == second) == ("SECRET_KEY", False)
    assert read_settings(None, secret_key=value).secret_key.get_secret_value() == value


def test_settings_are_read_from_the_env_file(command_line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_TOKEN=1:a\nSECRET_KEY=short\n", encoding="utf-8")
    assert command_line("run").err.startswith("SECRET_KEY must have at least 32 characters")


def test_upgrade_of_the_database_may_be_run_again(command_line: CommandLine, tmp_path: Path) -> None:
    for _ in range(2):
        ended = command_line("db", "upgrade", DATA_DIR=str(tmp_path / "new"))
        assert (ended.code, ended.out) == (0, "The database is up to date.\n")
    with sqlite3.connect(tmp_path / "test.db") as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    connection.close()


async def test_invitation_link_gives_its_role_to_who_opens_it(command_line: CommandLine, house: House) -> None:
    ended = await asyncio.to_thread(command_line, "invite", "lille", "--role", "backup", **environment_of(house))
    title, link = ended.out.strip().splitlines()
    assert (ended.code, title.startswith("backup of CLSM de Lille; works once, until ")) == (0, True)
    assert link.startswith("https://t.me/clsm_test_bot?start=r-")
    opened = f"/start {link.partition('=')[2]}"
    assert "relais de la coordination" in (await house.hear(house.seat(), opened))[0]
    assert "a déjà servi" in (await house.hear(house.seat("Bernard"), opened))[0]


def test_numbers_to_dial_are_listed_with_their_source(command_line: CommandLine) -> None:
    ended = command_line("content", "check", "--numbers")
    rows = [line.split("\t") for line in ended.out.splitlines()]
    assert ended.code == 0
    assert ["3114", "3114"] in [row[:2] for row in rows]
    assert all(len(row) == 3 and row[2].startswith("http") for row in rows)


def test_evaluation_of_safety_prints_one_json_object(command_line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(OWN_SET, encoding="utf-8")
    ended = command_line("evaluate", "safety", str(file), "--json", MODELS_DIR=str(models_in(tmp_path)))
    report = json.loads(ended.out)
    assert (ended.code, report["n"], report["misses"]) == (0, 3, [])
    readable = command_line("evaluate", "safety", str(file), "--noise")
    assert readable.out.startswith("3 messages\n")
    assert "  capitals " in readable.out
