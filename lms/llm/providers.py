"""The one door to the network of models, through LiteLLM; imported only in workers, inside functions (3 s, 2,670 modules).

One asyncio loop thread a process carries all calls; each call has a deadline and a cap on what it may send back.
"""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

import uvloop
from django.db import connection

from lms.jobs import desk

MAX_BYTES = 256 * 1024  # far above the longest article
RATE_LIMIT, TIMEOUT, UNAVAILABLE = "LLM_RATE_LIMIT", "LLM_TIMEOUT", "LLM_UNAVAILABLE"
DEFAULT_RETRY_AFTER_SECONDS = 10.0
ENOUGH = "enough"  # a finish reason of ours
SHORTEST_PAUSE_SECONDS = 0.1  # readers are shown text at most ten times a second
UNWATCHED_PAUSE_SECONDS = 0.4  # where nobody looks on
PIECES_A_SECOND = 400  # of all calls of a process; each costs LiteLLM 0.6 ms
UNWATCHED_PIECES_A_SECOND = 100  # likewise
ABOUT_REQUESTS = ("BadRequestError", "UnsupportedParamsError", "UnprocessableEntityError", "InternalServerError")
_beginning = threading.Lock()  # calls that begin together must not make a loop each: connections belong to one
_running = 0  # calls in the loop's thread, which alone counts them
_watched: ContextVar[Callable[[], bool]] = ContextVar("watched")  # of each call, in the loop's thread
_awaited: ContextVar[bool] = ContextVar("awaited")  # likewise


@dataclass(frozen=True)
class Completion:
    """What a model wrote. `finish_reason` has to be looked at before the text is used."""

    text: str
    finish_reason: str
    tokens_in: int
    tokens_out: int
    milliseconds: int
    first_token_ms: int | None


@dataclass(frozen=True)
class _Call:
    """`deadline` in seconds."""

    model: str
    messages: list[dict]
    options: dict
    deadline: float
    on_text: Callable[[str], bool]


class CallError(Exception):
    """A call that gave nothing. `code` is one of the socket's error codes; `retry_after` in seconds where it was said;
    `maybe_billed` where the provider may have worked for it all the same."""

    def __init__(
        self, code: str, error_type: str, retry_after: float | None = None, *, maybe_billed: bool = False
    ) -> None:
        super().__init__(f"{code} {error_type}")
        self.code, self.error_type, self.retry_after = code, error_type, retry_after
        self.milliseconds = 0  # what the call took, where there was one
        self.maybe_billed = maybe_billed or code == TIMEOUT

    @property
    def may_be_the_form(self) -> bool:
        """Servers that don't know `response_format` answer 400 or 422, and some break: 500."""
        return self.error_type in ABOUT_REQUESTS


def load() -> None:
    """Import LiteLLM now, and what it loads when it first counts tokens."""
    count_tokens("gpt-4o-mini", "ready")


def call(
    model: str,
    messages: list[dict],
    *,
    max_tokens: int,
    temperature: float,
    schema: dict | None = None,
    deadline_seconds: float,
    on_text: Callable[[str], bool] | None = None,
    watched: Callable[[], bool] = lambda: True,
    awaited: bool = False,
) -> Completion:
    """Ask one model, once. Raises CallError. `on_text` gets pieces as they come, in the loop's thread: it must not wait.

    When it answers true the rest is given up: the finish reason is then `enough`. Pieces come less often while nobody
    has `watched` them; the end of an `awaited` text comes at once.
    """
    _give_back_connection()
    options = {"max_tokens": max_tokens, "temperature": temperature}
    if schema:
        options["response_format"] = {"type": "json_schema", "json_schema": schema}
    called = _Call(model, messages, options, deadline_seconds, on_text or (lambda piece: False))
    asked = _stream(called, watched, awaited=awaited)
    with desk.left():
        return asyncio.run_coroutine_threadsafe(asked, _loop()).result()


def _give_back_connection() -> None:
    """A call lasts seconds: no transaction may be open around it, and its thread's connection goes back to the pool."""
    if connection.in_atomic_block:
        raise RuntimeError("a model is asked inside a transaction")
    connection.close()


