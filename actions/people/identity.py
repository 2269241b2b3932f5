"""How an account is kept without being readable: sealed, and found again by a keyed fingerprint."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """Seals personal values with a key that is kept outside the database."""

    def seal(self, value: bytes) -> bytes:
        """Encrypt and authenticate a value."""

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raise ValueError if the key is another or the value was altered."""

    def fingerprint(self, value: str) -> str:
        """A keyed HMAC in hexadecimal: the same for the same value, and useless without the key."""
