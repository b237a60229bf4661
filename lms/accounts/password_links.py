"""A link that sets somebody's password once, given to them by their teacher.

It is stored nowhere. It ends when it was used or its time is over, when the student logged in, left the class or
became something else than a student, and when who made it doesn't teach them any more.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.accounts.access import may_see
from lms.accounts.models import User

FOR_A_NEW_ACCOUNT = timedelta(days=7)
FOR_A_FORGOTTEN_ONE = timedelta(hours=1)
SALT = "lms.accounts.password_links"


class Link(NamedTuple):
    """`address` is absolute; good until `until`."""

    person: User
    address: str
    until: datetime


def make(*, person: User, by: User, valid: timedelta = FOR_A_FORGOTTEN_ONE) -> Link:
    """Whether `by` may do so is for the caller to know."""
    until = timezone.now() + valid
    token = signing.dumps([person.pk, by.pk, int(until.timestamp()), _state(person)], salt=SALT)
    return Link(person, f"{settings.PUBLIC_URL}{reverse('new_password', args=[token])}", until)


def owner_of(token: str) -> User | None:
    """Whose password this link sets; None for one that doesn't work, or not any more."""
    try:
        person_id, by_id, until, state = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    people = User.objects.filter(is_active=True, is_guest=False).in_bulk([person_id, by_id])
    person, by = people.get(person_id), people.get(by_id)
    if not person or not by or until < timezone.now().timestamp():
        return None
    return person if constant_time_compare(state, _state(person)) and may_see(by, person.pk) else None


def _state(person: User) -> str:
    """Changes with everything that ends a link."""
    last = person.last_login.isoformat() if person.last_login else ""
    return salted_hmac(SALT, f"{person.pk}:{person.role}:{person.password}:{last}", algorithm="sha256").hexdigest()[:32]
