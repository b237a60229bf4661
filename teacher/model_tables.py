"""The tables of the models page: each sorts and can be had as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.accounts.models import User
from teacher import model_words
from teacher.tables import Column, Table
from teacher.templatetags.model_numbers import count, percent, usd, whole_seconds


@dataclass(frozen=True)
class ModelRow:
    """One model and what it was asked for; seconds, US dollars."""

    provider: str
    model: str
    asked_for: str
    calls: int
    success: float
    median: float
    slow: float
    tokens: int
    cost: float


@dataclass(frozen=True)
class PersonRow:
    person: User
    name: str
    requests: int
    tokens: int
    cost: float


@dataclass(frozen=True)
class ErrorRow:
    what: str
    sentence: str
    code: str
    model: str
    asked_for: str
    times: int
    last: datetime


def models(request: HttpRequest, rows: QuerySet) -> Table:
    """Of `model_calls.by_model`."""
    columns = [
        Column("model", _("Model"), lambda row: row.model, sort="model"),
        Column("provider", _("Provider"), lambda row: row.provider, sort="provider"),
        Column("asked_for", _("Asked for"), lambda row: row.asked_for, sort="asked_for"),
        _number("calls", _("Calls"), count),
        _number("success", _("Success"), percent),
        _number("median", _("Median"), whole_seconds),
        _number("slow", _("95 of 100 within"), whole_seconds),
        _number("tokens", _("Tokens"), count),
        _number("cost", _("Cost"), usd),
    ]
    return Table(request, "models", columns, [_model(row) for row in rows], order="-calls", label=_("By model"))


def people(request: HttpRequest, rows: QuerySet) -> Table:
    """Of `model_calls.by_person`; 2 queries."""
    found = list(rows)
    names = User.objects.in_bulk([row["user_id"] for row in found])
    columns = [
        Column("name", _("Student"), lambda row: row.name, sort="name"),
        _number("requests", _("Requests"), count),
        _number("tokens", _("Tokens"), count),
        _number("cost", _("Cost"), usd),
    ]
    lines = [_person(row, names[row["user_id"]]) for row in found if row["user_id"] in names]
    return Table(request, "people", columns, lines, order="-cost", label=_("By student"))


def errors(request: HttpRequest, rows: list[dict]) -> Table:
    """Of `model_calls.errors_by_kind`."""
    columns = [
        Column("last", _("Last time"), lambda row: row.last.isoformat(), sort="last"),
        Column("what", _("What went wrong"), lambda row: str(row.what), sort="what"),
        Column("model", _("Model"), lambda row: row.model, sort="model"),
        Column("asked_for", _("Asked for"), lambda row: row.asked_for, sort="asked_for"),
        Column("times", _("Times"), lambda row: row.times, sort="times", number=True),
        Column("code", _("Code"), lambda row: row.code, sort="code"),
    ]
    return Table(request, "errors", columns, [_error(row) for row in rows], order="-last", label=_("Recent errors"))


def _number(key: str, label: str, write: Callable[[float], str]) -> Column:
    value = attrgetter(key)
    return Column(key, label, value, sort=key, number=True, text=lambda row: write(value(row)))


def _model(row: dict) -> ModelRow:
    median, slow = row["times"] or (0.0, 0.0)
    return ModelRow(
        provider=row["provider"],
        model=row["model"],
        asked_for=str(model_words.asked_for(row["request_type"])),
        calls=row["calls"],
        success=row["good"] / row["calls"],
        median=median / 1000,
        slow=slow / 1000,
        tokens=row["tokens"] or 0,
        cost=float(row["cost"] or 0),
    )


def _person(row: dict, person: User) -> PersonRow:
    return PersonRow(person, person.name, row["requests"], row["tokens"] or 0, float(row["cost_usd"] or 0))


def _error(row: dict) -> ErrorRow:
    what, sentence = model_words.wrong(row["error_type"])
    return ErrorRow(
        what=str(what),
        sentence=str(sentence),
        code=row["error_type"],
        model=row["model"],
        asked_for=str(model_words.asked_for(row["request_type"])),
        times=row["times"],
        last=row["last"],
    )
