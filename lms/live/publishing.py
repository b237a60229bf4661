"""Tells everybody who watches a topic. A hint that something changed: the row is the truth, and a lost hint harms nobody.

The layer's own group_send waits without a limit on a frozen server; a plain PUBLISH of the same bytes doesn't.
"""

import threading
from dataclasses import dataclass

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

from lms import redis
from lms.live.reconnects import SHOW_AGAIN

TRY_AGAIN_SECONDS = 3.0  # longer than the breaker stays open
MISSED_AT_MOST = 10_000


@dataclass(frozen=True)
class Kept:
    """Something stored in the same round trip, for who comes later."""

    key: str
    value: str
    seconds: int


def publish(topic: str, event: dict, keep: Kept | None = None) -> int:
    """Send now. Events carry ids and numbers; each socket words them in its reader's language.

    Returns how many processes hear it: 0 where nobody watches or Redis is away.
    """
    return _send(topic, {"type": "live.event", "topic": topic, "event": event}, keep)


def publish_on_commit(topic: str, event: dict) -> None:
    """Send when what the event speaks of can be read."""
    transaction.on_commit(lambda: publish(topic, event))


def _send(topic: str, message: dict, keep: Kept | None = None) -> int:
    """What can't be sent now is remembered: its watchers see the present state as soon as that works."""
    group = f"{settings.CHANNEL_LAYERS['default']['CONFIG']['prefix']}__group__{topic}"
    try:
        with redis.asked() as client:
            both = client.pipeline(transaction=False)
            if keep:
                both.set(keep.key, keep.value, ex=keep.seconds)
            return both.publish(group, get_channel_layer().serialize(message)).execute()[-1]
    except redis.Unavailable:
        _missed.add(topic)
        return 0


class _Missed:
    """Topics whose watchers could not be told something, tried again every TRY_AGAIN_SECONDS."""

    def __init__(self) -> None:
        self._topics: set[str] = set()
        self._lock = threading.Lock()

    def add(self, topic: str) -> None:
        with self._lock:
            if not self._topics:
                timer = threading.Timer(TRY_AGAIN_SECONDS, self._send_all)
                timer.daemon = True
                timer.start()
            if len(self._topics) < MISSED_AT_MOST:
                self._topics.add(topic)

    def _send_all(self) -> None:
        with self._lock:
            topics, self._topics = self._topics, set()
        for topic in topics:
            _send(topic, SHOW_AGAIN)


_missed = _Missed()
