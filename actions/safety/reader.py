"""From the characters a person typed to a `Reading`: normalise, repair spelling, find meanings."""

from collections.abc import Iterable

from actions.safety.concepts import Concepts, Reading, load_groups, words_of
from actions.safety.normalise import canonical, sentences
from actions.safety.spelling import Speller, load_abbreviations


class Reader:
    """Reads messages. Built once; holds only word lists."""

    def __init__(self, *, vocabulary: Iterable[str] = ()) -> None:
        """Prepare to read; `vocabulary` adds ordinary words, most common first, that must not be « repaired »."""
        groups = load_groups()
        self._speller = Speller((*words_of(groups), *vocabulary), abbreviations=load_abbreviations())
        self._concepts = Concepts(groups, repair=self._speller.repair)

    def read(self, text: str) -> Reading:
        """Return what `text` says, sentence by sentence, in known words and meanings."""
        return self._concepts.read(self._repaired(tokens) for tokens in sentences(canonical(text)))

    def _repaired(self, tokens: list[str]) -> tuple[str, ...]:
        return tuple(word for token in tokens for word in self._speller.repair(token))
