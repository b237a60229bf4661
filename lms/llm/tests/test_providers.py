"""The door to models, with a server behind it: what comes back, and when the rest isn't waited for."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import pytest
import uvloop

from lms.llm import providers
from tests.fake_llm.fixture import fake_llm, fake_llm_process  # noqa: F401

ASKED = [{"role": "user", "content": "Language: en\nTitle: Keys\nLevel: beginner\nLength: short\nExamples: yes"}]


@pytest.fixture
def call(fake_llm, monkeypatch):  # noqa: F811
    monkeypatch.setenv("OPENAI_API_BASE", fake_llm.url)
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    options = {"max_tokens": 2_000, "temperature": 0.4, "deadline_seconds": 60}
    return lambda **more: providers.call("openai/test-model", ASKED, **options, **more)


def test_the_whole_text_comes_piece_by_piece(call):
    pieces = []
    completion = call(on_text=pieces.append)
    assert (completion.text, completion.finish_reason) == ("".join(pieces), "stop")
    assert completion.tokens_out > 100


def test_what_needs_no_more_is_not_waited_for(call, fake_llm):  # noqa: F811
    fake_llm.set(mode="huge")
    written = []

    def enough(piece: str) -> bool:
        written.append(piece)
        return True

    completion = call(on_text=enough)
    assert (completion.text, completion.finish_reason) == ("".join(written), "enough")
    assert (
        0 < completion.tokens_out < 50_000
    )  # counted: a stream that was ended early has no usage; the whole has millions


@pytest.mark.parametrize("mode", ["form_refused", "form_breaks"])
def test_a_refused_form_is_seen_as_one_that_may_be_refused(call, fake_llm, mode):  # noqa: F811
    fake_llm.set(mode=mode)
    with pytest.raises(providers.CallError) as refused:
        call(schema={"name": "Names", "schema": {"type": "object", "properties": {"name": {"type": "string"}}}})
    assert refused.value.may_be_the_form
    assert not refused.value.maybe_billed


def test_a_stream_is_read_less_often_where_nobody_looks_on(call, fake_llm):  # noqa: F811
    fake_llm.set(chunk_ms=2, piece_characters=4)
    heard: dict[bool, list[str]] = {True: [], False: []}
    for watched, pieces in heard.items():
        completion = call(on_text=pieces.append, watched=lambda seen=watched: seen)
        assert (completion.text, completion.finish_reason) == ("".join(pieces), "stop")
    assert "".join(heard[True]) == "".join(heard[False])
    assert len(heard[False]) < len(heard[True]) < len("".join(heard[True])) / 4


def test_calls_that_begin_together_share_one_loop(monkeypatch):
    both, new_event_loop = threading.Barrier(2), uvloop.new_event_loop

    def make() -> asyncio.AbstractEventLoop:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.2)  # a second maker would come
        return new_event_loop()

    monkeypatch.setattr(providers, "_only_loop", cache(providers._only_loop.__wrapped__))
    monkeypatch.setattr(uvloop, "new_event_loop", make)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _number: providers._loop(), range(2))
    one.call_soon_threadsafe(one.stop)
    assert one is other
