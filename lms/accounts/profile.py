"""What people say about themselves in their settings."""

from functools import partial

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lms import letters
from lms.accounts.models import User

FIELDS = ("display_name", "email", "language")


def change(person: User, **values: str) -> None:
    """Any of FIELDS. Raises ValidationError by field."""
    address = person.email
    for name, value in values.items():
        setattr(person, name, value)
    person.clean_fields(exclude={field.name for field in User._meta.fields} - set(values))
    person.save(update_fields=list(values))
    if address and address != person.email:
        _tell(address, person)


def _tell(address: str, person: User) -> None:
    """Whoever reads the old address learns that links to a new password go elsewhere now."""
    text = render_to_string("accounts/email_changed_letter.txt", {"person": person})
    letters.later(partial(send_mail, _("Another e-mail address for your InfoU account"), text, None, [address]))
