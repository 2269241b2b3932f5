from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from actions.directory.formats.data_inclusion import read_data_inclusion
from actions.directory.formats.to_hsds import TABLES
from actions.territories.communes import replace_communes
from bot.content.hours import is_readable
from bot.content.library import Content
from bot.directory_desk import ExportFormat, export_for_operator, keep_samples
from bot.operations import upgrade_database
from bot.settings import ROOT, Settings, read_settings
from bot.store.engine import open_engine, open_sessions
from tests.directory.conftest import NOW

STRUCTURE = {
    "id", "nom", "source", "date_maj", "accessibilite_lieu", "adresse", "code_insee", "code_postal", "commune",
    "complement_adresse", "courriel", "description", "horaires_accueil", "latitude", "lien_source", "longitude",
    "reseaux_porteurs", "siret", "site_web", "telephone",
}  # fmt: skip
SERVICE = (STRUCTURE - {"accessibilite_lieu", "reseaux_porteurs", "siret", "site_web"}) | {
    "structure_id", "conditions_acces", "contact_nom_prenom", "frais", "frais_precisions", "lien_mobilisation",
    "mobilisable_par", "mobilisation_precisions", "modes_accueil", "modes_mobilisation", "nombre_semaines", "publics",
    "publics_precisions", "thematiques", "type", "volume_horaire_hebdomadaire", "zone_eligibilite",
}  # fmt: skip
PUBLICS = {"etudiants", "jeunes", "seniors", "tous-publics"}
HSDS_REQUIRED = {
    "organization": {"id", "name", "description"},
    "service": {"id", "organization_id", "name", "status"},
    "location": {"id", "location_type"},
    "service_at_location": {"id", "service_id", "location_id"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phone": {"id", "number"},
    "taxonomy_term": {"id", "name", "description"},
    "attribute": {"id", "link_id", "taxonomy_term_id", "link_entity"},
    "organization_identifier": {"id", "organization_id", "identifier_type", "identifier"},
}


@pytest.fixture
async def settings(tmp_path: Path, content: Content) -> Settings:
    """An operator's database with the samples."""
    settings = read_settings(None, data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path / 'export.db'}")
    await upgrade_database(settings)
    engine = open_engine(settings.database_url)
    sessions = open_sessions(engine)
    async with sessions.begin() as session:
        await replace_communes(session, content.communes, source="test", now=NOW)
    await keep_samples(ROOT / "content", sessions=sessions, now=NOW)
    await engine.dispose()
    return settings


async def export(settings: Settings, folder: Path, layout: ExportFormat) -> None:
    await export_for_operator(settings, folder, layout=layout, territory="", source="")


def check_common(item: dict[str, Any]) -> None:
    assert 3 <= len(item["nom"]) <= 150
    assert item["id"].startswith(f"{item['source']}--")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", item["date_maj"])
    assert re.fullmatch(r"\w{5}", item["code_insee"])
    assert re.fullmatch(r"\d{5}", item["code_postal"])
    assert None not in item.values()


async def test_data_inclusion_follows_the_schema(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.DATA_INCLUSION)
    structures = json.loads((tmp_path / "structures.json").read_text())
    services = json.loads((tmp_path / "services.json").read_text())
    assert len(structures) == len(services) == 160
    assert {each["structure_id"] for each in services} == {each["id"] for each in structures}
    for structure in structures:
        check_common(structure)
        assert structure.keys() <= STRUCTURE
    for service in services:
        check_common(service)
        assert service.keys() <= SERVICE
        assert 5 <= len(service["description"]) <= 10_000
        assert set(service["publics"]) <= PUBLICS
        assert service["mobilisable_par"]
        assert service.get("frais") in (None, "gratuit", "payant")


async def test_what_is_exported_can_be_imported_again(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.DATA_INCLUSION)
    rows = list(
        read_data_inclusion(
            tmp_path / "services.json", source="again", are_hours=is_readable, structures=tmp_path / "structures.json"
        )
    )
    assert len([row for row in rows if row.record]) == 160
    assert [row.problems for row in rows if row.problems] == []


async def test_hsds_has_every_required_column_filled(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.HSDS)
    for table, required in HSDS_REQUIRED.items():
        with (tmp_path / f"{table}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows, table
        assert tuple(rows[0]) == TABLES[table]
        for row in rows:
            assert all(row[name] for name in required), (table, row)
    assert len({row["id"] for row in rows}) == len(rows)


async def test_hsds_gives_the_same_place_the_same_ids(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path / "a", ExportFormat.HSDS)
    await export(settings, tmp_path / "b", ExportFormat.HSDS)
    assert (tmp_path / "a" / "service.csv").read_text() == (tmp_path / "b" / "service.csv").read_text()
