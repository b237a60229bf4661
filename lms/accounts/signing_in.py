"""Becoming somebody: guests, sign-up, log-in, claiming a guest's work."""

from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.accounts import merging, tokens
from lms.accounts.models import User
from lms.problems import Problem

LOCKED_SECONDS = int(settings.AXES_COOLOFF_TIME.total_seconds())
BACKEND = "django.contrib.auth.backends.ModelBackend"


def owner_for(request: HttpRequest) -> User:
    """The person asking; a signed-out visitor of a page becomes a guest, remembered by the session cookie."""
    if request.user.is_authenticated:
        return request.user
    guest = User.objects.create_guest()
    login(request, guest, backend=BACKEND)
    return guest


@transaction.atomic
def sign_up(
    *, person: User | None, username: str, password: str, display_name: str = "", email: str = "", language: str = ""
) -> User:
    """A new student account; a guest's own row becomes it, so nothing is lost. Raises ValidationError by field."""
    user = person if person and person.is_authenticated and person.is_guest else User(role=User.Role.STUDENT)
    user.username, user.display_name, user.email = username, display_name, email
    user.language = language or user.language
    user.is_guest = False
    _check(user, password)
    user.set_password(password)
    user.save()
    return user


def check_password(request: HttpRequest, *, username: str, password: str) -> User:
    """The account with this name and password. Raises Problem 400, or 429 after too many wrong tries."""
    user = authenticate(request, username=username, password=password)
    if user is not None:
        return user
    if getattr(request, "axes_locked_out", False):
        raise Problem.too_many(LOCKED_SECONDS)
    detail = _("User name and password don't match. Check both and try again.")
    raise Problem(400, "wrong_credentials", detail, errors=[{"field": "password", "message": detail}])


def confirm(request: HttpRequest, password: str) -> None:
    """Whoever is logged in shows that they know their own password. Raises Problem 400 or 429; wrong tries count as at log-in."""
    try:
        check_password(request, username=request.user.username, password=password)
    except Problem as problem:
        if problem.code != "wrong_credentials":
            raise
        detail = _("This isn't your password. Try again.")
        raise Problem(400, "wrong_password", detail, errors=[{"field": "password", "message": detail}]) from problem


def wrong_tries_of(user: User) -> QuerySet[AccessAttempt]:
    """Log-ins that failed under this name, whoever tried. Guests have no name."""
    return AccessAttempt.objects.none() if user.is_guest else AccessAttempt.objects.filter(username=user.username)


def clear_expired(now: datetime) -> None:
    """Log-ins by cookie whose time is over, and wrong tries that lock nobody any more."""
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()


def log_in(request: HttpRequest, user: User) -> None:
    """Log in by cookie; what was made as a guest before comes along."""
    guest = request.user
    login(request, user, backend=BACKEND)
    if guest.is_authenticated and guest.is_guest:
        merging.merge(guest=guest, account=user)


def guest_with(token: str) -> User:
    """The guest whom this access token belongs to. Raises Problem 400 naming the field."""
    guest = tokens.owner_of(token)
    if guest is None or not guest.is_guest:
        raise Problem.invalid("access_token", _("This is not the token of a guest, or not any more."))
    return guest


def _check(user: User, password: str) -> None:
    errors = {}
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        errors |= error.message_dict
    if User.objects.filter(username__iexact=user.username).exclude(pk=user.pk).exists():
        errors["username"] = [_("This user name is taken. Choose another one.")]
    try:
        validate_password(password, user)
    except ValidationError as error:
        errors["password"] = error.messages
    if errors:
        raise ValidationError(errors)
