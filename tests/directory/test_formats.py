from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.directory.formats.data_inclusion import read_data_inclusion
from actions.directory.formats.finess import read_finess
from actions.directory.formats.items import read_items
from actions.directory.formats.plain_csv import HEADER, read_plain_csv
from actions.directory.formats.rows import Row
from actions.directory.formats.soliguide import opening_hours, read_soliguide
from actions.directory.formats.tables import read_table
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.records import ResourceRecord
from actions.territories.communes import CommuneRecord
from bot.content.hours import is_readable
from tests.harness.places import data_inclusion_pair, finess_line, write_finess, write_json_list

LILLE = CommuneRecord("59350", "Lille", postcodes=("59000",), latitude=50.63, longitude=3.05)
POINTE_A_PITRE = CommuneRecord("97120", "Pointe-à-Pitre", postcodes=("97110",))


def kept(rows: Sequence[Row]) -> list[ResourceRecord]:
    return [row.record for row in rows if row.record is not None]


def plain(path: Path, *lines: str, encoding: str = "utf-8") -> list[Row]:
    path.write_bytes("\n".join((";".join(HEADER), *lines)).encode(encoding))
    return list(read_plain_csv(path, source="test", are_hours=is_readable))


def line(**cells: str) -> str:
    return ";".join(cells.get(name, "") for name in HEADER)


def test_plain_csv_reads_every_column(tmp_path: Path) -> None:
    (record,) = kept(
        plain(
            tmp_path / "a.csv",
            line(
                id="1", type="csapa", nom="CSAPA du Port", cout="gratuit", orientation="non", age_min="18",
                code_postal="59000", code_insee="59350", horaires='"Mo-Fr 09:00-17:00; PH off"', langues="fr, en",
                latitude="50,63", longitude="3,05", date_maj="22/11/2026", exemple="oui", site="www.exemple.fr",
            ),
        )
    )  # fmt: skip
    assert (record.kind, record.cost, record.referral) == (Kind.ADDICTION_CARE, Cost.FREE, Referral.NOT_NEEDED)
    assert (record.latitude, record.youngest, record.languages) == (50.63, 18, ("fr", "en"))
    assert record.hours == "Mo-Fr 09:00-17:00; PH off"
    assert record.updated_on is not None
    assert record.updated_on.isoformat() == "2026-11-22"
    assert record.is_sample
    assert record.site == "https://www.exemple.fr"


def test_a_bad_field_costs_the_field_and_not_the_row(tmp_path: Path) -> None:
    (row,) = plain(
        tmp_path / "a.csv",
        line(
            id="1",
            type="gem",
            nom="GEM",
            code_postal="59000",
            age_min="dix",
            horaires="le matin",
            latitude="x",
            longitude="3",
        ),
    )
    assert row.record is not None
    assert (row.record.youngest, row.record.hours, row.record.hours_note) == (None, None, "le matin")
    assert len(row.problems) == 3


@pytest.mark.parametrize(
    "broken",
    [
        line(id="1", type="gem", nom="", code_postal="59000"),
        line(id="1", type="boulangerie", nom="Boulangerie", code_postal="59000"),
        line(id="1", type="gem", nom="GEM nulle part"),
        "gem",
    ],
)
def test_a_row_that_cannot_be_used_is_refused_alone(tmp_path: Path, broken: str) -> None:
    rows = plain(tmp_path / "a.csv", broken, line(id="2", type="gem", nom="GEM du bas", code_postal="59000"))
    assert [row.record is None for row in rows] == [True, False]
    assert rows[0].problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    (record,) = kept(
        plain(
            tmp_path / "a.csv", line(id="1", type="gem", nom="L’été à Orléans", code_postal="45000"), encoding=encoding
        )
    )
    assert record.name == "L’été à Orléans"


def test_a_quote_never_closed_costs_its_own_row(tmp_path: Path) -> None:
    lines = [line(id=str(n), type="gem", nom=f"GEM numéro {n}", code_postal="59000") for n in range(100)]
    lines[3] = lines[3].replace("GEM numéro 3", '"GEM numéro 3')
    rows = plain(tmp_path / "a.csv", *lines)
    assert len(kept(rows)) >= 99


def test_data_inclusion_service_takes_what_it_lacks_from_its_structure(tmp_path: Path) -> None:
    structure, service = data_inclusion_pair(1, LILLE)
    structures = write_json_list(tmp_path / "structures.json", iter([structure]))
    services = write_json_list(tmp_path / "services.json", iter([service]))
    (row,) = read_data_inclusion(services, source="di", are_hours=is_readable, structures=structures)
    assert row.record is not None
    assert row.record.kind is Kind.ADDICTION_CARE
    assert (row.record.phone, row.record.latitude) == ("03 53 01 00 00", 50.63)
    assert row.record.hours == "Mo-Fr 08:30-12:30; PH off"
    assert (row.record.cost, row.record.referral) == (Cost.FREE, Referral.NOT_NEEDED)


def test_data_inclusion_department_is_never_the_sector_of_a_cmp(tmp_path: Path) -> None:
    structure, _ = data_inclusion_pair(0, LILLE)
    path = write_json_list(tmp_path / "s.json", iter([structure | {"zone_eligibilite": ["59", "france"]}]))
    (row,) = read_data_inclusion(path, source="di", are_hours=is_readable)
    assert row.record is not None
    assert (row.record.kind, row.record.serves) == (Kind.CMP, ())


