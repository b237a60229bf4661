"""What the product holds about one person. Every app that has such rows registers how they are shown and how they go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.accounts.models import User

SECRET = ("password",)


class NotYet(Exception):
    """Raised by an erasing step that has to wait for something; the next run goes on with it."""


@dataclass(frozen=True)
class Holding:
    """`name` is its section in the export. `erase` may be interrupted and repeated; shared rows stay, without the name."""

    name: str
    rows: Callable[[User], list[dict]]
    erase: Callable[[User], None]


_holdings: dict[str, Holding] = {}


def register(
    name: str,
    find: Callable[[User], QuerySet],
    *,
    omit: tuple[str, ...] = (),
    rows: Callable[[User], list[dict]] | None = None,
    erase: Callable[[User], object] | None = None,
) -> None:
    """The rows that `find(person)` gives: shown with all their columns but `omit`, and deleted, unless said otherwise.

    Erased in the order of registration. Called in `registrations.py`.
    """

    def shown(person: User) -> list[dict]:
        return list(columns_of(find(person), omit))

    def deleted(person: User) -> None:
        find(person).delete()

    _holdings[name] = Holding(name, rows or shown, erase or deleted)


def holdings() -> list[Holding]:
    return list(_holdings.values())


@transaction.atomic
def export(person: User) -> dict:
    """Everything about this person as JSON can say it: their account, then one list of rows for each section."""
    account = next(columns_of(User.objects.filter(pk=person.pk), SECRET))
    sections = {holding.name: holding.rows(person) for holding in holdings()}
    return {"exported_at": timezone.now(), "account": account} | sections


def columns_of(rows: QuerySet, omit: tuple[str, ...] = ()) -> Iterator[dict]:
    """Each row with all columns, those of a later version too, so that nothing is forgotten; `omit` holds the exceptions."""
    names = [field.attname for field in rows.model._meta.concrete_fields if field.attname not in omit]
    return iter(rows.order_by("pk").values(*names))
