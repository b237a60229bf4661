"""Passwords: changed by who knows the present one, reset by who reads the account's e-mail.

Either ends every other log-in, API tokens too: they were all made with the old password.
"""

from functools import partial

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from lms import letters
from lms.accounts import signing_in, tokens
from lms.accounts.models import User

ACCOUNTS_AN_ADDRESS = 5


def change(request: HttpRequest, *, password: str, new_password: str) -> None:
    """Only this browser stays logged in. Raises ValidationError of `new_password`, Problem as `signing_in.confirm`."""
    signing_in.confirm(request, password)
    _set(request.user, new_password)
    update_session_auth_hash(request, request.user)


def send_links(address: str) -> None:
    """A letter for each account with this address. Returns at once, the same for addresses that nobody has."""
    letters.later(partial(_send_links, address, translation.get_language()))


def owner_of_link(uid: str, token: str) -> User | None:
    """Whose password this link sets; None for one that is used up, too old or made up."""
    try:
        person = _reachable().get(pk=int(urlsafe_base64_decode(uid)))
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return person if default_token_generator.check_token(person, token) else None


def reset(person: User, new_password: str) -> None:
    """A new password by a link; also opens an account that wrong tries had locked. Raises ValidationError."""
    _set(person, new_password)
    signing_in.wrong_tries_of(person).delete()


@transaction.atomic
def _set(person: User, new_password: str) -> None:
    try:
        validate_password(new_password, person)
    except ValidationError as error:
        raise ValidationError({"new_password": error.messages}) from error
    person.set_password(new_password)
    person.save(update_fields=["password"])
    tokens.end_all(person)


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_guest=False)


def _send_links(address: str, language: str) -> None:
    for person in _reachable().filter(email__iexact=address)[:ACCOUNTS_AN_ADDRESS]:
        with translation.override(person.language or language):
            text = render_to_string("accounts/reset_letter.txt", {"person": person, "link": _link(person)})
            send_mail(_("A new password for InfoU"), text, None, [person.email])


def _link(person: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("reset_password", args=[uid, default_token_generator.make_token(person)])
    return f"{settings.PUBLIC_URL}{path}"
