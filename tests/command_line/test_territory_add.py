"""Making the file of a CLSM from answers or options, through the command line itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.content.territories import read_territory
from bot.operator_mistake import OperatorMistake
from bot.settings import ROOT

Run = Callable[..., str]
COMMUNES = Path("communes") / "built_in.csv"


@pytest.fixture
def content_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder of its own, with the list of communes; no database."""
    folder = tmp_path / "content"
    (folder / "territories").mkdir(parents=True)
    (folder / "communes").mkdir()
    (folder / COMMUNES).write_bytes((ROOT / "content" / COMMUNES).read_bytes())
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'operator.db'}")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    return folder


@pytest.fixture
def add(content_dir: Path) -> Run:
    """`clsm-bot territory add`, with what is typed; what it printed. A mistake of the operator is raised."""

    def call(*arguments: str, typed: str = "") -> str:
        outcome = CliRunner().invoke(app, ["territory", "add", *arguments], input=typed)
        if isinstance(outcome.exception, OperatorMistake):
            raise outcome.exception
        assert outcome.exit_code == 0, outcome.output
        return outcome.output

    return call


def test_options_alone_make_a_file_without_a_question(add: Run, content_dir: Path) -> None:
    output = add(
        "--name", "CLSM de Saint-Pierre", "--area", "97416", "--office-hours", "Mo-Fr 08:00-12:00; PH off",
        "--contact", "La mairie", "--languages", "fr, rcf", "--line", "Écoute de l’île, tous les soirs",
    )  # fmt: skip
    record = read_territory(content_dir / "territories" / "saint-pierre.yml")
    assert (record.slug, record.name, record.time_zone) == ("saint-pierre", "CLSM de Saint-Pierre", "Indian/Reunion")
    assert [(area.kind, area.code, area.name) for area in record.areas] == [("commune", "97416", "Saint-Pierre")]
    assert (record.languages, record.local_lines) == (("fr", "rcf"), ("Écoute de l’île, tous les soirs",))
    assert "clsm-bot invite saint-pierre" in output


def test_questions_are_asked_again_after_a_bad_answer(add: Run, content_dir: Path) -> None:
    typed = [
        "CLSM de Vénissieux et Saint-Fons",
        "Vénisieux",  # misspelt
        "69200",  # a postcode
        "Vénissieux, 69199",
        "",  # the short name offered
        "actif",  # not a status
        "active",
        "Lyon",  # not a time zone
        "",
        "le matin",  # not hours
        "Mo-Fr 09:00-12:00; PH off",
        "La mairie de Vénissieux",
        "",
        "",
        "",
        "y",
    ]
    output = add(typed="\n".join(typed) + "\n")
    record = read_territory(content_dir / "territories" / "venissieux-et-saint-fons.yml")
    assert [area.code for area in record.areas] == ["69259", "69199"]
    assert (record.status, record.time_zone, record.contact) == ("active", "Europe/Paris", "La mairie de Vénissieux")
    assert record.office_hours == "Mo-Fr 09:00-12:00; PH off"
    for sentence in ("Did you mean Vénissieux (69259)", "69200 is a postcode", "time zone", "opening_hours syntax"):
        assert sentence in output


def test_a_file_is_not_written_without_a_yes(add: Run, content_dir: Path) -> None:
    answers = ["CLSM de Lille", "Lille", "", "", "", "", "", "", "", "", "n"]
    with pytest.raises(AssertionError, match="Aborted"):
        add(typed="\n".join(answers) + "\n")
    assert list((content_dir / "territories").iterdir()) == []


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        ("Saint-Denis", r"Write the code: .*93066 \(Saint-Denis, 93\)"),
        ("59000", "postcode"),
        ("Nulle-Part-Ville", "No commune of the list is called"),
        ("99999", "does not know 99999"),
        ("69123:la-duchere", "how the neighbourhood is called"),
        (" , ", "has a perimeter"),
    ],
)
def test_a_bad_option_gets_a_sentence(add: Run, area: str, sentence: str) -> None:
    with pytest.raises(OperatorMistake, match=sentence):
        add("--name", "CLSM", "--area", area)


@pytest.mark.parametrize(
    ("area", "kind", "code", "name"),
    [
        ("Paris 20e", "arrondissement", "75120", "Paris 20e Arrondissement"),
        ("75120", "arrondissement", "75120", "Paris 20e Arrondissement"),
        ("69123:la-duchere=La Duchère", "quartier", "69123:la-duchere", "La Duchère"),
        ("200066678=Châtaigneraie Cantalienne", "epci", "200066678", "Châtaigneraie Cantalienne"),
        ("st etienne du rouvray", "commune", "76575", "Saint-Étienne-du-Rouvray"),
    ],
)
def test_a_perimeter_is_named_in_many_ways(
    add: Run, content_dir: Path, area: str, kind: str, code: str, name: str
) -> None:
    add("--name", "CLSM d’ici", "--slug", "ici", "--area", area)
    (found,) = read_territory(content_dir / "territories" / "ici.yml").areas
    assert (found.kind, found.code, found.name) == (kind, code, name)


def test_a_file_in_place_is_replaced_only_if_told(add: Run) -> None:
    add("--name", "CLSM d’ici", "--slug", "ici", "--area", "Lille")
    with pytest.raises(OperatorMistake, match="--replace"):
        add("--name", "CLSM d’ici", "--slug", "ici", "--area", "Lille")
    assert "taken in" in add("--name", "CLSM de là", "--slug", "ici", "--area", "Lille", "--replace")
