"""A link that sets somebody's password once, given to them by their teacher. Short, as it may be copied from paper.

It is stored nowhere. It ends when it was used or its time is over, when the student logged in, left the class or
became something else than a student, and when who made it doesn't teach them any more.
"""

import base64
import binascii
import struct
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.accounts.access import may_see
from lms.accounts.models import User

FOR_A_NEW_ACCOUNT = timedelta(days=7)
FOR_A_FORGOTTEN_ONE = timedelta(hours=1)
SALT = "lms.accounts.password_links"
CLAIM = struct.Struct(">III")  # whose, by whom, until when (Unix time)
SEAL_BYTES = 12
TOKEN_CHARACTERS = 39  # base32 of both, without its filling


class Link(NamedTuple):
    """`address` is absolute; good until `until`."""

    person: User
    address: str
    until: datetime


def make(*, person: User, by: User, valid: timedelta = FOR_A_FORGOTTEN_ONE) -> Link:
    """Whether `by` may do so is for the caller to know."""
    until = timezone.now() + valid
    claim = CLAIM.pack(person.pk, by.pk, int(until.timestamp()))
    token = base64.b32encode(claim + _seal(claim, person)).decode().rstrip("=").lower()
    return Link(person, f"{settings.PUBLIC_URL}{reverse('new_password', args=[token])}", until)


def owner_of(token: str) -> User | None:
    """Whose password this link sets; None for one that doesn't work, or not any more."""
    claim, seal = _parts(token)
    if not claim:
        return None
    person_id, by_id, until = CLAIM.unpack(claim)
    people = User.objects.filter(is_active=True, is_guest=False).in_bulk([person_id, by_id])
    person, by = people.get(person_id), people.get(by_id)
    if not person or not by or until < timezone.now().timestamp():
        return None
    return person if constant_time_compare(seal, _seal(claim, person)) and may_see(by, person.pk) else None


def _parts(token: str) -> tuple[bytes, bytes]:
    """What it claims and its seal; nothing for what was never a link."""
    if len(token) != TOKEN_CHARACTERS or not token.isascii():
        return b"", b""
    try:
        raw = base64.b32decode(f"{token.upper()}=")
    except binascii.Error:
        return b"", b""
    return raw[: CLAIM.size], raw[CLAIM.size :]


def _seal(claim: bytes, person: User) -> bytes:
    """Changes with everything that ends a link."""
    last = person.last_login.isoformat() if person.last_login else ""
    state = f"{claim.hex()}:{person.role}:{person.password}:{last}"
    return salted_hmac(SALT, state, algorithm="sha256").digest()[:SEAL_BYTES]
