"""What was done in the admin site. It names people, so it is kept for 90 days, and goes with whom it is by or about."""

from datetime import datetime, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from lms.accounts.models import User

KEPT_FOR = timedelta(days=90)
ABOUT_OTHERS = ("object_repr", "change_message")


def note(*, by: User, about: User, message: str) -> None:
    """Something done to what a person has, under that person: it goes when they go."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(about.pk),
        object_repr=about.name,
        action_flag=CHANGE,
        change_message=message,
    )


def by(person: User) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(user=person)


def erase(person: User) -> None:
    about = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    LogEntry.objects.filter(Q(user=person) | about).delete()


def clear_old(now: datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=now - KEPT_FOR).delete()[0]
