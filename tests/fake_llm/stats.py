"""What the fake has seen, to compare with the ledger: to the token, and to the call."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.fake_llm.brief import tokens

PROMPT_COUNTS = ("requests", "prompt_tokens", "completion_tokens")


@dataclass
class Call:
    """One request for an answer. `sent` is how much of the text was written, in characters."""

    model: str
    mode: str
    prompt_hash: str
    prompt_tokens: int
    text: str = ""
    sent: int = 0
    usage: dict[str, int] | None = None
    answered: bool = False
    settled: bool = False

    @property
    def completion_tokens(self) -> int:
        """What was written of it; a whole answer without text costs 1."""
        return tokens(self.text[: self.sent]) if self.sent or self.answered else 0


@dataclass
class Stats:
    """Tokens are those of texts really written; `reported_…` are the ones told to clients in complete answers.

    `first_text_at`: when the first words of a prompt's latest answer left, in seconds since the epoch.
    """

    requests: int = 0
    started: int = 0
    finished: int = 0
    broken: int = 0
    in_flight: int = 0
    most_in_flight: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reported_prompt_tokens: int = 0
    reported_completion_tokens: int = 0
    elsewhere: int = 0
    elsewhere_with_key: int = 0
    by_mode: Counter = field(default_factory=Counter)
    by_prompt_hash: Counter = field(default_factory=Counter)
    by_model: dict[str, Counter] = field(default_factory=dict)
    first_text_at: dict[str, float] = field(default_factory=dict)

    def arrived(self, call: Call) -> None:
        self.requests += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self.by_mode[call.mode] += 1
        self.by_prompt_hash[call.prompt_hash] += 1
        self.of(call.model)["requests"] += 1

    def settle(self, call: Call, *, finished: bool) -> None:
        """Once for each call, before its last byte is written, so that whoever has read it finds it counted."""
        if call.settled:
            return
        call.settled = True
        self.in_flight -= 1
        self.finished += finished
        self.broken += not finished
        if call.text or call.answered:
            self.charge(call)
        if finished and call.usage:
            self.reported_prompt_tokens += call.usage["prompt_tokens"]
            self.reported_completion_tokens += call.usage["completion_tokens"]

    def charge(self, call: Call) -> None:
        self.prompt_tokens += call.prompt_tokens
        self.completion_tokens += call.completion_tokens
        self.of(call.model)["prompt_tokens"] += call.prompt_tokens
        self.of(call.model)["completion_tokens"] += call.completion_tokens

    def of(self, model: str) -> Counter:
        return self.by_model.setdefault(model, Counter(dict.fromkeys(PROMPT_COUNTS, 0)))

    def as_json(self) -> dict[str, Any]:
        return vars(self)
