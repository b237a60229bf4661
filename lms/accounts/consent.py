"""Whether a language model may see what somebody tells in private. Without it the course material answers."""

from django.utils import timezone

from lms.accounts.models import User


def give(person: User) -> None:
    """Giving it twice keeps the first date."""
    if not person.has_consented:
        _set(person, timezone.now())


def give_by_request(person: User) -> None:
    """Sending private words to an address that is documented to show them to a model is consent; not for who withdrew it."""
    if person.consent_withdrawn_at is None:
        give(person)


def withdraw(person: User) -> None:
    """From now on; what a model was sent before can't be called back."""
    _set(person, None, withdrawn=timezone.now())


def _set(person: User, time, withdrawn=None) -> None:
    person.consented_at, person.consent_withdrawn_at = time, withdrawn
    person.save(update_fields=["consented_at", "consent_withdrawn_at"])
