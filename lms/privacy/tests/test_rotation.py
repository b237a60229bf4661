"""Changing the key while the product runs: nothing lost, nothing unreadable, and the old key can go."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lms.accounts.models import User
from lms.privacy import notes
from lms.privacy.keyring import Keyring
from lms.privacy.models import PrivateNote
from lms.privacy.tests.conftest import NEW, OLD


def write(owner: User, count: int) -> None:
    for number in range(count):
        notes.write(owner=owner, purpose="session_wish", text={"wish": number})


def wishes(owner: User) -> list[int]:
    return [notes.read(note)["wish"] for note in PrivateNote.objects.filter(owner=owner).order_by("created_at")]


def keys_in_use() -> set[str]:
    return set(PrivateNote.objects.values_list("key_id", flat=True))


def test_the_old_key_still_reads_after_a_new_one_is_put_in_front(learner, new_key_in_front):
    write(learner, 1)
    new_key_in_front()
    write(learner, 1)
    assert keys_in_use() == {"old1", "new1"}
    assert wishes(learner) == [0, 0]


def test_after_a_rotation_the_old_key_can_be_dropped(learner, new_key_in_front, settings):
    write(learner, 5)
    new_key_in_front()
    assert notes.droppable_keys() == []
    assert notes.rotate(batch=2).rotated == 5
    assert notes.droppable_keys() == ["old1"]
    settings.FIELD_ENCRYPTION_KEYS = NEW
    assert wishes(learner) == [0, 1, 2, 3, 4]


def test_a_rotation_does_not_count_as_use(learner, new_key_in_front):
    write(learner, 1)
    before = PrivateNote.objects.get().last_used_at
    new_key_in_front()
    notes.rotate()
    assert PrivateNote.objects.get().last_used_at == before


def test_an_interrupted_rotation_goes_on_where_it_ended(learner, new_key_in_front, monkeypatch):
    write(learner, 5)
    new_key_in_front()
    rotate, calls = notes._rotate, []

    def dies_at_the_fourth(*args) -> bool:
        calls.append(args)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return rotate(*args)

    monkeypatch.setattr(notes, "_rotate", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        notes.rotate(batch=2)
    assert PrivateNote.objects.not_under("new1").count() == 2
    assert wishes(learner) == [0, 1, 2, 3, 4]
    assert notes.rotate(batch=2).rotated == 2
    assert keys_in_use() == {"new1"}


def test_a_note_that_moved_after_the_rotation_read_it_stays_as_it_was_moved(
    guest, learner, new_key_in_front, monkeypatch
):
    write(guest, 1)
    new_key_in_front()
    rotate = notes._rotate

    def after_a_move(*args) -> bool:
        notes.move(guest, learner)
        return rotate(*args)

    monkeypatch.setattr(notes, "_rotate", after_a_move)
    assert notes.rotate().rotated == 0
    assert wishes(learner) == [0]


def test_a_note_that_was_erased_after_the_rotation_read_it_stays_erased(learner, new_key_in_front, monkeypatch):
    write(learner, 1)
    new_key_in_front()
    rotate = notes._rotate

    def after_an_end(*args) -> bool:
        PrivateNote.objects.all().delete()
        return rotate(*args)

    monkeypatch.setattr(notes, "_rotate", after_an_end)
    assert notes.rotate().rotated == 0
    assert not PrivateNote.objects.exists()


def test_a_note_that_can_not_be_read_holds_up_no_other(learner, new_key_in_front):
    write(learner, 3)
    broken = PrivateNote.objects.order_by("pk").first()
    PrivateNote.objects.filter(pk=broken.pk).update(ciphertext=b"\x01")
    new_key_in_front()
    assert notes.rotate(batch=1) == notes.Rotation(rotated=2, unreadable=[broken.pk])
    assert notes.droppable_keys() == []


def test_the_command_says_how_many_and_which_keys_may_go(learner, new_key_in_front):
    write(learner, 3)
    new_key_in_front()
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    assert said.getvalue() == "3 notes rotated. Keys that may be dropped now: old1\n"


def test_the_command_fails_when_a_note_can_not_be_read(learner, settings):
    write(learner, 1)
    settings.FIELD_ENCRYPTION_KEYS = NEW
    with pytest.raises(CommandError, match=r"1 notes can't be read: note_"):
        call_command("rotate_keys", stdout=StringIO())


class Traffic:
    """A writer and a merger with so much to do, readers for as long as the key changes under them, back and forth."""

    WRITES, MERGES, ROTATIONS = 20, 5, 6

    def __init__(self, learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
        self.learner = learner
        self.rings = [Keyring.parse(f"{OLD},{NEW}"), Keyring.parse(f"{NEW},{OLD}")]
        # Django's overridden settings may not change while other threads read them
        monkeypatch.setattr(notes, "_ring", lambda: self.rings[0])
        self.work = [self.read, self.read, self.write, self.merge]
        self.all_there = threading.Barrier(len(self.work) + 1, timeout=30)
        self.over = threading.Event()

    def read(self) -> None:
        while not self.over.is_set():
            for note in PrivateNote.objects.iterator():
                assert notes.read(note)["wish"] in range(20)

    def write(self) -> None:
        write(self.learner, self.WRITES)

    def merge(self) -> None:
        for _turn in range(self.MERGES):
            guest = User.objects.create_guest()
            write(guest, 2)
            notes.move(guest, self.learner)

    def run(self, work: Callable[[], None]) -> None:
        try:
            self.all_there.wait()
            work()
        finally:
            connection.close()

    def rotate(self) -> None:
        try:
            self.all_there.wait()
            for _turn in range(self.ROTATIONS):
                self.rings.reverse()
                assert notes.rotate(batch=3).unreadable == []
        finally:
            self.over.set()


@pytest.mark.django_db(transaction=True)
def test_readers_writers_and_merges_go_on_while_keys_are_rotated(learner, monkeypatch):
    write(learner, 20)
    traffic = Traffic(learner, monkeypatch)
    with ThreadPoolExecutor(len(traffic.work)) as pool:
        running = [pool.submit(traffic.run, work) for work in traffic.work]
        traffic.rotate()
    for one in running:
        one.result()
    notes.rotate()
    assert keys_in_use() == {traffic.rings[0].newest}
    assert sorted(wishes(learner)) == sorted([*range(20), *range(Traffic.WRITES), *[0, 1] * Traffic.MERGES])
