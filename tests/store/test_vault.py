from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.vault import FernetVault

VAULT = FernetVault("k" * 48)
OTHER = FernetVault("K" + "k" * 47)


@given(st.binary(max_size=500))
def test_vault_opens_what_it_sealed(value: bytes) -> None:
    assert VAULT.open(VAULT.seal(value)) == value


@given(st.binary(min_size=4, max_size=500))
def test_vault_shows_nothing_of_what_it_sealed(value: bytes) -> None:
    sealed = VAULT.seal(value)
    assert value not in sealed
    assert VAULT.seal(value) != sealed


@given(st.binary(max_size=100))
def test_vault_with_another_key_opens_nothing(value: bytes) -> None:
    with pytest.raises(ValueError, match="another SECRET_KEY"):
        OTHER.open(VAULT.seal(value))


@given(st.binary(max_size=60), st.data())
def test_vault_refuses_what_was_altered(value: bytes, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(value))
    place = data.draw(st.integers(0, len(sealed) - 5))  # the last characters hold padding
    sealed[place] ^= 0x01
    with pytest.raises(ValueError, match="altered"):
        VAULT.open(bytes(sealed))


@given(st.binary(max_size=200))
def test_vault_refuses_what_it_never_sealed(value: bytes) -> None:
    with pytest.raises(ValueError, match="altered"):
        VAULT.open(value)


@given(st.text(max_size=60), st.text(max_size=60))
def test_vault_fingerprints_are_equal_exactly_for_equal_values(one: str, other: str) -> None:
    assert (VAULT.fingerprint(one) == VAULT.fingerprint(other)) == (one == other)


@given(st.text(max_size=60))
def test_vault_fingerprints_depend_on_the_key_and_show_nothing(value: str) -> None:
    fingerprint = VAULT.fingerprint(value)
    assert fingerprint == FernetVault("k" * 48).fingerprint(value)
    assert fingerprint != OTHER.fingerprint(value)
    assert (len(fingerprint), set(fingerprint) <= set("0123456789abcdef")) == (64, True)
