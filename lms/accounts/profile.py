"""What people say about themselves in their settings."""

from lms.accounts.models import User

FIELDS = ("display_name", "email", "language")


def change(person: User, **values: str) -> None:
    """Any of FIELDS. Raises ValidationError by field."""
    for name, value in values.items():
        setattr(person, name, value)
    person.clean_fields(exclude={field.name for field in User._meta.fields} - set(values))
    person.save(update_fields=list(values))
