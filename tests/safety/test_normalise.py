from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.safety.normalise import LONGEST_TEXT, canonical, sentences, squeeze


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ÉTÉ à Noël", "ete a noel"),
        ("mоurir", "mourir"),  # a Cyrillic o
        ("su\u200bici\u00adde", "suicide"),
        ("𝓶𝓸𝓾𝓻𝓲𝓻", "mourir"),
        ("m o u r i r", "mourir"),
        ("m.o.u.r.i.r", "mourir"),
        ("j'ai qu'à", "je ai que a"),
        ("I don't", "i do not"),
        ("la visio: https://visio.example.org/suicide?a=/", "la visio: lien"),
        ("www.example.org ou Marie.D@asso-aide.fr", "lien ou courriel"),
        ("triste :/ et :(", "triste emoweeps et emoweeps"),
    ],
)
def test_canonical_undoes_disguises(typed: str, meant: str) -> None:
    assert " ".join(canonical(typed).split()) == meant


def test_canonical_names_pictures_once() -> None:
    assert canonical("💀💀💀").split() == ["emoskulls"]


def test_canonical_reads_no_more_than_one_message() -> None:
    assert len(canonical("a " * LONGEST_TEXT)) <= LONGEST_TEXT


def test_sentences_end_at_full_stops_but_not_at_hesitations() -> None:
    assert sentences("je veux... mourir. merci") == [["je", "veux", "mourir"], ["merci"]]


@given(st.text(max_size=300))
def test_canonical_never_fails_and_leaves_no_capital(text: str) -> None:
    assert not set(canonical(text)) & set(ascii_uppercase)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20), st.integers(1, 6))
def test_squeeze_is_blind_to_repetition(word: str, times: int) -> None:
    assert squeeze("".join(letter * times for letter in word)) == squeeze(word)
