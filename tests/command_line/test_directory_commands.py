"""The commands of the directory, through the command line itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import ROOT

Run = Callable[..., tuple[str, int]]
DEMO = ROOT / "content" / "directory" / "demo.csv"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a database of its own; return what it printed and its exit code."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'operator.db'}")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOG_LEVEL", "ERROR")

    def call(*arguments: str | Path) -> tuple[str, int]:
        outcome = CliRunner().invoke(app, [str(argument) for argument in arguments])
        return outcome.output, outcome.exit_code

    assert call("db", "upgrade")[1] == 0
    return call


def test_import_search_and_stale(run: Run, tmp_path: Path) -> None:
    assert "1015 communes" in run("communes", "import", ROOT / "content" / "communes" / "built_in.csv")[0]
    assert run("directory", "import", DEMO, "--format", "csv", "--dry-run")[1] == 0
    assert "csapa" not in run("directory", "search", "alcool", "Lille")[0]
    output, code = run("directory", "import", DEMO, "--format", "csv", "--source", "demo")
    assert code == 0
    assert "added  160" in output
    assert "csapa" in run("directory", "search", "alcool", "st etienne du rouvray")[0]
    assert "places to look at" in run("directory", "stale")[0]


def test_a_broken_file_is_reported_row_by_row(run: Run, tmp_path: Path) -> None:
    path, report = tmp_path / "places.csv", tmp_path / "report.csv"
    path.write_text("type;nom;code_postal\ngem;GEM;59000\n;Sans type;59000\ngem;;59000\n", encoding="utf-8")
    output, code = run("directory", "import", path, "--format", "csv", "--report", report)
    assert code == 0
    assert "added  1" in output
    assert "refused  2" in output
    assert report.read_text(encoding="utf-8").count("missing") == 2


def test_a_territory_with_a_postcode_for_a_code_is_doubted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "here.yml"
    path.write_text(
        "slug: ici\nname: CLSM d’ici\nareas:\n  - {kind: commune, code: '59000', name: Lille}\n", encoding="utf-8"
    )
    output, code = run("territory", "check", path)
    assert code == 0
    assert "59000 (Lille) is not in the list of communes" in output
    assert "no contact" in output


def test_a_territory_with_unreadable_hours_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "here.yml"
    path.write_text(
        "slug: ici\nname: CLSM\noffice_hours: le matin\nareas:\n  - {kind: commune, code: '59350', name: Lille}\n",
        encoding="utf-8",
    )
    output, code = run("territory", "check", path)
    assert code == 1
    assert "opening_hours" in output
