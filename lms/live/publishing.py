"""Tells everybody who watches a topic. A hint that something changed: the row is the truth, and a lost hint harms nobody.

The layer's own group_send waits without a limit on a frozen server; a plain PUBLISH of the same bytes doesn't.
"""

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from redis import RedisError

from lms import redis


def publish(topic: str, event: dict) -> None:
    """Send now. Events carry ids and numbers; each socket words them in its reader's language."""
    if redis.breaker.open:
        return
    message = get_channel_layer().serialize({"type": "live.event", "event": event})
    try:
        redis.client().publish(f"{settings.CHANNEL_LAYERS['default']['CONFIG']['prefix']}__group__{topic}", message)
    except RedisError as error:
        redis.breaker.failed(error)


def publish_on_commit(topic: str, event: dict) -> None:
    """Send when what the event speaks of can be read."""
    transaction.on_commit(lambda: publish(topic, event))
