"""Private notes: written, read, handed over, erased, and brought under a newer key."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.accounts import my_data
from lms.accounts.models import User
from lms.privacy.keyring import Keyring, UnknownKey, Unreadable
from lms.privacy.models import PrivateNote

log = logging.getLogger(__name__)

KEPT_UNUSED = timedelta(days=90)
USE_NOTED_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class Rotation:
    rotated: int
    unreadable: list[str]  # ids of notes that were left as they are


def write(*, owner: User, purpose: str, text: dict) -> PrivateNote:
    """A new note. `text` is anything JSON can say; `purpose` one of PrivateNote.Purpose, else ValueError."""
    note = PrivateNote(owner=owner, purpose=PrivateNote.Purpose(purpose).value)
    _seal(note, json.dumps(text, ensure_ascii=False).encode(), _ring())
    note.save(force_insert=True)
    return note


def read(note: PrivateNote) -> dict:
    """What was written. Raises keyring.UnknownKey, keyring.Unreadable."""
    plain = _open(note, _ring())
    _note_use(note, timezone.now())
    return json.loads(plain)


def of(person: User) -> QuerySet[PrivateNote]:
    return PrivateNote.objects.filter(owner=person)


def export(person: User) -> list[dict]:
    """A person's own notes as they wrote them; `text` is None for one that can't be read. That is no use of them."""
    ring, columns = _ring(), my_data.columns_of(of(person), omit=("ciphertext",))
    texts = {note.pk: _text(note, ring) for note in of(person)}
    return [row | {"text": texts.get(row["id"])} for row in columns]


def move(guest: User, account: User) -> None:
    """All notes of the guest are the account's."""
    hand_over(PrivateNote.objects.filter(owner=guest), account)


@transaction.atomic
def hand_over(notes: QuerySet[PrivateNote], to: User) -> None:
    """The owner is part of what a ciphertext is bound to: every note is encrypted anew, under its old id.

    A note that can't be read stops it: going on would delete it with the guest.
    """
    ring = _ring()
    rows = list(notes.order_by("pk").select_for_update())
    for note in rows:
        plain = _open(note, ring)
        note.owner = to
        _seal(note, plain, ring)
    PrivateNote.objects.bulk_update(rows, ["owner", "ciphertext", "key_id"])


def erase_unused(now: datetime) -> int:
    """Returns how many were erased."""
    return PrivateNote.objects.unused_since(now - KEPT_UNUSED).delete()[0]


def rotate(batch: int = 500) -> Rotation:
    """Bring every note under the newest key. Each row is a step of its own: an interrupted rotation is just run again."""
    ring = _ring()
    rotated, unreadable = 0, []
    for note in _under_older_keys(ring, batch):
        try:
            rotated += _rotate(note, ring)
        except (UnknownKey, Unreadable) as error:  # one bad row must not keep the others under the old key
            log.error("note_unreadable", extra={"note_id": note.pk, "reason": type(error).__name__})
            unreadable.append(note.pk)
    return Rotation(rotated, unreadable)


def droppable_keys() -> list[str]:
    """Older keys of the ring that no note is under."""
    used = set(PrivateNote.objects.values_list("key_id", flat=True).distinct())
    return [key_id for key_id in _ring().older if key_id not in used]


def _ring() -> Keyring:
    return Keyring.parse(settings.FIELD_ENCRYPTION_KEYS)


def _seal(note: PrivateNote, plain: bytes, ring: Keyring) -> None:
    note.ciphertext = ring.encrypt(plain, bound_to=note.bound_to)
    note.key_id = ring.newest


def _open(note: PrivateNote, ring: Keyring) -> bytes:
    return ring.decrypt(bytes(note.ciphertext), bound_to=note.bound_to)


def _text(note: PrivateNote, ring: Keyring) -> dict | None:
    try:
        return json.loads(_open(note, ring))
    except (UnknownKey, Unreadable) as error:
        log.error("note_unreadable", extra={"note_id": note.pk, "reason": type(error).__name__})
        return None


def _note_use(note: PrivateNote, now: datetime) -> None:
    """At most once a day, so that reading hardly ever writes."""
    before = now - USE_NOTED_EVERY
    if note.last_used_at < before:
        PrivateNote.objects.filter(pk=note.pk).unused_since(before).update(last_used_at=now)
        note.last_used_at = now


def _under_older_keys(ring: Keyring, batch: int) -> Iterator[PrivateNote]:
    """Batch after batch in the order of their ids, so that a row that stays under an old key isn't met again."""
    last = ""
    while notes := list(PrivateNote.objects.not_under(ring.newest).filter(pk__gt=last).order_by("pk")[:batch]):
        yield from notes
        last = notes[-1].pk


def _rotate(note: PrivateNote, ring: Keyring) -> bool:
    """False where somebody moved or erased the note meanwhile: theirs is the newer state, and it stays."""
    before = bytes(note.ciphertext)  # no two are alike, whatever they say: the nonce
    unchanged = PrivateNote.objects.filter(pk=note.pk, ciphertext=before)
    _seal(note, _open(note, ring), ring)
    return bool(unchanged.update(ciphertext=note.ciphertext, key_id=note.key_id))
