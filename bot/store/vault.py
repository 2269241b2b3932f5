"""The vault: seals personal values with a key that never enters the database."""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class FernetVault:
    """Encryption and fingerprints from one secret; two keys are derived, so that neither reveals the other."""

    def __init__(self, secret: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(secret, b"clsm-bot seal")))
        self._fingerprint_key = _derive(secret, b"clsm-bot fingerprint")

    def seal(self, value: bytes) -> bytes:
        """Encrypt and authenticate a value. The seal does not tell when: Fernet would write the time in clear."""
        return self._fernet.encrypt_at_time(value, current_time=0)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raise ValueError if the key is another or the value was altered."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise ValueError("sealed with another SECRET_KEY, or altered") from None

    def fingerprint(self, value: str) -> str:
        """A keyed HMAC-SHA256 in hexadecimal."""
        return hmac.digest(self._fingerprint_key, value.encode(), "sha256").hex()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
