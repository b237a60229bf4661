"""Counts of rows that only ever grow, as Prometheus wants its counters: from this process' start on, without counting
everything at every look, and without a step down when rows are erased."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

SETTLED_AFTER = timedelta(minutes=1)  # a row's time is set before its transaction ends


class Growing:
    """`count(since, until)` counts the rows of a time, by key; `until` is None for all that are there."""

    def __init__(self, count: Callable[[datetime, datetime | None], Counter]) -> None:
        self._count, self._counted = count, Counter()
        self._until = timezone.now()
        self._lock = threading.Lock()

    def now(self) -> Counter:
        """2 queries over what is new: what is old enough is counted for good, the rest again next time."""
        with self._lock:
            settled = timezone.now() - SETTLED_AFTER
            if settled > self._until:
                self._counted.update(self._count(self._until, settled))
                self._until = settled
            return self._counted + self._count(self._until, None)
