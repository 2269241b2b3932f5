"""Which place a message speaks of: a postcode, a name, a misspelt name; never a word that only looks like a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.territories.ambiguous import TOWNS, VILLAGES
from actions.territories.communes import CommuneRecord
from actions.territories.folding import fold
from actions.territories.gazetteer import Gazetteer, Likeness, Place, dominant
from actions.territories.islands import communes_of_land, land_of

LONGEST_NAME = 8  # words: « saint remy en bouzemont saint genest et isson » has eight
KNOWN_TOWN = 10_000  # inhabitants from which a name alone is taken for the town
CERTAIN = 92.0  # likeness from which a misspelt name is taken for the commune, when we asked
CERTAIN_UNASKED = 96.0
CLEAR_LEAD = 4.0
MOST_CHOICES = 4
MOST_ON_AN_ISLAND = 6
SHORTEST_MISSPELT = 4  # letters
SHORTEST_MISSPELT_UNASKED = 6
LONGEST_MISSPELT = 4  # words
MOST_LED = 2  # places that a message may introduce; the last are the likeliest
SHORT_NAME = 3

_POSTCODE = re.compile(r"(?<!\d)(\d{2}) ?(\d{3})(?!\d)")
_DEPARTMENT = re.compile(r"(?<![\w])(\d{2}|2[abAB]|97\d|98\d)(?![\w])")
_BOROUGH_ONLY = re.compile(r"\b(\d{1,2})\s*(?:e|er|eme|ieme|ème|ième)?\s*(?:arrondissement|arrdt|arr)\b")
_OVERSEAS = {
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "reunion": "974",
    "miquelon": "975",
    "mayotte": "976",
}
_PLACE_WORDS = frozenset(
    [
        "a",
        "à",
        "au",
        "aux",
        "sur",
        "vers",
        "chez",
        "habite",
        "habitons",
        "vis",
        "vivons",
        "commune",
        "ville",
        "village",
        "secteur",
        "quartier",
        "mairie",
        "près",
        "pres",
        "proche",
        "autour",
        "environs",
        "in",
        "at",
        "near",
        "around",
        "live",
        "town",
        "city",
        "from",
    ]
)
_JOINTS = frozenset(["de", "d", "du", "des", "la", "le", "les", "lez", "l", "en", "sur", "sous"])  # within a name
_LINKS = frozenset(["de", "d", "du", "des", "la", "le", "les", "l", "en", "of", "the", "ville", "commune"])
_NOISE = frozenset(
    [
        "je",
        "j",
        "suis",
        "habite",
        "vis",
        "cherche",
        "chercher",
        "trouver",
        "aide",
        "aider",
        "besoin",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "la",
        "le",
        "les",
        "l",
        "mon",
        "ma",
        "mes",
        "pour",
        "a",
        "à",
        "au",
        "aux",
        "en",
        "dans",
        "sur",
        "vers",
        "pres",
        "près",
        "proche",
        "autour",
        "ville",
        "commune",
        "quartier",
        "merci",
        "bonjour",
        "svp",
        "stp",
        "quartier",
        "moi",
        "c",
        "est",
        "cest",
        "et",
        "ou",
        "c'est",
        "environ",
        "cedex",
        "the",
        "in",
        "at",
        "near",
        "my",
        "i",
        "am",
        "live",
        "looking",
        "help",
        "for",
        "of",
        "please",
        "hello",
        "code",
        "postal",
    ]
)


class Sureness(StrEnum):
    """How a place was read."""

    NOTHING = "nothing"
    SURE = "sure"
    CHOICE = "choice"  # namesakes: ask which
    LAND = "land"  # a land overseas: ask where in it; its largest communes are given
    GUESS = "guess"  # a name like it: ask whether
    UNKNOWN_POSTCODE = "unknown_postcode"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a message says about where: one place if sure, several to choose from, or nothing."""

    sureness: Sureness
    places: tuple[Place, ...] = ()

    @property
    def place(self) -> Place | None:
        """The place, if it is sure."""
        return self.places[0] if self.sureness is Sureness.SURE else None


