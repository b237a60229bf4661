"""Guests leave no address and can't say goodbye: who isn't seen for 30 days is erased."""

from datetime import datetime, timedelta

from lms.accounts.models import User

UNUSED_FOR = timedelta(days=30)
USE_NOTED_EVERY = timedelta(days=1)


def note_use(person: User, now: datetime) -> bool:
    """Whether that was written: at most once a day, so that a request hardly ever writes."""
    before = now - USE_NOTED_EVERY
    if person.seen_at >= before:
        return False
    return bool(User.objects.filter(pk=person.pk, seen_at__lt=before).update(seen_at=now))


def begin_erasing_unused(now: datetime) -> int:
    """Returns how many; `erasure.run_all` does the rest."""
    return User.objects.unused_guests(now - UNUSED_FOR).update(is_active=False, erasing_since=now)
