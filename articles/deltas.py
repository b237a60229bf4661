"""The text of a content while it is written: published at most ten times a second, kept ten minutes for who comes later.

A courtesy: with Redis away nobody watches, and the article is written all the same.
"""

import json
import time
from contextlib import suppress

from lms import redis
from lms.live import publishing

KEPT_SECONDS = 600
FLUSH_EVERY_SECONDS = 0.1


def topic_of(content_id: int) -> str:
    return f"contents.{content_id}"


class Deltas:
    """Called with (attempt, piece) by the gateway, in its loop's thread; never waits longer than one short time limit."""

    def __init__(self, content_id: int) -> None:
        self.content_id = content_id
        self.attempt, self.text, self.sent, self.flushed_at = 0, "", 0, 0.0
        self.watched = True  # until a piece that nobody hears

    def __call__(self, attempt: int, piece: str) -> None:
        if attempt != self.attempt:
            self._begin(attempt)
        self.text += piece
        if time.monotonic() - self.flushed_at >= FLUSH_EVERY_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Send what hasn't been sent yet."""
        if self.sent == len(self.text):
            return
        event = {"kind": "delta", "attempt": self.attempt, "offset": self.sent, "text": self.text[self.sent :]}
        self.sent, self.flushed_at = len(self.text), time.monotonic()
        so_far = json.dumps({"attempt": self.attempt, "text": self.text})
        keep = publishing.Kept(_key(self.content_id), so_far, KEPT_SECONDS)
        self.watched = publishing.publish(topic_of(self.content_id), event, keep) > 0

    def _begin(self, attempt: int) -> None:
        if self.attempt:
            publishing.publish(topic_of(self.content_id), {"kind": "reset", "attempt": attempt})
        self.attempt, self.text, self.sent, self.flushed_at = attempt, "", 0, 0.0


def so_far(content_id: int) -> list[dict]:
    """The event that brings a newcomer up to date; none where nothing is being written."""
    kept = None
    with suppress(redis.Unavailable), redis.asked() as client:
        kept = client.get(_key(content_id))
    if kept is None:
        return []
    state = json.loads(kept)
    return [{"kind": "delta", "attempt": state["attempt"], "offset": 0, "text": state["text"]}]


def forget(content_id: int) -> None:
    """It is finished: the article itself is there."""
    with suppress(redis.Unavailable), redis.asked() as client:
        client.delete(_key(content_id))


def _key(content_id: int) -> str:
    return f"writing:{content_id}"
