"""The chat-completions format: what a text looks like as an answer, whole or as a stream of server-sent events."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fake_llm.answers import Answer
from tests.fake_llm.brief import tokens

CREATED = 1_790_000_000
PIECES_AT_MOST = 1000  # so that 10 MB are not half a million events


@dataclass(frozen=True)
class Completion:
    """`prompt_tokens` are the true ones; what its usage says depends on the answer."""

    number: int
    model: str
    prompt_tokens: int
    answer: Answer
    piece_characters: int = 24

    @property
    def usage(self) -> dict[str, int] | None:
        if self.answer.usage_factor is None:
            return None
        prompt = self.prompt_tokens * self.answer.usage_factor
        completion = tokens(self.answer.text) * self.answer.usage_factor
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}

    def whole(self) -> bytes:
        message = {"role": "assistant", "content": self.answer.text}
        choice = {"index": 0, "message": message, "finish_reason": self.answer.finish_reason, "logprobs": None}
        usage = {"usage": self.usage} if self.usage else {}
        return _dump(self._envelope("chat.completion", [choice]) | usage)

    def pieces(self) -> Iterator[str]:
        size = max(self.piece_characters, len(self.answer.text) // PIECES_AT_MOST)
        for start in range(0, len(self.answer.text), size):
            yield self.answer.text[start : start + size]

    def first_event(self) -> bytes:
        return self._event({"role": "assistant", "content": ""})

    def text_event(self, piece: str) -> bytes:
        return self._event({"content": piece})

    def last_events(self, *, with_usage: bool) -> bytes:
        """The reason, the usage when asked for and told, the end mark."""
        events = self._event({}, self.answer.finish_reason)
        if with_usage and self.usage:
            events += _data(_dump(self._envelope("chat.completion.chunk", []) | {"usage": self.usage}))
        return events + _data(b"[DONE]")

    def _event(self, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return _data(_dump(self._envelope("chat.completion.chunk", [choice])))

    def _envelope(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        name = f"chatcmpl-{self.number}"
        return {"id": name, "object": kind, "created": CREATED, "model": self.model, "choices": choices}


def error(message: str, kind: str, code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _data(payload: bytes) -> bytes:
    return b"data: " + payload + b"\n\n"
