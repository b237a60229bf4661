"""Guests who don't come back are erased; who comes back stays, however long ago the first visit was."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from lms.accounts import guests, tasks, tokens
from lms.accounts.models import User

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def old_guest(db) -> User:
    with time_machine.travel(START, tick=False):
        return User.objects.create_guest()


def go_by(days: float):
    return time_machine.travel(START + timedelta(days=days), tick=False)


def erase() -> None:
    tasks.erase_unused_guests()
    tasks.erase_people()


@pytest.mark.parametrize(("days", "left"), [(29.9, 1), (30.1, 0)])
def test_a_guest_is_erased_after_30_days(old_guest, days, left):
    with go_by(days):
        erase()
    assert User.objects.count() == left


def test_accounts_are_never_unused(learner):
    User.objects.update(seen_at=START)
    with go_by(3000):
        erase()
    assert User.objects.get() == learner


@pytest.mark.parametrize("way", ["page", "api"])
def test_a_guest_who_was_here_in_between_stays(api, browser, old_guest, way):
    with go_by(0):
        client = browser(old_guest) if way == "page" else api(old_guest)
    with go_by(29):
        assert client.get("/sessions" if way == "page" else "/api/v1/sessions").status_code == 200
    with go_by(58):
        erase()
        assert User.objects.exists()
    with go_by(60):
        erase()
    assert not User.objects.exists()


def test_a_guest_who_comes_now_and_then_keeps_the_log_in(browser, old_guest):
    with go_by(0):
        client = browser(old_guest)
    for day in (20, 40, 60):
        with go_by(day):
            assert client.get("/me").status_code == 200


def test_being_here_is_written_at_most_once_a_day(old_guest, django_assert_num_queries):
    early, late = START + timedelta(hours=23), START + timedelta(hours=25)
    with django_assert_num_queries(0):
        assert guests.note_use(old_guest, early) is False
    with django_assert_num_queries(1):
        assert guests.note_use(old_guest, late) is True
    old_guest.refresh_from_db()
    assert old_guest.seen_at == late


def test_a_page_asks_no_more_for_somebody_seen_today(browser, guest, queries):
    client = browser(guest)
    with queries(at_most=3):  # the log-in, the person, and what became ready for them
        client.get("/login")


def test_who_is_marked_can_not_come_in_before_the_last_step(browser, api, old_guest):
    with go_by(20):
        client, (token, _expires_at) = browser(old_guest), tokens.issue(old_guest)
    with go_by(31):
        tasks.erase_unused_guests()
        assert client.get("/me").status_code == 401
        assert tokens.owner_of(token) is None
    assert User.objects.to_erase().get() == old_guest


def test_columns_are_filled_for_rows_of_the_version_before(db):
    """Rows that the previous version writes, or wrote, are neither refused nor erased at once."""
    guest = User.objects.create_guest()
    assert User._meta.get_field("seen_at").db_default is not None
    assert guest.seen_at is not None
    assert (guest.consented_at, guest.erasing_since) == (None, None)
