"""Whether a language model may see what somebody tells in private. Without it the course material answers."""

from django.utils import timezone

from lms.accounts.models import User


def give(person: User) -> None:
    """Giving it twice keeps the first date."""
    if not person.has_consented:
        _set(person, timezone.now())


def withdraw(person: User) -> None:
    """From now on; what a model was sent before can't be called back."""
    _set(person, None)


def _set(person: User, time) -> None:
    person.consented_at = time
    person.save(update_fields=["consented_at"])
