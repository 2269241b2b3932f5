from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from data_inclusion.schema.v1 import Service, Structure

from actions.directory.formats.data_inclusion import read_data_inclusion
from actions.territories.communes import replace_communes
from bot.content.hours import is_readable
from bot.content.library import Content
from bot.directory_desk import ExportFormat, export_for_operator, keep_samples
from bot.operations import upgrade_database
from bot.settings import ROOT, Settings, read_settings
from bot.store.engine import open_engine, open_sessions
from tests.directory.conftest import NOW

# Every table of HSDS 3.0 that is written: the columns it may have, « * » those that must be filled.
HSDS = {
    "organization": "id* name* alternate_name description* email website tax_status tax_id year_incorporated "
    "legal_status logo uri parent_organization_id",
    "organization_identifier": "id* organization_id* identifier_scheme identifier_type* identifier*",
    "service": "id* organization_id* program_id name* alternate_name description url email status* "
    "interpretation_services application_process fees_description wait_time fees accreditations "
    "eligibility_description minimum_age maximum_age assured_date assurer_email licenses alert last_modified",
    "location": "id* location_type* url organization_id name alternate_name description transportation latitude "
    "longitude external_identifier external_identifier_type",
    "service_at_location": "id* service_id* location_id* description",
    "phone": "id* location_id service_id organization_id contact_id service_at_location_id number* extension type "
    "description",
    "address": "id* location_id attention address_1* address_2 city* region state_province* postal_code* country* "
    "address_type*",
    "schedule": "id* service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count "
    "wkst freq interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link "
    "attending_type notes",
    "service_area": "id* service_id name description extent extent_type uri",
    "language": "id* service_id location_id phone_id name code note",
    "accessibility": "id* location_id description details url",
    "cost_option": "id* service_id* valid_from valid_to option currency amount amount_description",
    "taxonomy_term": "id* code name* description* parent_id taxonomy language taxonomy_id term_uri",
    "attribute": "id* link_id* taxonomy_term_id* link_type link_entity* value",
}
DAY, HOUR = r"\d{4}-\d\d-\d\d", r"([01]\d|2[0-3]):[0-5]\d([+-]\d\d:\d\d)?"
HSDS_FORMS = {
    "status": "active|inactive|defunct|temporarily closed",
    "location_type": "physical|postal|virtual",
    "address_type": "physical|postal|virtual",
    "type": "text|voice|fax|cell|video|pager|textphone",
    "freq": "WEEKLY|MONTHLY",
    "wkst": "MO",
    "byday": r"(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*",
    "opens_at": HOUR,
    "closes_at": HOUR,
    "valid_from": DAY,
    "valid_to": DAY,
    "assured_date": DAY,
    "last_modified": rf"{DAY}(T.*)?",
    "country": "[A-Z]{2}",
    "minimum_age": r"\d+(\.\d+)?",
    "maximum_age": r"\d+(\.\d+)?",
    "timezone": r"-?\d+(\.\d+)?",
    "link_entity": "|".join(HSDS),
}
POINTS_TO = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "taxonomy_term_id": "taxonomy_term",
}


@pytest.fixture
async def settings(tmp_path: Path, content: Content, database_url: str) -> Settings:
    """An operator's database with the samples."""
    settings = read_settings(None, data_dir=tmp_path, database_url=database_url)
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


async def test_data_inclusion_follows_its_schema(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.DATA_INCLUSION)
    structures = [Structure.model_validate(each) for each in json.loads((tmp_path / "structures.json").read_text())]
    services = [Service.model_validate(each) for each in json.loads((tmp_path / "services.json").read_text())]
    assert len(structures) == len(services) == 160
    assert {each.structure_id for each in services} == {each.id for each in structures}
    assert all(each.id.startswith(f"{each.source}--") for each in (*structures, *services))
    assert not any(each.model_extra for each in (*structures, *services))


async def test_what_is_exported_can_be_imported_again(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.DATA_INCLUSION)
    rows = list(
        read_data_inclusion(
            tmp_path / "services.json", source="again", are_hours=is_readable, structures=tmp_path / "structures.json"
        )
    )
    assert len([row for row in rows if row.record]) == 160
    assert [row.problems for row in rows if row.problems] == []


def tables_in(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in folder.glob("*.csv")
    }


async def test_hsds_follows_its_tables(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.HSDS)
    tables = tables_in(tmp_path)
    assert tables.keys() == HSDS.keys()
    for name, rows in tables.items():
        allowed = HSDS[name].split()
        required = {column[:-1] for column in allowed if column.endswith("*")}
        assert rows, name
        assert set(rows[0]) <= {column.rstrip("*") for column in allowed}
        assert len({row["id"] for row in rows}) == len(rows), name
        for row in rows:
            assert all(row[column] for column in required), (name, row)
            UUID(row["id"])
            for column, form in HSDS_FORMS.items():
                assert not row.get(column) or re.fullmatch(form, row[column]), (name, column, row)


async def test_every_row_of_hsds_points_to_one_that_is_there(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.HSDS)
    tables = tables_in(tmp_path)
    known = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    for name, rows in tables.items():
        for column, target in POINTS_TO.items():
            assert {row[column] for row in rows if row.get(column)} <= known[target], (name, column)


async def test_hours_are_spans_of_a_week(settings: Settings, tmp_path: Path) -> None:
    await export(settings, tmp_path, ExportFormat.HSDS)
    rows = tables_in(tmp_path)["schedule"]
    spans = [row for row in rows if row["freq"]]
    assert len(spans) > len(rows) / 2
    assert all(row["byday"] and row["opens_at"] and row["closes_at"] for row in spans)
    assert all(row["description"] for row in rows)
