"""API tokens: expiring, stored as a hash (django-rest-knox), looked up in one query by that hash."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from knox.crypto import hash_token
from knox.models import AuthToken

from lms.accounts.models import User


def issue(user: User) -> tuple[str, datetime]:
    """A new token for this user and when it expires. The token itself is stored nowhere."""
    row, token = AuthToken.objects.create(user)
    return token, row.expiry


def owner_of(token: str) -> User | None:
    row = _alive().filter(digest=hash_token(token)).select_related("user").first()
    return row.user if row and row.user.is_active else None


def end(token: str) -> None:
    _alive().filter(digest=hash_token(token)).delete()


def of(user: User) -> QuerySet[AuthToken]:
    """Those that are still good, the newest first."""
    return _alive().filter(user=user).order_by("-created")


def end_one(user: User, key: str) -> bool:
    """End the user's own token whose first characters these are. False where there is none."""
    return bool(user.auth_token_set.filter(token_key=key).delete()[0])


def end_all(user: User) -> None:
    user.auth_token_set.all().delete()


def clear_expired() -> int:
    return AuthToken.objects.filter(expiry__lt=timezone.now()).delete()[0]


def _alive() -> QuerySet[AuthToken]:
    return AuthToken.objects.filter(Q(expiry=None) | Q(expiry__gt=timezone.now()))
