"""Several reads in one statement, several writes in one, a write and a read in one: who needs rows of many small tables
waits for the database once. What is asked stays querysets and rows; only the way there is shared."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery
from django.utils.dateparse import parse_datetime


@dataclass(frozen=True)
class Sql:
    """A query of our own with one row and one column."""

    text: str


@dataclass(frozen=True)
class Rows:
    """Of one table. With `unique`, those that are there already get the fields of `change` instead."""

    rows: list[models.Model]
    unique: tuple[str, ...] = ()
    change: tuple[str, ...] = ()


def read(**parts: models.QuerySet | Sql) -> dict[str, Any]:
    """One query. Of a queryset its rows as a list, of `.values()` as dictionaries of what JSON can say; of `Sql` the value.

    Rows come without `select_related`. Don't lock in it: what else it reads may be older than the lock.
    """
    texts, values, readers = [], [], {}
    for name, part in parts.items():
        text, params, reader = _asked(part)
        texts.append(text)
        values += params
        readers[name] = reader
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(texts)}", values)
        found = cursor.fetchone()
    return {name: reader(value) for (name, reader), value in zip(readers.items(), found, strict=True)}


def write(*tables: Rows) -> None:
    """One statement, in the order of foreign keys or not: they are checked at its end. Columns that the database numbers
    are left to it; the rows given here don't learn their numbers."""
    compiled = [_insert(table) for table in tables if table.rows]
    if not compiled:
        return
    texts = ", ".join(f"w{place} AS ({text})" for place, (text, _params) in enumerate(compiled))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {texts} SELECT 1", [value for _text, params in compiled for value in params])
    for row in (row for table in tables for row in table.rows):
        row._state.adding, row._state.db = False, connection.alias


def insert_new(row: models.Model) -> bool:
    """False where a unique constraint knows such a row already; nothing is written then."""
    text, params = _insert(Rows([row]), on_conflict=OnConflict.IGNORE)
    with connection.cursor() as cursor:
        cursor.execute(f"{text} RETURNING {connection.ops.quote_name(row._meta.pk.column)}", params)
        made = cursor.fetchone()
    if made:
        row.pk, row._state.adding, row._state.db = made[0], False, connection.alias
    return made is not None


def change(rows: models.QuerySet, **values: Any) -> list[models.Model]:
    """Like `update`, but it gives back the rows that it has changed, as they are now."""
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    text, params = query.get_compiler(connection=connection).as_sql()
    return list(rows.model.objects.raw(f"{text} RETURNING *", params))


def is_one_of(name: str, texts: list[str]) -> models.Func:
    """A condition for `filter`: one value to prepare and send, where `__in` has one for each text."""
    array = models.Value(texts, ArrayField(models.CharField()))
    joined = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
    return models.Func(name, array, **joined, output_field=models.BooleanField())


def _asked(part: models.QuerySet | Sql) -> tuple[str, tuple, Any]:
    if isinstance(part, Sql):
        return f"({part.text})", (), lambda value: value
    compiler = part.query.get_compiler(connection=connection)
    try:
        text, params = compiler.as_sql()
    except EmptyResultSet:
        return "NULL", (), lambda _value: []
    text = f"(SELECT json_agg(one)::text FROM ({text}) one)"  # noqa: S608 as Django made it
    return text, params, lambda value: list(_rows(compiler, json.loads(value or "[]")))


def _rows(compiler: Any, found: list[dict]) -> Iterator[models.Model | dict]:
    if compiler.query.values_select:
        yield from found
        return
    fields = [compiler.select[place][0].target for place in compiler.klass_info["select_fields"]]
    names = [field.attname for field in fields]
    model = compiler.klass_info["model"]
    for row in found:
        one = model.from_db(connection.alias, names, [_value(field, row[field.column]) for field in fields])
        for name in compiler.annotation_col_map or ():
            setattr(one, name, row[name])
        yield one


def _value(field: models.Field, value: Any) -> Any:
    return parse_datetime(value) if value and isinstance(field, models.DateTimeField) else value


def _insert(table: Rows, on_conflict: OnConflict | None = None) -> tuple[str, tuple]:
    meta = table.rows[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    query = InsertQuery(
        meta.model,
        on_conflict=OnConflict.UPDATE if table.unique else on_conflict,
        update_fields=[meta.get_field(name) for name in table.change],
        unique_fields=[meta.get_field(name) for name in table.unique],
    )
    query.insert_values(fields, table.rows)
    made_at = [
        (row, field.attname, getattr(row, field.attname))
        for field in fields
        for row in table.rows
        if getattr(field, "auto_now_add", False) and not row._state.adding
    ]
    [compiled] = query.get_compiler(connection=connection).as_sql()
    for row, name, moment in made_at:  # which Django takes for made just now
        setattr(row, name, moment)
    return compiled
