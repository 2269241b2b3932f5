"""The samples cannot be taken for real places, nor their numbers for anybody's."""

from __future__ import annotations

import csv
import re

from actions.directory.phones import readable
from bot.settings import ROOT

# The numbers that the French numbering plan (Arcep) keeps for works of fiction.
FICTION = re.compile(r"(?:01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")
NUMBER = re.compile(r"(?<!\d)(?:\+33|0)[ .]?[1-9](?:[ .]?\d\d){4}(?!\d)")


def test_every_number_of_a_sample_is_nobodys() -> None:
    for path in sorted((ROOT / "content" / "directory").glob("*.csv")):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"):
            assert row["exemple"] == "oui"
            assert row["nom"].startswith("Exemple")
            assert not row["telephone"] or FICTION.fullmatch(readable(row["telephone"])), row["id"]
            assert not NUMBER.search(" ".join(value for name, value in row.items() if name != "telephone")), row["id"]


def test_territories_name_no_number() -> None:
    for path in sorted((ROOT / "content" / "territories").glob("*.yml")):
        assert not NUMBER.search(path.read_text(encoding="utf-8")), path.name
