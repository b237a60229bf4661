"""The only place that asks a model: for each in order a place, a reservation, the call, the settlement, the ledger, the check.

None left: the prompt's fallback answers, or, while tries are left and the trouble may pass, the job comes back later.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from lms import limits
from lms.accounts.models import User
from lms.llm import admission, availability, breakers, budgets, ledger, prices, providers, slots
from lms.llm.prompts import Prompt, Reading, UnusableError, prompt_hash
from lms.llm.providers import CallError, Completion

INPUT_MARGIN = 1.1
GRACE_SECONDS = 10  # a reservation and a place outlive the call's deadline by so much
GOOD_ENOUGH = 0.6
LOOK_EVERY_CHARACTERS = 500  # at a text that is being written
TEMPLATE, LLM = "template", "llm"
INVALID_OUTPUT, BUDGET_EXHAUSTED = "LLM_INVALID_OUTPUT", "BUDGET_EXHAUSTED"
OUR_RATE, NO_SLOT = "our_rate", "no_slot"
NOT_THE_MODELS_FAULT = {OUR_RATE, NO_SLOT}


@dataclass(frozen=True)
class Asker:
    """For whom a model is asked; `last_try` says that no later one will come."""

    user: User
    session_id: str | None = None
    last_try: bool = True


@dataclass
class Bill:
    """Tokens, US dollars and number of all attempts together, whatever came of them."""

    tokens: int = 0
    cost: Decimal = Decimal(0)
    calls: int = 0


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


@dataclass
class _Listener:
    """Hands on the pieces of one attempt, and says when the rest isn't worth waiting for."""

    prompt: Prompt
    number: int
    on_text: Callable[[int, str], None] | None
    text: str = ""
    unseen: int = 0

    def __call__(self, piece: str) -> bool:
        if self.on_text:
            self.on_text(self.number, piece)
        if self.prompt.enough is None:
            return False
        self.text += piece
        self.unseen += len(piece)
        if self.unseen < LOOK_EVERY_CHARACTERS:
            return False
        self.unseen = 0
        return self.prompt.enough(self.text)


class _NextModelError(Exception):
    """This model gave nothing usable."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.retry_after = code, retry_after


def ask(prompt: Prompt, data: BaseModel, asker: Asker, on_text: Callable[[int, str], None] | None = None) -> Answer:
    """The answer of the first model that gives a usable one. Raises ComeBackError only while `asker.last_try` is false.

    `on_text(attempt, piece)` gets the text as it comes; a higher attempt starts anew.
    """
    bill, failures = Bill(), []
    models = priced_models(prompt)
    resting = breakers.resting(models)
    for model in models:
        if model in resting:
            failures.append(_NextModelError(providers.UNAVAILABLE, resting[model]))
            continue
        try:
            reading = _ask_model(model, prompt, data, asker, bill, on_text)
            return Answer(reading.value, LLM, model, bill, reading.score)
        except _NextModelError as failure:
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


def _ask_model(
    model: str, prompt: Prompt, data: BaseModel, asker: Asker, bill: Bill, on_text: Callable | None
) -> Reading:
    """One attempt, and one more where the model can be told what was wrong; the better of two usable ones."""
    messages = prompt.messages(data)
    first: Reading | None = None
    try:
        first = _attempt(model, prompt, data, messages, asker, bill, on_text)
        advice = first.advice if first.score < GOOD_ENOUGH else ""
    except UnusableError as fault:
        if not fault.advice:
            raise _NextModelError(INVALID_OUTPUT) from fault
        advice = fault.advice
    if not advice:
        return first
    told = [*messages, {"role": "user", "content": f"Write it again, complete. Mend this:\n{advice}"}]
    try:
        second = _attempt(model, prompt, data, told, asker, bill, on_text)
    except UnusableError as fault:
        if first is None:
            raise _NextModelError(INVALID_OUTPUT) from fault
        return first
    return second if first is None or second.score >= first.score else first


def _attempt(
    model: str,
    prompt: Prompt,
    data: BaseModel,
    messages: list[dict],
    asker: Asker,
    bill: Bill,
    on_text: Callable | None,
) -> Reading:
    """Raises UnusableError, _NextModelError or budgets.ExhaustedError. Every attempt that was made is in the ledger."""
    bill.calls += 1
    number = bill.calls
    entry = ledger.Entry(prompt, model, asker.user.pk, asker.session_id, prices.of(model), prompt_hash(messages))
    try:
        completion = _paid_call(model, prompt, messages, asker, bill, entry, _Listener(prompt, number, on_text))
    except CallError as error:
        if error.error_type not in NOT_THE_MODELS_FAULT:
            breakers.failed(model, error.retry_after)
        ledger.write(entry, error_type=error.error_type, milliseconds=error.milliseconds)
        raise _NextModelError(error.code, error.retry_after) from error
    breakers.worked(model)
    try:
        reading = prompt.read(completion.text, completion.finish_reason, data)
    except UnusableError as fault:
        ledger.write(entry, completion, error_type=fault.error_type)
        raise
    ledger.write(entry, completion)
    return reading


def _paid_call(
    model: str,
    prompt: Prompt,
    messages: list[dict],
    asker: Asker,
    bill: Bill,
    entry: ledger.Entry,
    on_text: Callable[[str], bool],
) -> Completion:
    deadline = settings.LLM_DEADLINE_SECONDS
    if not limits.may_call_model(model):
        raise CallError(providers.RATE_LIMIT, OUR_RATE, retry_after=1)
    asked = "\n".join(message["content"] for message in messages)
    most = entry.price.of(providers.count_tokens(model, asked) * INPUT_MARGIN, prompt.max_tokens)
    try:
        hold = deadline + GRACE_SECONDS
        with admission.admitted(asker.user, most, hold_seconds=hold, money_seconds=deadline) as reservation:
            try:
                completion = _call(model, prompt, messages, deadline, on_text)
            except CallError as error:
                entry.cost = budgets.settle(reservation, most if error.maybe_billed else Decimal(0))
                bill.cost += entry.cost
                raise
            cost = entry.price.of(completion.tokens_in, completion.tokens_out)
            entry.cost = budgets.settle(reservation, cost)
            entry.usage_wrong = cost > most
    except slots.NoneFreeError as error:
        raise CallError(providers.UNAVAILABLE, NO_SLOT) from error
    bill.tokens += completion.tokens_in + completion.tokens_out
    bill.cost += entry.cost
    return completion


def _call(
    model: str, prompt: Prompt, messages: list[dict], deadline: float, on_text: Callable[[str], bool]
) -> Completion:
    return providers.call(
        model,
        messages,
        max_tokens=prompt.max_tokens,
        temperature=prompt.temperature,
        schema=prompt.schema(),
        deadline_seconds=deadline,
        on_text=on_text,
    )
