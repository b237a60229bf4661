"""One attempt at one model: a place and a reservation, the call, the settlement, the ledger, the reading of what came."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from pydantic import BaseModel

from lms import limits
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.llm import admission, breakers, budgets, forms, ledger, prices, providers, slots
from lms.llm.models import HELD_BACK, NO_SLOT, OUR_RATE
from lms.llm.prompts import Prompt, Reading, UnusableError, prompt_hash
from lms.llm.providers import CallError, Completion

INPUT_MARGIN = 1.1
GRACE_SECONDS = 10  # a reservation and a place outlive the call's deadline by so much
LOOK_EVERY_CHARACTERS = 1000  # at a text that is being written


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
class Question:
    """What one model is asked, for whom, and who hears its text: `on_text(attempt, piece)`."""

    model: str
    prompt: Prompt
    data: BaseModel
    asker: Asker
    bill: Bill
    on_text: Callable[[int, str], None] | None = None


class NextModelError(Exception):
    """This model gave nothing usable."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.retry_after = code, retry_after


class _FormRefusedError(Exception):
    """The call failed, maybe only because the answer's form went with it."""


@dataclass
class _Listener:
    """Hands on the pieces of one attempt, and says when the rest isn't worth waiting for."""

    question: Question
    number: int
    text: str = ""
    unseen: int = 0

    def __call__(self, piece: str) -> bool:
        if self.question.on_text:
            self.question.on_text(self.number, piece)
        enough = self.question.prompt.enough
        if enough is None:
            return False
        self.text += piece
        self.unseen += len(piece)
        if self.unseen < LOOK_EVERY_CHARACTERS:
            return False
        self.unseen = 0
        return enough(self.text)

    def watched(self) -> bool:
        """Who hears it may know that nobody looks on."""
        return getattr(self.question.on_text, "watched", self.question.on_text is not None)


def make(question: Question, messages: list[dict]) -> Reading:
    """Raises UnusableError, NextModelError or budgets.ExhaustedError. Every attempt that was made is in the ledger."""
    completion, entry = _answer(question, messages)
    try:
        reading = question.prompt.read(completion.text, completion.finish_reason, question.data)
    except UnusableError as fault:
        ledger.write(entry, completion, error_type=fault.error_type)
        raise
    ledger.write(entry, completion)
    return reading


def _answer(question: Question, messages: list[dict]) -> tuple[Completion, ledger.Entry]:
    """Whoever refuses, and answers without the form what the prompt asks for in words, isn't sent it for a while."""
    if question.prompt.output is None or not forms.takes(question.model):
        return _call_and_book(question, messages, with_form=False)
    try:
        return _call_and_book(question, messages, with_form=True)
    except _FormRefusedError:
        answered = _call_and_book(question, messages, with_form=False)
        forms.note_refusal(question.model)
        return answered


def _call_and_book(question: Question, messages: list[dict], *, with_form: bool) -> tuple[Completion, ledger.Entry]:
    """A call that gave something isn't in the ledger yet: what it is worth, its reader knows."""
    model, asker = question.model, question.asker
    question.bill.calls += 1
    listener = _Listener(question, question.bill.calls)
    entry = ledger.Entry(
        question.prompt, model, asker.user.pk, asker.session_id, prices.of(model), prompt_hash(messages)
    )
    try:
        completion = _paid_call(question, messages, entry, listener, with_form=with_form)
    except CallError as error:
        ledger.write(entry, error_type=error.error_type, milliseconds=error.milliseconds)
        if with_form and error.may_be_the_form:
            raise _FormRefusedError from error
        if error.error_type not in HELD_BACK:
            breakers.failed(model, error.retry_after)
        raise NextModelError(error.code, error.retry_after) from error
    breakers.worked(model)
    return completion, entry


def _paid_call(
    question: Question, messages: list[dict], entry: ledger.Entry, listener: _Listener, *, with_form: bool
) -> Completion:
    model, prompt, bill, deadline = question.model, question.prompt, question.bill, settings.LLM_DEADLINE_SECONDS
    if not limits.may_call_model(model):
        raise CallError(providers.RATE_LIMIT, OUR_RATE, retry_after=1)
    asked = "\n".join(message["content"] for message in messages)
    most = entry.price.of(providers.count_tokens(model, asked) * INPUT_MARGIN, prompt.max_tokens)
    try:
        hold = deadline + GRACE_SECONDS
        with admission.admitted(question.asker.user, most, hold_seconds=hold, money_seconds=deadline) as reservation:
            try:
                completion = _call(model, prompt, messages, listener, with_form=with_form)
            except CallError as error:
                entry.cost = budgets.settle(reservation, most if error.maybe_billed else Decimal(0))
                bill.cost += entry.cost
                raise
            cost = entry.price.of(completion.tokens_in, completion.tokens_out)
            entry.cost = budgets.settle(reservation, cost)
            entry.usage_wrong = cost > most
    except slots.NoneFreeError as error:
        raise CallError(providers.UNAVAILABLE, NO_SLOT) from error
    except lifecycle.Later as stopped:
        if bill.calls == 1:  # nothing was paid in this try, so it wasn't one
            raise
        raise CallError(providers.UNAVAILABLE, NO_SLOT) from stopped
    bill.tokens += completion.tokens_in + completion.tokens_out
    bill.cost += entry.cost
    return completion


def _call(model: str, prompt: Prompt, messages: list[dict], listener: _Listener, *, with_form: bool) -> Completion:
    return providers.call(
        model,
        messages,
        max_tokens=prompt.max_tokens,
        temperature=prompt.temperature,
        schema=prompt.schema() if with_form else None,
        deadline_seconds=settings.LLM_DEADLINE_SECONDS,
        on_text=listener,
        watched=listener.watched,
        awaited=prompt.awaited,
    )
