"""How an answer reaches the client, or doesn't: whole, streamed, drop by drop, refused, broken off."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.fake_llm import completions
from tests.fake_llm.behaviour import FORM_REFUSALS, Behaviour
from tests.fake_llm.completions import Completion
from tests.fake_llm.stats import Call, Stats
from tests.fake_llm.wire import Exchange

PIECES_BEFORE_SILENCE = 3


@dataclass
class Delivery:
    """One answer on its way. `elsewhere` is the address of another server, for redirects."""

    exchange: Exchange
    call: Call
    stats: Stats
    behaviour: Behaviour
    completion: Completion
    streamed: bool
    with_usage: bool
    with_form: bool
    elsewhere: str

    async def run(self) -> None:
        """Never longer than the behaviour's `hang_seconds`; then the connection is reset, as a proxy would."""
        try:
            async with asyncio.timeout(self.behaviour.hang_seconds):
                await asyncio.sleep(self.behaviour.latency_ms / 1000)
                await WAYS.get(self.call.mode, deliver)(self)
        except TimeoutError:
            self.exchange.reset()
        finally:
            self.stats.settle(self.call, finished=False)

    def begin(self) -> None:
        """From here on the text that is written counts."""
        self.stats.started += 1
        self.call.text = self.completion.answer.text
        self.exchange.begin("text/event-stream" if self.streamed else "application/json")

    def end(self) -> None:
        """To be called just before the last bytes."""
        self.call.sent, self.call.answered = len(self.call.text), True
        if self.with_usage or not self.streamed:
            self.call.usage = self.completion.usage
        self.stats.settle(self.call, finished=True)

    async def send(self, piece: str) -> None:
        if not self.call.sent:
            self.stats.first_text_at[self.call.prompt_hash] = time.time()
        self.call.sent += len(piece)
        await self.exchange.chunk(self.completion.text_event(piece))

    async def refuse(self, status: int, message: str, kind: str, **headers: str) -> None:
        self.stats.started += 1
        self.stats.settle(self.call, finished=True)
        await self.exchange.json(status, completions.error(message, kind), **headers)


async def deliver(way: Delivery) -> None:
    way.begin()
    if not way.streamed:
        way.end()
        return await way.exchange.last_chunk(way.completion.whole())
    await way.exchange.chunk(way.completion.first_event())
    pause = way.behaviour.pause_seconds(way.call.prompt_hash)
    for piece in way.completion.pieces():
        await way.send(piece)
        if pause:
            await asyncio.sleep(pause)
    way.end()
    return await way.exchange.last_chunk(way.completion.last_events(with_usage=way.with_usage))


async def slow(way: Delivery) -> None:
    await asyncio.sleep(way.behaviour.slow_ms / 1000)
    await deliver(way)


async def rate_limit(way: Delivery) -> None:
    await way.refuse(429, "Rate limit reached. Try again in 1 s.", "rate_limit_error", Retry_After="1")


async def error_500(way: Delivery) -> None:
    await way.refuse(500, "The server had an error while processing your request.", "server_error")


async def form_refused(way: Delivery) -> None:
    """As small servers do that don't know `response_format`."""
    if way.with_form:
        await way.refuse(FORM_REFUSALS[way.call.mode], "Unknown field: response_format", "invalid_request_error")
    else:
        await deliver(way)


async def redirect(way: Delivery) -> None:
    await way.refuse(302, "Moved", "moved", Location=way.elsewhere)


async def reset(way: Delivery) -> None:
    way.exchange.reset()


async def hang_before(way: Delivery) -> None:
    await silence()


async def hang_in_body(way: Delivery) -> None:
    """Some words of a stream, or the first half of a whole answer; then nothing."""
    way.begin()
    if way.streamed:
        for piece, _ in zip(way.completion.pieces(), range(PIECES_BEFORE_SILENCE), strict=False):
            await way.send(piece)
    else:
        whole = way.completion.whole()
        way.call.sent = len(way.call.text) // 2
        await way.exchange.chunk(whole[: len(whole) // 2])
    await silence()


async def trickle(way: Delivery) -> None:
    """One byte at a time: a client that only watches for silence waits for ever."""
    way.begin()
    for number, byte in enumerate(body := _bytes(way)):
        way.call.sent = len(way.call.text) * number // len(body)
        await way.exchange.chunk(bytes([byte]))
        await asyncio.sleep(way.behaviour.trickle_ms / 1000)
    way.end()
    await way.exchange.last_chunk(b"\n")


async def silence() -> None:
    """Until the client leaves or the time is over."""
    await asyncio.get_running_loop().create_future()


def _bytes(way: Delivery) -> bytes:
    if not way.streamed:
        return way.completion.whole()
    events = [way.completion.first_event(), *map(way.completion.text_event, way.completion.pieces())]
    return b"".join([*events, way.completion.last_events(with_usage=way.with_usage)])


WAYS: dict[str, Callable[[Delivery], Awaitable[None]]] = {
    "slow": slow,
    "rate_limit": rate_limit,
    "error_500": error_500,
    "redirect": redirect,
    **dict.fromkeys(FORM_REFUSALS, form_refused),
    "reset": reset,
    "hang_before": hang_before,
    "hang_in_body": hang_in_body,
    "trickle": trickle,
}