def test_data_inclusion_leaves_out_what_is_of_another_directory(tmp_path: Path) -> None:
    structure, _ = data_inclusion_pair(3, LILLE)
    path = write_json_list(tmp_path / "s.json", iter([structure | {"nom": "Auto-école solidaire"}]))
    (row,) = read_data_inclusion(path, source="di", are_hours=is_readable)
    assert row.is_elsewhere


def test_data_inclusion_csv_reads_lists(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        'id,nom,source,date_maj,reseaux_porteurs,code_insee\ndi--1,Centre,di,2026-01-02,"[""csapa""]",59350\n'
        "di--2,Autre centre,di,2026-01-02,{csapa},59350\n",
        encoding="utf-8",
    )
    rows = list(read_data_inclusion(path, source="di", are_hours=is_readable))
    assert [row.record.kind for row in rows if row.record] == [Kind.ADDICTION_CARE] * 2


def test_a_json_list_cut_in_the_middle_keeps_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text('[{"id": 1}, {"id": 2}, {"id": 3, "na', encoding="utf-8")
    items = list(read_items(path))
    assert [item.value for item in items if item.problem is None] == [{"id": 1}, {"id": 2}]
    assert items[-1].problem is not None


def test_a_broken_item_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('[{"id": 1},\n{"id": 2, "nom": oups},\n{"id": 3}]', encoding="utf-8")
    items = list(read_items(path))
    assert [item.value for item in items if item.problem is None] == [{"id": 1}, {"id": 3}]


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=4), max_size=20))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_read_items_gives_back_any_list(tmp_path_factory: pytest.TempPathFactory, value: list[object]) -> None:
    path = tmp_path_factory.mktemp("items") / "list.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert [item.value for item in read_items(path)] == value


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_no_bytes_break_the_reader_of_tables(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_bytes(content)
    assert all(row.line >= 1 for row in read_table(path))


def test_finess_reads_the_extraction(tmp_path: Path) -> None:
    path = write_finess(
        tmp_path / "finess.csv",
        iter(
            [
                finess_line(1, category="156", town=LILLE, name="CMP ENFANTS DE LILLE"),
                finess_line(2, category="156", town=POINTE_A_PITRE, name="CMP ADULTES"),
                finess_line(3, category="500", town=LILLE, name="EHPAD LES LILAS"),
                finess_line(4, category="365", town=LILLE, name="CLINIQUE GENERALE"),
                finess_line(5, category="197", town=LILLE, name="CONSULTATION JEUNES CONSOMMATEURS"),
            ]
        ),
    )
    rows = list(read_finess(path, source="finess"))
    child, adult, young = kept(rows)
    assert [row.is_elsewhere for row in rows] == [False, False, True, True, False]
    assert (child.name, child.youngest, child.oldest) == ("CMP Enfants de Lille", 0, 17)
    assert (child.commune_code, child.postcode, child.commune) == ("59350", "59000", "Lille")
    assert child.address == "2 rue des Tilleuls"
    assert (adult.commune_code, adult.youngest, adult.oldest) == ("97120", 16, None)
    assert young.kind is Kind.YOUNG_CONSUMERS


def test_finess_keeps_codes_with_leading_noughts(tmp_path: Path) -> None:
    town = CommuneRecord("01053", "Bourg-en-Bresse", postcodes=("01000",))
    path = write_finess(tmp_path / "f.csv", iter([finess_line(12, category="189", town=town)]))
    (record,) = kept(list(read_finess(path, source="finess")))
    assert (record.source_id, record.commune_code, record.postcode) == ("000000012", "01053", "01000")


def test_finess_row_with_missing_cells_is_refused_and_the_next_kept(tmp_path: Path) -> None:
    good = finess_line(1, category="156", town=LILLE)
    path = write_finess(tmp_path / "f.csv", iter([good[:40], good]))
    rows = list(read_finess(path, source="finess"))
    assert [row.record is None for row in rows] == [True, False]


def test_soliguide_reads_a_place(tmp_path: Path) -> None:
    place = {
        "lieu_id": 77,
        "name": "Accueil du Lac",
        "services_all": [{"category": "addiction_care"}, {"category": "food_distribution"}],
        "position": {"city": "Lille", "cityCode": "59350", "postalCode": "59000", "address": "1 rue du Lac",
                     "location": {"coordinates": [3.05, 50.63]}},
        "entity": {"phones": [{"phoneNumber": "03 53 01 00 00"}], "website": "https://lac.example"},
        "newhours": {"monday": {"open": True, "timeslot": [{"start": 930, "end": 1700}]}, "closedHolidays": "CLOSED"},
        "modalities": {"inconditionnel": True, "pmr": {"checked": True}},
        "publics": {"accueil": 2, "age": {"min": 18, "max": 99}},
        "languages": ["fr", "ar"],
        "updatedByUserAt": "2026-03-01T10:00:00Z",
    }  # fmt: skip
    path = tmp_path / "s.json"
    path.write_text(
        json.dumps({"nbResults": 1, "places": [place, {"name": "Restaurant", "lieu_id": 1}]}), encoding="utf-8"
    )
    rows = list(read_soliguide(path, source="soliguide", are_hours=is_readable))
    (record,) = kept(rows)
    assert (record.source_id, record.kind, record.referral) == ("77", Kind.ADDICTION_CARE, Referral.NOT_NEEDED)
    assert (record.latitude, record.longitude, record.youngest, record.oldest) == (50.63, 3.05, 18, None)
    assert record.hours == "Mo 09:30-17:00; PH off"
    assert rows[1].is_elsewhere


def test_soliguide_week_without_any_open_day_is_unknown() -> None:
    assert opening_hours({"monday": {"open": False, "timeslot": []}}) is None
