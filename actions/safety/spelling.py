"""Reading misspelt words: abbreviations, phonetic writing, glued words, slips of the finger.

The detector does not correct what people write; it needs only to meet the same word again under its disguises. Every
token passes through `Speller.repair`, which gives back one or more known words, or the token itself.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

from actions.safety.normalise import canonical, squeeze

ABBREVIATIONS = Path(__file__).parent / "data" / "spelling.txt"

_SHORTEST_HEARD = 5
_SHORTEST_TYPO = 3
_SHORTEST_MISSPELT = 4
_SURE_FROM = 5  # letters: a shorter word is taken for a slip of the finger of a common word only
_COMMON = 1_000
_SHORTEST_GLUED = 8
_ELIDED = {letter: f"{letter}e" for letter in "jmtsldnc"} | {"q": "que", "k": "que"}
_LEET = str.maketrans("01345789@$!", "oieastbgasi")
_GLUED_SHORT = frozenset("je tu il me te se ne le la de du en un ma ta sa pu j a ai i to my do an".split())
_GLUED_SHORTEST = 3
_ELISION = re.compile(r"[ldnjmt][aeiouyh]\w{4,}")  # the web, where `real` words come from, also writes « lhopital »
_MUCH_COMMONER = 5  # times
_RARELY_GLUED = frozenset({"se", "le", "de", "ne", "ce"})  # « savait » is more often a word than « se avait »
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^h|(?<![cps])h", ""), (r"ph", "f"), (r"eaux?|aux?", "o"), (r"ou|oo", "u"),
        (r"w(?=[ae])", "u"), (r"oi", "ua"),
        (r"sch|sh|ch", "C"), (r"qu|q|k|c(?![eiyh])", "k"), (r"c(?=[eiy])|ss|x(?=[aeiou])", "s"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"ill|(?<=[aeu])il\b", "y"), (r"(?:ai|ei|y)n(?![aeiou])|in(?![aeiou])|un(?![aeiou])|im(?=[bp])", "1"),
        (r"(?:e|a)[nm](?![aeiouy])", "2"), (r"o[nm](?![aeiouy])", "3"), (r"eu|oe", "e"),
        (r"ai|ei|ay|ey|et$|er$|ez$|es$|e", "e"),
        (r"z|s(?=[aeiou123])", "s"), (r"y", "i"), (r"es?$|[stdpxz]+$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


class Speller:
    """Repairs tokens towards a vocabulary. The more common the word, the earlier it stands in the vocabulary."""

    def __init__(
        self,
        vocabulary: Iterable[str],
        *,
        abbreviations: Mapping[str, tuple[str, ...]],
        common: Sequence[str] = (),
        real: Container[str] = frozenset(),
    ) -> None:
        """Index `vocabulary` (canonical words) by sound and by near misses.

        `common` are words, most common first; `real` ones are no slips of the finger, known or not.
        """
        self._real = real
        self._meanings = dict(abbreviations)
        meant = (word for words in abbreviations.values() for word in words)
        self._known = dict.fromkeys(squeeze(word) for word in (*vocabulary, *meant))
        self._by_sound: dict[str, str] = {}
        self._by_near_miss: dict[str, list[str]] = {}
        self._rank = {squeeze(word): rank for rank, word in reversed(list(enumerate(common)))}
        for word in self._known:
            self._by_sound.setdefault(sound(word), word)
            if len(word) >= _SHORTEST_MISSPELT:
                for miss in near_misses(word):
                    self._by_near_miss.setdefault(miss, []).append(word)

    def knows(self, word: str) -> bool:
        """Tell whether the squeezed `word` is in the vocabulary."""
        return word in self._known

    def repair(self, token: str) -> tuple[str, ...]:
        """Return the known words that canonical `token` stands for; unknown and beyond repair, the token squeezed."""
        word = squeeze(token)
        if meant := self._meanings.get(token):
            return meant
        if word in self._known:
            return (_ELIDED[word[0]], word[1:]) if self._is_elision(word) else (word,)
        return self._meanings.get(word) or self._elided(word) or self._disguised(word) or self._glued(word) or (word,)

    def _elided(self, word: str) -> tuple[str, ...] | None:
        """« jpense », « mtuer », « lhopital »: an e or an apostrophe swallowed before a known word."""
        first, rest = _ELIDED.get(word[:1]), word[1:]
        if first is None or len(rest) < 2:  # noqa: PLR2004
            return None
        is_real = word in self._real and not _ELISION.fullmatch(word)
        if rest in self._known:
            return None if is_real and first in _RARELY_GLUED else (first, rest)
        meant = self._meanings.get(rest) or (None if is_real else self._disguised(rest))
        return (first, *meant) if meant else None

    def _is_elision(self, word: str) -> bool:
        """Tell whether a known word is a much commoner one without its apostrophe: « lecole »; « mutile » is none."""
        if not _ELISION.fullmatch(word):
            return False
        rank, of_rest = self._rank.get(word), self._rank.get(word[1:])
        return rank is not None and of_rest is not None and of_rest * _MUCH_COMMONER < rank

    def _disguised(self, word: str) -> tuple[str, ...] | None:
        """Leet digits, phonetic writing, then one slip of the finger."""
        letters = word.translate(_LEET) if not word.isalpha() and any(char.isalpha() for char in word) else word
        if letters in self._known:
            return (letters,)
        if len(letters) < _SHORTEST_TYPO or not letters.isalpha():
            return None
        heard = self._by_sound.get(sound(letters)) if len(letters) >= _SHORTEST_HEARD else None
        if heard and heard[0] == letters[0]:
            return (heard,)
        near = None if letters in self._real else self._slipped(letters)
        return (near,) if near else None

    def _slipped(self, letters: str) -> str | None:
        """The commonest known word that is one slip of the finger away."""
        unranked = max(len(self._rank), _COMMON)
        candidates = {known for miss in near_misses(letters) for known in self._by_near_miss.get(miss, ())}
        ranked = sorted((self._rank.get(known, unranked), known) for known in candidates)
        near = next(((rank, known) for rank, known in ranked if one_slip_apart(known, letters)), None)
        if near is None or (len(letters) < _SURE_FROM and near[0] >= _COMMON):
            return None
        return near[1]

    def _may_be_glued(self, piece: str) -> bool:
        return piece in _GLUED_SHORT or (len(piece) >= _GLUED_SHORTEST and piece in self._known)

    def _glued(self, word: str) -> tuple[str, ...] | None:
        """« jeveuxmourir »: cut a long unknown token into the fewest known words, or leave it."""
        if len(word) < _SHORTEST_GLUED:
            return None
        best: list[tuple[int, tuple[str, ...]] | None] = [(0, ()), *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                before, piece = best[start], word[start:end]
                if before is None or not self._may_be_glued(piece):
                    continue
                standing = best[end]
                if standing is None or before[0] + 1 < standing[0]:
                    best[end] = (before[0] + 1, (*before[1], piece))
        whole = best[len(word)]
        return whole[1] if whole and max(map(len, whole[1])) >= _SHORTEST_HEARD else None


def sound(word: str) -> str:
    """Return roughly how a French reader would pronounce `word`; words that sound alike get the same key."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


def near_misses(word: str) -> list[str]:
    """Return `word` and what is left of it when any one letter is missing."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def one_slip_apart(known: str, typed: str) -> bool:
    """Tell whether `typed` is `known` with one letter added, left out, replaced or swapped with its neighbour."""
    if known[0] != typed[0] or abs(len(known) - len(typed)) > 1:
        return False
    differences = (at for at, (one, other) in enumerate(zip(known, typed, strict=False)) if one != other)
    start = next(differences, min(len(known), len(typed)))
    left, right = known[start:], typed[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def load_abbreviations(path: Path = ABBREVIATIONS) -> dict[str, tuple[str, ...]]:
    """Read « meant: typed typed … » lines into typed → words meant, all canonical."""
    meanings: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        meant, separator, typed = canonical(line).partition(":")
        if separator and not line.startswith("#"):
            words = tuple(squeeze(word) for word in meant.split())
            meanings.update(dict.fromkeys(typed.split(), words))
    return meanings
