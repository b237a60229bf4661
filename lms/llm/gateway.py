"""The only place that asks a model: for each in order a place, a reservation, the call, the settlement, the ledger, the check.

None left: the prompt's fallback answers, or, while tries are left and the trouble may pass, the job comes back later.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from lms.llm import attempts, availability, breakers, budgets, providers
from lms.llm.attempts import Asker, Bill, NextModelError, Question
from lms.llm.prompts import Prompt, Reading, UnusableError

GOOD_ENOUGH = 0.6
TEMPLATE, LLM = "template", "llm"
INVALID_OUTPUT, BUDGET_EXHAUSTED = "LLM_INVALID_OUTPUT", "BUDGET_EXHAUSTED"


@dataclass(frozen=True)
class Answer:
    """`source` is llm or template."""

    value: Any
    source: str
    model: str = ""
    bill: Bill = field(default_factory=Bill)
    score: float | None = None


class ComeBackError(Exception):
    """Every model failed in a way that may pass. `code` is what the reader is told."""

    def __init__(self, code: str, retry_after: float | None, bill: Bill) -> None:
        super().__init__(code)
        self.code, self.retry_after, self.bill = code, retry_after, bill


def ask(prompt: Prompt, data: BaseModel, asker: Asker, on_text: Callable[[int, str], None] | None = None) -> Answer:
    """The answer of the first model that gives a usable one. Raises ComeBackError only while `asker.last_try` is false.

    `on_text(attempt, piece)` gets the text as it comes; a higher attempt starts anew.
    """
    bill, failures = Bill(), []
    models = priced_models(prompt)
    resting = breakers.resting(models)
    for model in models:
        if model in resting:
            failures.append(NextModelError(providers.UNAVAILABLE, resting[model]))
            continue
        try:
            reading = _ask_model(Question(model, prompt, data, asker, bill, on_text))
            return Answer(reading.value, LLM, model, bill, reading.score)
        except NextModelError as failure:
            failures.append(failure)
        except budgets.ExhaustedError:
            failures = []
            break
    if failures and not asker.last_try:
        waits = [failure.retry_after for failure in failures if failure.retry_after]
        raise ComeBackError(failures[0].code, min(waits, default=None), bill)
    return Answer(prompt.fallback(data), TEMPLATE, bill=bill)


def configured_models(request_type: str, *, private: bool = False) -> list[str]:
    """In the order in which they are asked. With private input only LLM_MODELS_PRIVATE, where that is set."""
    if private and settings.LLM_MODELS_PRIVATE:
        return settings.LLM_MODELS_PRIVATE
    return settings.LLM_MODELS_BY_TYPE.get(request_type) or settings.LLM_MODELS


def awake_models(request_type: str, *, private: bool = False) -> list[str]:
    """Those that could be asked now, as far as a process that calls none can know."""
    models = configured_models(request_type, private=private)
    resting = breakers.resting(models)
    return [model for model in models if model not in resting]


def priced_models(prompt: Prompt) -> list[str]:
    return [
        model
        for model in configured_models(prompt.request_type, private=prompt.private)
        if availability.has_price(model)
    ]


def _ask_model(question: Question) -> Reading:
    """One attempt, and one more where the model can be told what was wrong; the better of two usable ones."""
    messages = question.prompt.messages(question.data)
    first: Reading | None = None
    try:
        first = attempts.make(question, messages)
        advice = first.advice if first.score < GOOD_ENOUGH else ""
    except UnusableError as fault:
        if not fault.advice:
            raise NextModelError(INVALID_OUTPUT) from fault
        advice = fault.advice
    if not advice:
        return first
    told = [*messages, {"role": "user", "content": f"Write it again, complete. Mend this:\n{advice}"}]
    try:
        second = attempts.make(question, told)
    except UnusableError as fault:
        if first is None:
            raise NextModelError(INVALID_OUTPUT) from fault
        return first
    return second if first is None or second.score >= first.score else first