NOWHERE = Whereabouts(Sureness.NOTHING)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as typed and as folded; a typed word may fold into several."""

    typed: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Match:
    communes: Sequence[CommuneRecord]
    start: int
    length: int


def read_whereabouts(text: str, gazetteer: Gazetteer, *, asked: bool = False) -> Whereabouts:
    """Find the place in a message. `asked` tells that we have just asked for it: the name alone is evidence then."""
    postcode = _POSTCODE.search(text)
    if postcode is not None:
        place = gazetteer.place_of_postcode("".join(postcode.groups()))
        if place is not None:
            return Whereabouts(Sureness.SURE, (_narrowed(place, text, gazetteer),))
    words = [_Word(typed, fold(typed)) for typed in re.findall(r"[\w’'/-]+", text)]
    words = [_Word(word.typed, part) for word in words for part in word.folded.split()]
    match = _longest_match(words, gazetteer, asked=asked, department=_department(text))
    if match is None and (on_land := _on_land(text, gazetteer, asked=asked)).places:
        return on_land
    misspelt = NOWHERE
    if match is None or _may_be_inside(match, words) or _may_go_on(match, words):
        misspelt = _misspelt(words, gazetteer, asked=asked, known=match)
    if misspelt.sureness is Sureness.SURE or (match is None and misspelt.places):
        return misspelt
    if match is not None:
        return _settle(match, words, text, gazetteer)
    return Whereabouts(Sureness.UNKNOWN_POSTCODE) if postcode is not None else NOWHERE


def _on_land(text: str, gazetteer: Gazetteer, *, asked: bool) -> Whereabouts:
    land = land_of(text, asked=asked)
    places = tuple(gazetteer.place_of(each) for each in communes_of_land(land, gazetteer)) if land else ()
    return Whereabouts(Sureness.SURE if len(places) == 1 else Sureness.LAND, places[:MOST_ON_AN_ISLAND])


def _narrowed(place: Place, text: str, gazetteer: Gazetteer) -> Place:
    """Where a postcode covers several communes, the one that the message also names."""
    folded = f" {fold(text)} "
    communes = [gazetteer.by_code(code) for code in place.codes]
    named = [commune for commune in communes if commune and f" {fold(commune.name)} " in folded]
    return gazetteer.place_of(named[0]) if len(place.codes) > 1 and len(named) == 1 else place


def _longest_match(
    words: Sequence[_Word], gazetteer: Gazetteer, *, asked: bool, department: str | None
) -> _Match | None:
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(word.folded for word in words[start : start + length])
            communes = list(gazetteer.named(name))
            if length == 1:
                communes = sorted((*communes, *gazetteer.beginning_with(name)), key=lambda each: -each.population)
            there = [each for each in communes if each.department == department]
            match = _Match(there or communes, start, length)
            if communes and (there or _has_evidence(match, words, asked=asked)):
                return match
    return None


def _has_evidence(match: _Match, words: Sequence[_Word], *, asked: bool) -> bool:
    """Whether a run of words that is a name is meant as one."""
    if match.length == len(words):
        return True
    run = words[match.start : match.start + match.length]
    name = " ".join(word.folded for word in run)
    capital = run[0].typed[:1].isupper() and match.start > 0
    led = _is_led(match.start, words)
    if name in VILLAGES or len(name) <= SHORT_NAME:
        return capital and (led or asked)
    if name in TOWNS:
        return capital or (match.start > 0 and words[match.start - 1].typed.lower() in {"à", "a", "habite"} and led)
    if len(_meaningful(words)) <= match.length and asked:
        return True
    if match.length > 1 and not all(word.folded in _NOISE for word in run):
        return True
    return led or capital or asked or match.communes[0].population >= KNOWN_TOWN


def _may_be_inside(match: _Match, words: Sequence[_Word]) -> bool:
    """Whether a name found may be the end of a longer, misspelt one: « chalons sur saone » is not Saône."""
    return match.start > 1 and words[match.start - 1].folded in {"sur", "sous", "en", "les", "lez"}


def _may_go_on(match: _Match, words: Sequence[_Word]) -> bool:
    """Whether a name found may be the beginning of a longer, misspelt one: « st etienne du rouvrai »."""
    after = match.start + match.length
    return after + 1 < len(words) and words[after].folded in _JOINTS


def _is_led(start: int, words: Sequence[_Word]) -> bool:
    """Whether a word of place stands before, links aside: « près de … », « la mairie d’… », « à … »."""
    before = start - 1
    while before >= 0 and words[before].folded in _LINKS and before > start - 4:
        if words[before].typed.lower() in _PLACE_WORDS:
            return True
        before -= 1
    return before >= 0 and words[before].folded in _PLACE_WORDS


def _settle(match: _Match, words: Sequence[_Word], text: str, gazetteer: Gazetteer) -> Whereabouts:
    town = dominant(match.communes)
    if town is None:
        choices = tuple(dict.fromkeys(gazetteer.place_of(commune) for commune in match.communes))
        return Whereabouts(Sureness.CHOICE, choices[:MOST_CHOICES])
    if gazetteer.boroughs(town.code):
        number = _borough_number(match, words, text)
        borough = gazetteer.borough(town, number) if number else None
        town = borough or town
    return Whereabouts(Sureness.SURE, (gazetteer.place_of(town),))


def _borough_number(match: _Match, words: Sequence[_Word], text: str) -> int | None:
    after = match.start + match.length
    following = re.match(r"(\d{1,2})(?:e|er|eme|ieme)?$", words[after].folded) if after < len(words) else None
    found = following or _BOROUGH_ONLY.search(fold(text))
    return int(found.group(1)) if found else None


def _misspelt(words: Sequence[_Word], gazetteer: Gazetteer, *, asked: bool, known: _Match | None) -> Whereabouts:
    """A misspelt name: the whole message when we asked, else only what a word of place introduces, and only if sure."""
    asked = asked and len(_meaningful(words)) <= LONGEST_MISSPELT
    found: list[Likeness] = []
    longer_than = known.length if known else 0
    for name in (*_possible_names(words, asked=asked), *_longer_names(words, known)):
        if name.count(" ") + 1 > longer_than:
            found += gazetteer.like(name)
    best: dict[str, Likeness] = {}
    for likeness in sorted(found, key=lambda each: -each.score):
        best.setdefault(likeness.commune.code, likeness)
    ranked = list(best.values())[:MOST_CHOICES]
    if not ranked:
        return NOWHERE
    leads = len(ranked) == 1 or ranked[0].score - ranked[1].score >= CLEAR_LEAD
    certain = CERTAIN if asked else CERTAIN_UNASKED
    is_known = asked or ranked[0].commune.population >= KNOWN_TOWN
    if ranked[0].score >= certain and leads and is_known:
        return Whereabouts(Sureness.SURE, (gazetteer.place_of(ranked[0].commune),))
    if not asked or longer_than:
        return NOWHERE
    places = tuple(dict.fromkeys(gazetteer.place_of(likeness.commune) for likeness in ranked))
    return Whereabouts(Sureness.GUESS, places)


def _possible_names(words: Sequence[_Word], *, asked: bool) -> Iterator[str]:
    """What may be a misspelt name: the whole message, the last of few words, what a word of place introduces."""
    if not words:
        return
    whole = _meaningful(words)
    shortest = SHORTEST_MISSPELT if asked else SHORTEST_MISSPELT_UNASKED
    if asked or len(words) <= LONGEST_MISSPELT:
        name = " ".join(word.folded for word in whole)
        if len(name) >= shortest:
            yield name
    if len(words) <= LONGEST_MISSPELT and len(words[-1].folded) >= SHORTEST_MISSPELT_UNASKED:
        yield words[-1].folded
    led = [start for start in range(1, len(words)) if words[start].folded not in _NOISE and _is_led(start, words)]
    for start in led[-MOST_LED:]:
        for length in range(1, min(LONGEST_MISSPELT, len(words) - start) + 1):
            name = " ".join(word.folded for word in words[start : start + length])
            if len(name) >= shortest:
                yield name


def _longer_names(words: Sequence[_Word], known: _Match | None) -> Iterator[str]:
    """The runs of words that begin with a name found and go on beyond it."""
    if known is None or not _may_go_on(known, words):
        return
    for length in range(known.length + 2, min(LONGEST_NAME, len(words) - known.start) + 1):
        yield " ".join(word.folded for word in words[known.start : known.start + length])


def _meaningful(words: Sequence[_Word]) -> list[_Word]:
    """The words without those that only lead to a name."""
    kept = [word for word in words if word.folded not in _NOISE]
    if not kept:
        return []
    first, last = words.index(kept[0]), len(words) - 1 - words[::-1].index(kept[-1])
    return list(words[first : last + 1])


def _department(text: str) -> str | None:
    found = _DEPARTMENT.search(text)
    if found is not None:
        return found.group(1).upper()
    return next((code for name, code in _OVERSEAS.items() if name in fold(text).split()), None)
