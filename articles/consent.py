"""Wishes go to a language model only where their owner agreed to that."""

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.llm import gateway
from lms.problems import Problem


def refuse_without(person: User, request_type: str) -> None:
    """Raises Problem 409 where a model would see a wish and its owner doesn't want that."""
    if needed(person, request_type):
        detail = _("A language model would read your wish. Agree to that first, or leave the wish empty.")
        raise Problem.conflict("consent_needed", detail)


def needed(person: User, request_type: str) -> bool:
    """Whether to ask: there is a model, and nobody agreed yet."""
    by_model = bool(gateway.configured_models(request_type, private=True))
    return by_model and not (person.is_authenticated and person.has_consented)
