"""How long something takes, counted in this process. Knows nothing of Django: it is there before the settings are."""

import threading
from bisect import bisect_left

from lms.metrics import exposition

API_BOUNDS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Histogram:
    """Times by bucket, for each value of one label."""

    def __init__(self, bounds: tuple[float, ...], label: str) -> None:
        self._bounds, self._label = bounds, label
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        self._lock = threading.Lock()

    def observe(self, seconds: float, value: str) -> None:
        with self._lock:
            counts = self._counts.setdefault(value, [0] * (len(self._bounds) + 1))
            counts[bisect_left(self._bounds, seconds)] += 1
            self._sums[value] = self._sums.get(value, 0.0) + seconds

    def samples(self) -> list[exposition.Sample]:
        with self._lock:
            rows = [(value, list(counts), self._sums[value]) for value, counts in sorted(self._counts.items())]
        return [
            sample
            for value, counts, total in rows
            for sample in exposition.buckets(self._bounds, counts, total, {self._label: value})
        ]

    def counted(self) -> dict[str, int]:
        """How many there were, by the label's value."""
        with self._lock:
            return {value: sum(counts) for value, counts in self._counts.items()}


api_response_time = Histogram(API_BOUNDS_SECONDS, "status")  # of requests: 2xx, 3xx, 4xx, 5xx


def note_request(seconds: float, status: int) -> None:
    api_response_time.observe(seconds, f"{status // 100}xx")
