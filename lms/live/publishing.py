"""Tells everybody who watches a topic. A hint that something changed: the row is the truth, and a lost hint harms nobody.

The layer's own group_send waits without a limit on a frozen server; a plain PUBLISH of the same bytes doesn't.
"""

import threading

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

from lms import redis
from lms.live.reconnects import SHOW_AGAIN

TRY_AGAIN_SECONDS = 3.0  # longer than the breaker stays open
MISSED_AT_MOST = 10_000


def publish(topic: str, event: dict) -> None:
    """Send now. Events carry ids and numbers; each socket words them in its reader's language."""
    _send(topic, {"type": "live.event", "topic": topic, "event": event})


def publish_on_commit(topic: str, event: dict) -> None:
    """Send when what the event speaks of can be read."""
    transaction.on_commit(lambda: publish(topic, event))


def _send(topic: str, message: dict) -> None:
    """What can't be sent now is remembered: its watchers see the present state as soon as that works."""
    group = f"{settings.CHANNEL_LAYERS['default']['CONFIG']['prefix']}__group__{topic}"
    try:
        with redis.asked() as client:
            client.publish(group, get_channel_layer().serialize(message))
    except redis.Unavailable:
        _missed.add(topic)


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
