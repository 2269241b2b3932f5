"""Groups of words by meaning, and where a message names them.

A word list alone says little about danger; the order in which meanings meet says much: « [vouloir] … [mourir] » holds
for « j'ai envie de crever » as for « I wanna die ». Rules and the trained model both read meanings through this module.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from actions.safety.normalise import canonical, sentences, squeeze

GROUPS = Path(__file__).parent / "data" / "concepts.txt"
HIDING_GROUP = "ok_idiom"

_SHORTEST_STEM = 4
_SENTENCE_GAP = 6

Phrase: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A word or phrase of a group, or the stem of words (« suicid* »), in the squeezed tokens messages are read in."""

    phrase: Phrase
    is_stem: bool


@dataclass(frozen=True)
class Span:
    """Where a meaning stands: positions of tokens, `end` excluded. A new sentence leaves a gap in the positions."""

    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A message as the rules and the model see it: its repaired tokens, the meanings found in them, their companies."""

    sentences: tuple[tuple[str, ...], ...]
    spans: Mapping[str, tuple[Span, ...]]
    order: tuple[tuple[Span, str], ...]
    companies: tuple[tuple[str, ...], ...] = ()

    def has(self, group: str) -> bool:
        """Tell whether the message names the meaning `group`."""
        return group in self.spans

    def positions(self) -> Iterator[tuple[int, str]]:
        """Yield every token with its position, on the scale of the spans."""
        offset = 0
        for tokens in self.sentences:
            yield from enumerate(tokens, offset)
            offset += len(tokens) + _SENTENCE_GAP


class Concepts:
    """The groups of meaning, ready to be looked up."""

    def __init__(self, groups: Mapping[str, Iterable[Entry]], *, repair: Callable[[str], Phrase]) -> None:
        """Index `groups`: name of the meaning → its words, phrases and stems, spelt as `repair` spells."""
        self._phrases: dict[Phrase, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._longest: dict[str, int] = defaultdict(int)
        for group, entries in groups.items():
            for entry in entries:
                if entry.is_stem:
                    self._stems[entry.phrase[0]].append(group)
                else:
                    self._add(tuple(word for token in entry.phrase for word in repair(token)), group)

    def _add(self, phrase: Phrase, group: str) -> None:
        if group not in self._phrases[phrase]:
            self._phrases[phrase].append(group)
        self._longest[phrase[0]] = max(self._longest[phrase[0]], len(phrase))

    def read(self, parts: Iterable[tuple[str, ...]]) -> Reading:
        """Find the meanings in `parts`, sentences of repaired tokens."""
        kept = tuple(parts)
        order: list[tuple[Span, str]] = []
        offset = 0
        for tokens in kept:
            order += self._sentence(tokens, offset)
            offset += len(tokens) + _SENTENCE_GAP
        spans: dict[str, list[Span]] = defaultdict(list)
        for span, group in order:
            spans[group].append(span)
        return Reading(kept, {group: tuple(found) for group, found in spans.items()}, tuple(order))

    def _sentence(self, tokens: tuple[str, ...], offset: int) -> list[tuple[Span, str]]:
        found: list[tuple[Span, str]] = []
        at = 0
        while at < len(tokens):
            length, groups = self._longest_at(tokens, at)
            found += [(Span(offset + at, offset + at + length), group) for group in groups]
            if HIDING_GROUP in groups:
                at += length
                continue
            if length != 1:
                found += [(Span(offset + at, offset + at + 1), group) for group in self._word(tokens[at])]
            at += 1
        return found

    def _longest_at(self, tokens: tuple[str, ...], at: int) -> tuple[int, list[str]]:
        for length in range(min(self._longest.get(tokens[at], 0), len(tokens) - at), 1, -1):
            if groups := self._phrases.get(tokens[at : at + length]):
                return length, groups
        return 1, self._word(tokens[at])

    def _word(self, word: str) -> list[str]:
        if groups := self._phrases.get((word,)):
            return groups
        stems = (self._stems.get(word[:length]) for length in range(len(word), _SHORTEST_STEM - 1, -1))
        return next((groups for groups in stems if groups), [])


def words_of(groups: Mapping[str, Iterable[Entry]]) -> list[str]:
    """Return every word of `groups`, for the speller's vocabulary."""
    return sorted({word for entries in groups.values() for entry in entries for word in entry.phrase})


def load_groups(path: Path = GROUPS) -> dict[str, list[Entry]]:
    """Read « group: word, several words, stem* » lines."""
    groups: dict[str, list[Entry]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, entries = line.partition(": ")
        if separator and not line.startswith("#"):
            groups[name] = list(_entries(canonical(entries)))
    return groups


def _entries(line: str) -> Iterator[Entry]:
    for written in line.split(","):
        phrase = tuple(squeeze(token) for sentence in sentences(written) for token in sentence)
        if phrase:
            yield Entry(phrase, is_stem=written.endswith("*"))
