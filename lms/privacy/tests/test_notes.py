"""Writing, reading, handing over and erasing private notes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from lms.accounts import merging
from lms.privacy import notes, tasks
from lms.privacy.keyring import UnknownKey, Unreadable
from lms.privacy.models import PrivateNote
from lms.privacy.tests.conftest import NEW

TEXT = {"interests": "결제 SaaS와 kanaria-goal", "weeks": 12}
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def note(learner) -> PrivateNote:
    with time_machine.travel(START, tick=False):
        return notes.write(owner=learner, purpose="profile", text=TEXT)


def stored(note: PrivateNote) -> PrivateNote:
    return PrivateNote.objects.get(pk=note.pk)


def test_what_was_written_is_read_again(note):
    assert notes.read(stored(note)) == TEXT


def test_two_notes_of_the_same_text_differ(note, learner):
    other = notes.write(owner=learner, purpose="profile", text=TEXT)
    sealed = [bytes(row.ciphertext).removeprefix(b"\x01\x04old1") for row in (note, other)]
    nonces, texts = {value[:12] for value in sealed}, {value[12:-16] for value in sealed}
    assert (len(nonces), len(texts)) == (2, 2)


def test_an_unknown_purpose_is_refused(learner):
    with pytest.raises(ValueError, match="diary"):
        notes.write(owner=learner, purpose="diary", text=TEXT)


def test_no_column_has_the_plain_text(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_privatenote")
        row = cursor.fetchone()
    dump = b"\n".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row)
    assert bytes(note.ciphertext) in dump
    for word in ("kanaria", "결제", "interests"):
        assert word.encode() not in dump


def test_a_ciphertext_in_another_row_does_not_open(note, learner):
    other = notes.write(owner=learner, purpose="profile", text={})
    PrivateNote.objects.filter(pk=other.pk).update(ciphertext=bytes(note.ciphertext))
    with pytest.raises(Unreadable):
        notes.read(stored(other))


def test_a_ciphertext_of_another_owner_does_not_open(note, other_learner):
    PrivateNote.objects.filter(pk=note.pk).update(owner=other_learner)
    with pytest.raises(Unreadable):
        notes.read(stored(note))


def test_a_ciphertext_of_another_purpose_does_not_open(note):
    PrivateNote.objects.filter(pk=note.pk).update(purpose="session_wish")
    with pytest.raises(Unreadable):
        notes.read(stored(note))


def test_a_note_under_a_missing_key_says_so(note, settings):
    settings.FIELD_ENCRYPTION_KEYS = NEW
    with pytest.raises(UnknownKey, match="old1"):
        notes.read(stored(note))


def test_merging_a_guest_keeps_the_note_readable_under_its_id(guest, learner):
    note = notes.write(owner=guest, purpose="session_wish", text=TEXT)
    merging.merge(guest=guest, account=learner)
    assert stored(note).owner == learner
    assert notes.read(stored(note)) == TEXT


def test_moving_many_notes_takes_as_many_queries_as_moving_one(guest, learner, queries):
    for _turn in range(5):
        notes.write(owner=guest, purpose="session_wish", text=TEXT)
    with queries(at_most=6):  # look, change, and the begin and end of two transactions
        notes.move(guest, learner)
    assert learner.private_notes.count() == 5


def test_deleting_the_user_deletes_their_notes_alone(note, learner, other_learner):
    kept = notes.write(owner=other_learner, purpose="profile", text=TEXT)
    learner.delete()
    assert list(PrivateNote.objects.all()) == [kept]


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_a_note_is_erased_90_days_after_it_was_last_used(note, days, left):
    with time_machine.travel(START + timedelta(days=days)):
        tasks.erase_unused()
    assert PrivateNote.objects.count() == left


def test_reading_a_note_keeps_it_another_90_days(note):
    with time_machine.travel(START + timedelta(days=60)):
        notes.read(stored(note))
    assert notes.erase_unused(START + timedelta(days=149)) == 0
    assert notes.erase_unused(START + timedelta(days=151)) == 1


def test_erasing_many_takes_as_many_queries_as_erasing_one(note, learner, queries):
    for _turn in range(5):
        notes.write(owner=learner, purpose="profile", text=TEXT)
    with queries(at_most=7):  # look, delete, and one for each column that may point to a note
        notes.erase_unused(START + timedelta(days=9999))
    assert not PrivateNote.objects.exists()


def test_reading_writes_at_most_once_a_day(note, django_assert_num_queries):
    with time_machine.travel(START + timedelta(hours=23)), django_assert_num_queries(0):
        notes.read(note)
    with time_machine.travel(START + timedelta(hours=25)):
        with django_assert_num_queries(1):
            notes.read(note)
        with django_assert_num_queries(0):
            notes.read(note)
