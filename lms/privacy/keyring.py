"""AES-256-GCM under a ring of keys. A value says which key it is under, and opens only for what it was bound to.

Value: version (1 byte), length of the key's id (1 byte), the id, nonce (12 bytes), ciphertext with its tag (NIST SP 800-38D).
"""

import base64
import binascii
import os
import re
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
KEY_ID_AT_MOST = 32
KEY_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{KEY_ID_AT_MOST}}}")


class MalformedRing(ValueError):
    """The text is not a ring of keys. Its message never repeats a key."""


class UnknownKey(LookupError):
    """The value is under a key that this ring doesn't have: it was dropped too early, or is not there yet."""


class Unreadable(ValueError):
    """The value was changed, cut short, or is bound to something else."""


def new_entry() -> str:
    """A ring of one fresh key; its id is random, so that a ring made anew is never taken for the one that was lost."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


@dataclass(frozen=True)
class Keyring:
    keys: dict[str, AESGCM]  # by id, newest first

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """`id1:base64key,id2:base64key`, newest first. Raises MalformedRing."""
        entries = [_parsed(number, entry) for number, entry in enumerate(text.split(","), start=1)]
        ids, keys = zip(*entries, strict=True)
        if len(set(ids)) < len(ids):
            raise MalformedRing("two keys have the same id.")
        if len(set(keys)) < len(keys):
            raise MalformedRing("one key stands there under two ids.")
        return cls({key_id: AESGCM(key) for key_id, key in entries})

    @property
    def newest(self) -> str:
        """The id of the key that new values are under."""
        return next(iter(self.keys))

    @property
    def older(self) -> list[str]:
        return list(self.keys)[1:]

    def encrypt(self, plain: bytes, *, bound_to: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.keys[self.newest].encrypt(nonce, plain, bound_to.encode())
        return bytes([VERSION, len(self.newest)]) + self.newest.encode() + nonce + sealed

    def decrypt(self, value: bytes, *, bound_to: str) -> bytes:
        """Raises UnknownKey, Unreadable."""
        key_id, nonce, sealed = _parts(value)
        if key_id not in self.keys:
            raise UnknownKey(f"Nothing under the key {key_id!r} can be read: it is not in the ring.")
        try:
            return self.keys[key_id].decrypt(nonce, sealed, bound_to.encode())
        except InvalidTag:
            raise Unreadable("The value was changed, or belongs somewhere else.") from None


def _parsed(number: int, entry: str) -> tuple[str, bytes]:
    key_id, colon, key = entry.strip().partition(":")
    if not colon:
        raise MalformedRing(f"entry {number} is not of the form id:key.")
    if not KEY_ID.fullmatch(key_id):
        raise MalformedRing(f"the id of entry {number} must be 1 to {KEY_ID_AT_MOST} of the characters A-Z a-z 0-9 _ -")
    return key_id, _decoded(number, key)


def _decoded(number: int, key: str) -> bytes:
    wanted = f"the key of entry {number} must be {KEY_BYTES} bytes in base64 (openssl rand -base64 {KEY_BYTES})"
    try:
        decoded = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedRing(f"{wanted}; it is not base64.") from None
    if len(decoded) != KEY_BYTES:
        raise MalformedRing(f"{wanted}; it has {len(decoded)}.")
    return decoded


def _parts(value: bytes) -> tuple[str, bytes, bytes]:
    """The key's id, the nonce, and the ciphertext with its tag."""
    if value[:1] != bytes([VERSION]):
        raise Unreadable("The value is of a version that is not known here.")
    nonce_at = 2 + int.from_bytes(value[1:2])
    sealed_at = nonce_at + NONCE_BYTES
    if len(value) < sealed_at + TAG_BYTES:
        raise Unreadable("The value was cut short.")
    return value[2:nonce_at].decode("ascii", "replace"), value[nonce_at:sealed_at], value[sealed_at:]
