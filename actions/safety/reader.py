"""From the characters a person typed to a `Reading`: normalise, repair spelling, find meanings."""

from collections.abc import Iterable
from dataclasses import replace

from actions.safety.concepts import Concepts, Reading, load_groups, words_of
from actions.safety.neighbours import load_neighbours
from actions.safety.normalise import canonical, sentences
from actions.safety.spelling import Speller, load_abbreviations


class Reader:
    """Reads messages. Built once; holds only word lists."""

    def __init__(self, *, vocabulary: Iterable[str] = ()) -> None:
        """Prepare to read; `vocabulary` adds ordinary words, most common first, that must not be « repaired »."""
        groups, common = load_groups(), tuple(vocabulary)
        self._neighbours = load_neighbours()
        self._speller = Speller(
            (*words_of(groups), *common),
            abbreviations=load_abbreviations(),
            common=common,
            real=self._neighbours.keys(),
        )
        self._concepts = Concepts(groups, repair=self._speller.repair)

    def read(self, text: str) -> Reading:
        """Return what `text` says, sentence by sentence, in known words and meanings."""
        reading = self._concepts.read(self._repaired(tokens) for tokens in sentences(canonical(text)))
        return replace(reading, companies=tuple(map(self._companies, reading.sentences)))

    def _companies(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._neighbours.get(token, token) for token in tokens)

    def _repaired(self, tokens: list[str]) -> tuple[str, ...]:
        return tuple(word for token in tokens for word in self._speller.repair(token))
