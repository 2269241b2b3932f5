"""Every mistake of an operator becomes a sentence that says what to do, and exit code 1."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import workshop
from bot.running import SAFETY_MODEL
from bot.settings import ROOT
from tests.command_line.conftest import CommandLine
from tests.harness.house import TOKEN, House

KEY = "k" * 48
BOTH = {"TELEGRAM_TOKEN": TOKEN, "SECRET_KEY": KEY}


@pytest.mark.parametrize(
    ("environment", "sentences"),
    [
        ({}, ["TELEGRAM_TOKEN is missing: ask @BotFather", "SECRET_KEY is missing: run `clsm-bot secret`"]),
        ({**BOTH, "TELEGRAM_TOKEN": "abc"}, ["TELEGRAM_TOKEN does not look like 123456:ABC…: copy it again"]),
        ({**BOTH, "SECRET_KEY": "short"}, ["SECRET_KEY must have at least 32 characters; `clsm-bot secret` prints"]),
        ({**BOTH, "WEBHOOK_URL": "https://x.example"}, ["WEBHOOK_SECRET is missing"]),
        ({**BOTH, "WEBHOOK_SECRET": "é!"}, ["WEBHOOK_SECRET may hold letters of the English alphabet, digits"]),
        ({**BOTH, "WEBHOOK_LISTEN": "8443"}, ["WEBHOOK_LISTEN must be an address and a port, for example 127.0.0.1"]),
        ({**BOTH, "WEBHOOK_URL": "x.example"}, ["WEBHOOK_URL must begin with http:// or https://"]),
        ({**BOTH, "TELEGRAM_API_URL": "ftp://x"}, ["TELEGRAM_API_URL must begin with http:// or https://"]),
        ({**BOTH, "NLU_URL": "http://127.0.0.1:9"}, ["NLU_TOKEN is missing"]),
        ({**BOTH, "LOG_LEVEL": "loud"}, ["LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL"]),
        ({**BOTH, "MESSAGES_PER_SECOND": "many"}, ["MESSAGES_PER_SECOND Input should be a valid number"]),
        ({**BOTH, "MESSAGES_PER_SECOND": "0"}, ["MESSAGES_PER_SECOND Input should be greater than 0"]),
        ({**BOTH, "DATABASE_URL": "mysql://x"}, ["DATABASE_URL must begin with sqlite+aiosqlite:/// or postgresql"]),
        (
            {**BOTH, "DATABASE_URL": "postgresql+psycopg://u@h:port/x"},
            ["DATABASE_URL is no address of a database; write for"],
        ),
        (
            {"LOG_LEVEL": "loud", "SECRET_KEY": "short", "DATABASE_URL": "mysql://x"},
            ["LOG_LEVEL must", "SECRET_KEY must", "DATABASE_URL must"],
        ),
        (BOTH, ["The database is not up to date: run `clsm-bot db upgrade`."]),
    ],
)
def test_mistake_in_the_settings_is_a_sentence(
    command_line: CommandLine, environment: dict[str, str], sentences: list[str]
) -> None:
    ended = command_line("run", **environment)
    assert ended.code == 1
    assert all(sentence in ended.err for sentence in sentences), ended.err
    assert len(ended.err.strip().splitlines()) == len(sentences)
    assert KEY not in ended.err


def test_database_that_nobody_serves_is_a_sentence(command_line: CommandLine) -> None:
    ended = command_line("db", "upgrade", DATABASE_URL="postgresql+psycopg://clsm@127.0.0.1:9/clsm")
    assert ended.code == 1
    assert ended.err.startswith("The database cannot be used: ")
    assert ended.err.endswith("Check DATABASE_URL, then run `clsm-bot db upgrade`.\n")


def test_database_in_a_folder_that_does_not_exist_is_a_sentence(command_line: CommandLine, tmp_path: Path) -> None:
    ended = command_line("db", "upgrade", DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/none/x.db")
    assert (ended.code, ended.err.startswith("The database cannot be used: ")) == (1, True)


@pytest.mark.parametrize("kind", ["nlu", "safety"])
def test_evaluation_of_a_missing_file_is_a_sentence(command_line: CommandLine, tmp_path: Path, kind: str) -> None:
    ended = command_line("evaluate", kind, str(tmp_path / "none.tsv"), MODELS_DIR=str(models_in(tmp_path)))
    assert ended.code == 1
    assert f"{tmp_path}/none.tsv: No such file or directory" in ended.err


@pytest.mark.parametrize("kind", ["nlu", "safety"])
def test_evaluation_of_a_bad_line_names_it(command_line: CommandLine, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "bad.tsv"
    file.write_text("text\tlabel\tstyle\nbonjour\t0\tcorrect\nno label here\n", encoding="utf-8")
    ended = command_line("evaluate", kind, str(file), MODELS_DIR=str(models_in(tmp_path)))
    assert ended.code == 1
    assert f"{file}:3: " in ended.err


def models_in(folder: Path) -> Path:
    """A folder with the safety model, which counts as up to date: no command of a test builds it anew."""
    models = folder / "models"
    models.mkdir()
    shutil.copy(ROOT / "models" / SAFETY_MODEL, models)
    stamp = (models / SAFETY_MODEL).with_suffix(".stamp")
    stamp.write_text(workshop._safety_stamp(ROOT / "nlu_data"), encoding="ascii")
    return models


def test_content_that_is_missing_is_a_sentence(command_line: CommandLine, tmp_path: Path) -> None:
    for arguments in (("content", "check"), ("content", "check", "--numbers")):
        ended = command_line(*arguments, CONTENT_DIR=str(tmp_path))
        assert ended.code == 1
        assert ended.err.endswith(
            "helplines.yml: No such file or directory. Check that this path exists and may be read.\n"
        )


def test_mistakes_in_the_content_are_listed(command_line: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(ROOT / "content", copy)
    (copy / "territories" / "lille.yml").write_text("slug: lille\n", encoding="utf-8")
    (copy / "helplines.yml").write_text("lines: []\n", encoding="utf-8")
    ended = command_line("content", "check", CONTENT_DIR=str(copy))
    assert ended.code == 1
    assert f"{copy}/territories/lille.yml:1: areas: Field required" in ended.err
    assert f"{copy}/helplines.yml:1: lines: " in ended.err
    assert ended.out.endswith(" mistakes, 0 warnings\n")
    numbers = command_line("content", "check", "--numbers")
    assert (numbers.code, f"{copy}/helplines.yml:1: lines: " in numbers.err) == (1, True)


async def test_unknown_territory_is_a_sentence(command_line: CommandLine, house: House) -> None:
    ended = await asyncio.to_thread(command_line, "invite", "atlantis", **environment_of(house))
    assert ended.code == 1
    assert ended.err.startswith("No CLSM is called atlantis: the names are those of the files in ")


async def test_token_that_telegram_refuses_is_a_sentence(command_line: CommandLine, house: House) -> None:
    wrong = environment_of(house) | {"TELEGRAM_TOKEN": "1:wrong"}
    ended = await asyncio.to_thread(command_line, "invite", "lille", **wrong)
    assert (ended.code, ended.err) == (1, "Telegram does not answer or refuses TELEGRAM_TOKEN (InvalidToken).\n")


def environment_of(house: House) -> dict[str, str]:
    settings = house.settings
    return BOTH | {"TELEGRAM_API_URL": settings.telegram_api_url, "DATABASE_URL": settings.database_url}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("fly",), "No such command 'fly'"),
        (("invite",), "Missing argument"),
        (("invite", "lille", "--role", "queen"), "'queen' is not one of"),
        (("invite", "lille", "--days", "0"), "Invalid value for '--days'"),
        (("evaluate", "nlu"), "Missing argument"),
    ],
)
def test_command_written_wrong_shows_how_to_write_it(
    command_line: CommandLine, arguments: tuple[str, ...], sentence: str
) -> None:
    ended = command_line(*arguments)
    assert ended.code == 2
    assert "Usage: clsm-bot" in ended.err
    assert sentence in " ".join(ended.err.replace("│", " ").split())


def test_program_itself_ends_without_a_traceback(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "CONTENT_DIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "content", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"{tmp_path}/helplines.yml: No such file")
