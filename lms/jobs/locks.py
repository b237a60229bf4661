"""Advisory locks of PostgreSQL, for jobs that must not run twice at once."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """True for one holder at a time over all processes; ends with the transaction it opens."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
        yield cursor.fetchone()[0]
