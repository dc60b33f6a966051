"""The one way anything is encrypted here, and the check of a record's head.

Each message has a key of its own, made of random bytes that stand beside it, so that no counter
has to be kept that a crash, a copy or a backup could make repeat.
"""

from __future__ import annotations

import hmac
import os

from teamtide.plan.sealed.keys import GONE, PassphraseNeeded

FRESH = 32
_NONCE = bytes(12)


class Tampered(Exception):
    """What was sealed is not what is there."""


def fresh() -> bytes:
    """What a message's own key is made with."""
    return os.urandom(FRESH)


def seal(key: bytes | bytearray, own: bytes, plain: bytes, beside: bytes) -> bytes:
    """Encrypt a message, bound to `beside`; `own` is its own `fresh` bytes.

    Raises:
        PassphraseNeeded: the key was wiped; what is sealed with zeros anybody can read.
    """
    if not any(key):
        raise PassphraseNeeded(GONE)
    # It takes its time to import, and a plan without a passphrase has no use for it.
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(_own_key(key, own)).encrypt(_NONCE, plain, beside)


def unseal(key: bytes | bytearray, own: bytes, hidden: bytes | memoryview, beside: bytes) -> bytes:
    """What was sealed.

    Raises:
        Tampered: something of it, or of `beside`, is another.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(_own_key(key, own)).decrypt(_NONCE, hidden, beside)
    except InvalidTag:
        raise Tampered from None


def mark(key: bytes | bytearray, *parts: bytes) -> bytes:
    """A check of a few bytes of known lengths, which only the key can make."""
    return hmac.digest(key, b"".join(parts), "sha256")[:16]


def _own_key(key: bytes | bytearray, own: bytes) -> bytes:
    return hmac.digest(key, own, "sha256")
