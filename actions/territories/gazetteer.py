"""The gazetteer: every commune in memory, found by name however it is typed, by postcode, by code or by position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log10

from rapidfuzz import fuzz, process

from actions.territories.communes import CommuneKind, CommuneRecord
from actions.territories.folding import compact, fold, without_article
from actions.territories.geometry import distance_km

LIKENESS = 78.0  # out of 100: below it a name is another name
CANDIDATES = 12
DOMINANCE = 20  # a commune so many times larger than its namesakes is the one people mean
BIG_TOWN = 40_000
TOO_COMMON = frozenset({"saint", "sainte", "mont", "port", "fort", "grand", "petit", "bois", "champs", "ville"})
SIZE_WEIGHT = 1.5  # points for each tenfold of inhabitants
PREFIX_PENALTY = 6.0  # people seldom mistake the first letter


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look for help: a commune, or all that share a postcode. `codes` are INSEE codes, the largest first.

    Positions are in degrees, None where the list does not give one.
    """

    label: str
    token: str
    codes: tuple[str, ...]
    department: str
    time_zone: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A commune whose name is like what was typed, and how much, from 0 to 100."""

    commune: CommuneRecord
    score: float


@dataclass(slots=True)
class Gazetteer:
    """The list of communes, indexed."""

    communes: Sequence[CommuneRecord] = ()
    _by_code: dict[str, CommuneRecord] = field(default_factory=dict)
    _by_name: dict[str, list[CommuneRecord]] = field(default_factory=lambda: defaultdict(list))
    _by_postcode: dict[str, list[CommuneRecord]] = field(default_factory=lambda: defaultdict(list))
    _by_epci: dict[str, list[CommuneRecord]] = field(default_factory=lambda: defaultdict(list))
    _children: dict[str, list[CommuneRecord]] = field(default_factory=lambda: defaultdict(list))
    _spellings: dict[str, list[CommuneRecord]] = field(default_factory=lambda: defaultdict(list))
    _beginnings: dict[str, list[CommuneRecord]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for commune in self.communes:
            self._add(commune)
        for found in (*self._by_name.values(), *self._by_postcode.values()):
            found.sort(key=lambda commune: (commune.kind is not CommuneKind.CURRENT, -commune.population))

    def by_code(self, code: str) -> CommuneRecord | None:
        """The commune of an INSEE code; a code that a merger took away leads to the commune of today."""
        return self._by_code.get(code)

    def named(self, name: str) -> Sequence[CommuneRecord]:
        """The communes of exactly this name, spelling aside, the largest first."""
        key = fold(name)
        return self._by_name.get(key) or self._by_name.get(compact(key)) or ()

    def beginning_with(self, word: str) -> Sequence[CommuneRecord]:
        """The big towns that people call by the first word of their name: « Aix », « Clermont »."""
        return self._beginnings.get(word, ())

    def with_postcode(self, postcode: str) -> Sequence[CommuneRecord]:
        """The communes of a postcode, the largest first."""
        return self._by_postcode.get(postcode, ())

    def of_epci(self, code: str) -> Sequence[CommuneRecord]:
        """The communes of an intercommunality, by its SIREN."""
        return self._by_epci.get(code, ())

    def boroughs(self, code: str) -> Sequence[CommuneRecord]:
        """The arrondissements of a town."""
        return self._children.get(code, ())

    def borough(self, town: CommuneRecord, number: int) -> CommuneRecord | None:
        """The arrondissement of that number."""
        wanted = f"{number:02d}"
        return next((each for each in self.boroughs(town.code) if each.code.endswith(wanted)), None)

    def like(self, name: str, *, limit: int = 5) -> list[Likeness]:
        """Communes whose names resemble what was typed, the most likely first; larger communes are likelier."""
        query = compact(without_article(fold(name)))
        if not query:
            return []
        found = process.extract(
            query, self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=CANDIDATES
        )
        best: dict[str, Likeness] = {}
        for spelling, ratio, _ in found:
            for commune in self._spellings[spelling]:
                score = (
                    ratio
                    - (PREFIX_PENALTY if spelling[0] != query[0] else 0)
                    + SIZE_WEIGHT * log10(commune.population + 1)
                )
                if commune.code not in best or best[commune.code].score < score:
                    best[commune.code] = Likeness(commune, score)
        return sorted(best.values(), key=lambda likeness: -likeness.score)[:limit]

    def nearest(self, latitude: float, longitude: float) -> CommuneRecord | None:
        """The commune whose centre is nearest to a position."""
        placed = (
            (commune, commune.latitude, commune.longitude)
            for commune in self.communes
            if commune.has_own_code and commune.latitude is not None and commune.longitude is not None
        )
        return min(
            placed, key=lambda each: distance_km(latitude, longitude, each[1], each[2]), default=(None, 0.0, 0.0)
        )[0]

    def levels_of(self, code: str) -> tuple[str, ...]:
        """Every code under which a perimeter may name a commune: its own, former ones, its town's, its EPCI's."""
        commune = self._by_code.get(code)
        if commune is None:
            return (code,)
        town = self._by_code.get(commune.parent_code) if commune.parent_code else None
        epci = commune.epci_code or (town.epci_code if town else None)
        codes = (code, commune.code, *commune.former_codes, commune.parent_code, epci)
        return tuple(dict.fromkeys(each for each in codes if each))

    def place_of(self, commune: CommuneRecord) -> Place:
        """A commune as a place to search around; a former commune stands for itself but belongs to its parent."""
        code = commune.code if commune.has_own_code else commune.parent_code or commune.code
        return Place(
            label=f"{commune.name} ({commune.department})",
            token=code,
            codes=(code,),
            department=commune.department,
            time_zone=commune.time_zone,
            latitude=commune.latitude,
            longitude=commune.longitude,
        )

    def place_of_postcode(self, postcode: str) -> Place | None:
        """All the communes of a postcode as one place, centred on its inhabitants; None for an unknown one."""
        communes = self.with_postcode(postcode)
        if not communes:
            return None
        latitude, longitude = _centre(communes)
        names = communes[0].name if len(communes) == 1 else f"{communes[0].name}…"
        return Place(
            label=f"{postcode} ({names})",
            token=f"p{postcode}" if len(communes) > 1 else communes[0].code,
            codes=tuple(commune.code for commune in communes),
            department=communes[0].department,
            time_zone=communes[0].time_zone,
            latitude=latitude,
            longitude=longitude,
        )

    def place_of_token(self, token: str) -> Place | None:
        """The place a button or the memory names: a commune by INSEE code, or `p` and a postcode."""
        if token.startswith("p"):
            return self.place_of_postcode(token[1:])
        commune = self.by_code(token)
        return self.place_of(commune) if commune else None

    def _add(self, commune: CommuneRecord) -> None:
        key = fold(commune.name)
        short = without_article(key)
        for name in dict.fromkeys((key, short, compact(key), compact(short), *_borough_names(commune))):
            self._by_name[name].append(commune)
        self._spellings[compact(short)].append(commune)
        beginning, _, rest = short.partition(" ")
        is_big = commune.population >= BIG_TOWN and commune.kind is CommuneKind.CURRENT
        if rest and is_big and beginning not in TOO_COMMON:
            self._beginnings[beginning].append(commune)
        for postcode in commune.postcodes:
            self._by_postcode[postcode].append(commune)
        if commune.has_own_code:
            self._by_code[commune.code] = commune
            if commune.epci_code:
                self._by_epci[commune.epci_code].append(commune)
        if commune.kind is CommuneKind.BOROUGH and commune.parent_code:
            self._children[commune.parent_code].append(commune)
        for former in commune.former_codes:
            self._by_code.setdefault(former, commune)


def dominant(communes: Sequence[CommuneRecord]) -> CommuneRecord | None:
    """The one commune among namesakes that people mean, or None where one must ask."""
    if not communes:
        return None
    first, *others = communes
    own = {commune.code for commune in communes}
    if len(own) == 1 or all(first.population >= DOMINANCE * max(other.population, 1) for other in others):
        return first
    return None


def _borough_names(commune: CommuneRecord) -> Iterable[str]:
    """« Paris 20e Arrondissement » is also « paris 20 » and « paris 20e »."""
    if commune.kind is not CommuneKind.BOROUGH:
        return
    town, number = fold(commune.name).split(" ")[:2]
    figure = "".join(letter for letter in number if letter.isdigit())
    for ending in ("", "e", "eme", "er", "ieme"):
        yield f"{town} {figure}{ending}"


def _centre(communes: Sequence[CommuneRecord]) -> tuple[float | None, float | None]:
    placed = [
        (commune.latitude, commune.longitude, max(commune.population, 1))
        for commune in communes
        if commune.latitude is not None and commune.longitude is not None
    ]
    weight = sum(inhabitants for _, _, inhabitants in placed)
    if not weight:
        return None, None
    latitude = sum(latitude * inhabitants for latitude, _, inhabitants in placed) / weight
    longitude = sum(longitude * inhabitants for _, longitude, inhabitants in placed) / weight
    return latitude, longitude