def count_tokens(model: str, text: str) -> int:
    return _litellm().token_counter(model=model, text=text)


def known_price(model: str) -> tuple[float, float] | None:
    """US dollars a token (in, out) from LiteLLM's table."""
    try:
        info = _litellm().get_model_info(model)
    except Exception:  # noqa: BLE001 LiteLLM raises many kinds for a model it doesn't know
        return None
    return info["input_cost_per_token"], info["output_cost_per_token"]


async def _stream(call: _Call, watched: Callable[[], bool], *, awaited: bool) -> Completion:
    global _running
    _watched.set(watched)
    _awaited.set(awaited)
    started, _running = time.monotonic(), _running + 1
    try:
        async with asyncio.timeout(call.deadline):
            return await _read(call, started)
    except Exception as error:
        failure = error if isinstance(error, CallError) else _as_call_error(error)
        failure.milliseconds = _since(started)
        raise failure from error
    finally:
        _running -= 1


async def _read(call: _Call, started: float) -> Completion:
    stream = await _litellm().acompletion(
        model=call.model,
        messages=call.messages,
        stream=True,
        stream_options={"include_usage": True},
        timeout=call.deadline,
        max_retries=0,
        num_retries=0,
        **call.options,
    )
    pieces, size, finish, usage, first = [], 0, "", None, None
    async for chunk in stream:
        usage = getattr(chunk, "usage", None) or usage
        if not chunk.choices:
            continue
        piece = chunk.choices[0].delta.content or ""
        finish = chunk.choices[0].finish_reason or finish
        if piece:
            first = first if first is not None else _since(started)
            pieces.append(piece)
            size += len(piece.encode())
            if size > MAX_BYTES:
                raise CallError(UNAVAILABLE, "too_large", maybe_billed=True)
            if call.on_text(piece):
                finish = ENOUGH
                await stream.aclose()  # a provider goes on writing, and counting, for who only looks away
                break
    text = "".join(pieces)
    tokens_in, tokens_out = _usage(call.model, call.messages, text, usage)
    return Completion(text, finish or "none", tokens_in, tokens_out, _since(started), first)


def _usage(model: str, messages: list[dict], text: str, usage) -> tuple[int, int]:
    """Reported, or counted where a stream reports nothing."""
    if usage is not None and usage.completion_tokens is not None:
        return usage.prompt_tokens or 0, usage.completion_tokens or 0
    asked = "\n".join(message["content"] for message in messages)
    return count_tokens(model, asked), count_tokens(model, text)


def _as_call_error(error: Exception) -> CallError:
    name = type(error).__name__
    if name == "RateLimitError":
        return CallError(RATE_LIMIT, name, _retry_after(error))
    if isinstance(error, TimeoutError) or "Timeout" in name:
        return CallError(TIMEOUT, name)
    return CallError(UNAVAILABLE, name)


def _retry_after(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers.get("retry-after", DEFAULT_RETRY_AFTER_SECONDS))
    except ValueError:
        return DEFAULT_RETRY_AFTER_SECONDS


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


@cache
def _litellm():
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the internet when imported
    import litellm  # noqa: PLC0415 the web process never has it

    from lms.llm import http_client  # noqa: PLC0415 with LiteLLM

    litellm.telemetry = False
    litellm.drop_params = True  # a model that doesn't know json_schema still gets the instruction
    litellm.suppress_debug_info = True
    logging.getLogger("LiteLLM").setLevel(logging.WARNING)  # else two lines of nothing for each call
    litellm.aclient_session = http_client.make(_pace, _awaited.get)
    return litellm


def _pace() -> Callable[[], float]:
    """How long text of the call that runs here may wait for more, in seconds: the more calls in this process, the longer."""
    watched = _watched.get()

    def pause() -> float:
        if watched():
            return max(SHORTEST_PAUSE_SECONDS, _running / PIECES_A_SECOND)
        return max(UNWATCHED_PAUSE_SECONDS, _running / UNWATCHED_PIECES_A_SECOND)

    return pause


def _loop() -> asyncio.AbstractEventLoop:
    with _beginning:
        return _only_loop()


@cache
def _only_loop() -> asyncio.AbstractEventLoop:
    loop = uvloop.new_event_loop()
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop
