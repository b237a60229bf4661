"""The breaker: after a failure nobody asks for a while, and then one alone; what a request waited is in its log line."""

import logging
from contextlib import suppress

import pytest
from redis import ConnectionError as RedisAway

from lms import redis


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """What monotonic time it is; a test may set it."""
    now = [1000.0]
    monkeypatch.setattr(redis.time, "monotonic", lambda: now[0])
    return now


def lose() -> None:
    with suppress(redis.Unavailable), redis.asked():
        raise RedisAway


def reach() -> bool:
    try:
        with redis.asked() as client:
            client.ping()
    except redis.Unavailable:
        return False
    return True


def test_after_a_failure_nobody_asks_for_a_while(clock):
    lose()
    assert not reach()
    clock[0] += redis.BREAK_SECONDS
    assert reach()
    assert reach()


def test_after_the_while_one_asks_and_the_others_go_on_without(clock):
    lose()
    clock[0] += redis.BREAK_SECONDS
    with suppress(redis.Unavailable), redis.asked():
        assert not reach(), "somebody else is finding out"
        raise RedisAway
    assert not reach()


def test_what_is_not_the_servers_fault_passes_and_opens_nothing():
    with pytest.raises(KeyError), redis.asked():
        raise KeyError
    assert reach()


def test_each_call_is_counted_also_one_that_failed():
    with redis.counted() as calls:
        reach()
        lose()
        reach()
    assert len(calls) == 2, "while the breaker is open nobody is asked"


def test_the_request_log_says_how_long_redis_took(browser, curriculum, caplog):
    with caplog.at_level(logging.INFO, logger="infou"):
        browser().get("/topics")
    (line,) = [record for record in caplog.records if record.message == "request"]
    assert 0 < line.redis_ms < line.duration_ms
