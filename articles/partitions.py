"""Monthly partitions of the progress log: made ahead of their month, by a job and after every migration."""

from datetime import date
from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

MONTHS_AHEAD = 3
MOVE = """
    WITH moved AS (DELETE FROM "articles_progresslog_default" WHERE "timestamp" >= %s AND "timestamp" < %s RETURNING *)
    INSERT INTO "{}" SELECT * FROM moved
"""
NAME = "articles_progresslog_{:%Y_%m}"


def make_coming(**_of_signal) -> list[str]:
    """Those of this and the coming months; returns the names of the ones that were missing."""
    if "articles_progresslog" not in connection.introspection.table_names():
        return []
    months = _months(timezone.now().date().replace(day=1), MONTHS_AHEAD + 2)
    return [name for first, after in pairwise(months) if (name := _make(first, after))]


@transaction.atomic
def _make(first: date, after: date) -> str | None:
    """Rows of the month that are in the default partition already move into their own."""
    name = NAME.format(first)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0]:
            return None
        cursor.execute(f'CREATE TABLE "{name}" (LIKE "articles_progresslog" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)')
        month = [first, after]
        cursor.execute(MOVE.format(name), month)
        cursor.execute(
            f'ALTER TABLE "articles_progresslog" ATTACH PARTITION "{name}" FOR VALUES FROM (%s) TO (%s)', month
        )
    return name


def _months(first: date, count: int) -> list[date]:
    """First days, `count` of them; in UTC, as the database reads a date without a zone here."""
    numbers = [first.year * 12 + first.month - 1 + step for step in range(count)]
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
