"""Pieces of a streamed answer are joined: fewer events, the same text, nothing else touched."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.llm.joining import Joiner

DONE = b"data: [DONE]\n\n"


def event(text: str | None = None, **choice) -> bytes:
    delta = {} if text is None else {"content": text}
    body = {"id": "1", "choices": [{"index": 0, "delta": delta, "finish_reason": None, **choice}]}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def joiner(clock=lambda: 100.0, pause: float = 0.1) -> Joiner:
    return Joiner(lambda: pause, clock)


def texts(stream: bytes) -> list[str]:
    bodies = [part.removeprefix(b"data: ") for part in stream.split(b"\n\n") if part and part + b"\n\n" != DONE]
    return [json.loads(body)["choices"][0]["delta"].get("content", "") for body in bodies]


def test_the_first_words_go_on_at_once():
    assert texts(joiner().feed(event("Hel"))) == ["Hel"]


def test_what_comes_close_together_goes_on_as_one_when_the_pause_is_over():
    clock = Clock()
    mine = joiner(clock)
    mine.feed(event("a"))
    assert mine.feed(event("b") + event("c")) == b""
    clock.now += 0.2
    assert texts(mine.feed(event("d"))) == ["bcd"]


def test_all_that_is_read_at_once_goes_on_at_once():
    clock = Clock()
    mine = joiner(clock)
    assert texts(mine.feed(event("a") + event("b"))) == ["ab"]
    clock.now += 0.2
    assert texts(mine.feed(event("c") + event("d"))) == ["cd"]


def test_nothing_is_read_as_long_as_text_would_only_wait():
    clock = Clock()
    mine = joiner(clock)
    mine.feed(event(role="assistant"))
    assert mine.seconds_left == 0, "the first words are waited for"
    mine.feed(event("a"))
    clock.now += 0.04
    assert mine.seconds_left == pytest.approx(0.06)
    mine.feed(event("b") + event(finish_reason="stop"))
    assert mine.seconds_left == 0, "nor is the end late"


def test_an_end_that_is_awaited_is_read_for_while_text_waits():
    clock = Clock()
    mine = Joiner(lambda: 0.4, clock, reads_on=True)
    assert texts(mine.feed(event("a"))) == ["a"]
    assert (mine.feed(event("b")), mine.seconds_left) == (b"", 0)
    assert texts(mine.feed(event(finish_reason="stop"))) == ["b", ""]


def test_the_end_brings_what_was_kept_before_it():
    mine = joiner()
    mine.feed(event("a"))
    out = mine.feed(event("b") + event("c") + event(finish_reason="stop") + DONE)
    assert texts(out) == ["bc", ""]
    assert out.endswith(event(finish_reason="stop") + DONE)


def test_a_stream_that_breaks_off_loses_nothing():
    mine = joiner()
    mine.feed(event("a"))
    mine.feed(event("b") + b'data: {"cho')
    assert mine.rest() == event("b") + b'data: {"cho'


def test_what_is_no_plain_text_passes_untouched():
    tool = b'data: {"choices": [{"index": 0, "delta": {"content": "x", "tool_calls": [{"id": 1}]}}]}\n\n'
    two = b'data: {"choices": [{"delta": {"content": "x"}}, {"delta": {"content": "y"}}]}\n\n'
    usage = b'data: {"choices": [], "usage": {"total_tokens": 3}}\n\n'
    others = [
        tool,
        two,
        usage,
        b": still here\n\n",
        b"event: ping\ndata: {}\n\n",
        b"data: {broken\n\n",
        b"data: 3\n\n",
        DONE,
    ]
    mine = joiner()
    assert [mine.feed(other) for other in others] == others


def test_events_that_end_in_another_way_pass_untouched():
    stream = event("a").replace(b"\n", b"\r\n")
    assert joiner().feed(stream) == stream


def test_an_endless_event_is_not_hoarded():
    mine = joiner()
    sent = [mine.feed(b"data: " + b"x" * 1024) for _piece in range(200)]
    assert len(b"".join(sent)) > 100 * 1024


@given(st.lists(st.text(min_size=1), max_size=12), st.lists(st.integers(1, 60), min_size=1), st.integers(0, 3))
def test_however_the_bytes_are_cut_the_text_is_the_same(pieces, cuts, ticks):
    clock = Clock()
    mine, stream, out = joiner(clock), b"".join(map(event, pieces)) + event(finish_reason="length") + DONE, b""
    while stream:
        size = cuts[len(stream) % len(cuts)]
        out, stream = out + mine.feed(stream[:size]), stream[size:]
        clock.now += ticks / 20
    out += mine.rest()
    assert "".join(texts(out)) == "".join(pieces)
    assert out.endswith(event(finish_reason="length") + DONE)
