"""Somebody goes, with everything that is theirs.

They are marked first, and from then on nobody comes in as them; then the worker erases step by step. Every step is a
transaction of its own that may be repeated: whatever interrupts it, the next run goes on where it stopped.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from lms.accounts import my_data, tokens
from lms.accounts.models import User
from lms.jobs import locks
from lms.problems import DATABASE_AWAY

log = logging.getLogger(__name__)

PEOPLE_AT_ONCE = 500


@transaction.atomic
def begin(person: User) -> None:
    """Ends every log-in and token at once. Beginning twice changes nothing."""
    User.objects.filter(pk=person.pk, erasing_since=None).update(is_active=False, erasing_since=timezone.now())
    tokens.end_all(person)


def run(person_id: int) -> bool:
    """Erase somebody who was marked. False where a step has to wait, or somebody else is at it."""
    steps = [*(holding.erase for holding in my_data.holdings()), _remove]
    return all(_take(step, person_id) for step in steps)


def run_all() -> int:
    """Go on with everybody who was marked; returns how many are gone now."""
    waiting = User.objects.to_erase().values_list("pk", flat=True)[:PEOPLE_AT_ONCE]
    return sum(_runs(person_id) for person_id in list(waiting))


def _runs(person_id: int) -> bool:
    try:
        return run(person_id)
    except DATABASE_AWAY:
        raise
    except Exception:  # one that fails must not keep the others waiting
        log.exception("erasure_failed")
        return False


def _take(step: Callable[[User], object], person_id: int) -> bool:
    with locks.only_one(f"erase:{person_id}") as mine:
        person = User.objects.to_erase().filter(pk=person_id).first() if mine else None
        if person is None:
            return False
        try:
            step(person)
        except my_data.NotYet as reason:  # what the step did so far stays done
            log.info("erasure_waits", extra={"reason": str(reason)})
            return False
    return True


def _remove(person: User) -> None:
    person.delete()
