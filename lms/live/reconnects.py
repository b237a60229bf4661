"""After a lost connection to Redis every watcher is shown the present state again: what was sent meanwhile is gone.

The layer subscribes again by itself, but tells nobody. Its connections do, one a process.
"""

from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer

SHOW_AGAIN = {"type": "live.again"}


class _Watchers:
    """All consumers of one event loop, reached without Redis."""

    def __init__(self, layer: RedisPubSubLoopLayer) -> None:
        self._layer = layer

    async def show_again(self, _connection: object) -> None:
        message = self._layer.channel_layer.serialize(SHOW_AGAIN)
        for waiting in self._layer.channels.values():
            waiting.put_nowait(message)


_watchers: dict[RedisPubSubLoopLayer, _Watchers] = {}  # connections keep only weak references to them


def listen(layer: RedisPubSubChannelLayer) -> None:
    """From now on; to be called when the layer has subscribed to something. Asking twice changes nothing."""
    loops_layer = layer._get_layer()
    watchers = _watchers.setdefault(loops_layer, _Watchers(loops_layer))
    for shard in loops_layer._shards:
        if shard._pubsub and shard._pubsub.connection:
            shard._pubsub.connection.register_connect_callback(watchers.show_again)
