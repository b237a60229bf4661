"""Asking a model: order, fallback, repair, budget, ledger."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import BaseModel, Field

from lms.llm import breakers, budgets, forms, gateway, prices, providers
from lms.llm.gateway import Asker
from lms.llm.models import Budget, LLMCall, ModelState, Reservation
from lms.llm.prompts import Prompt, Reading, UnusableError, read_json
from lms.llm.providers import CallError, Completion

MILLIONTH = Decimal("0.000001")


class Question(BaseModel):
    topic: str


class Names(BaseModel):
    names: list[str] = Field(min_length=1)


@pytest.fixture
def prompt(monkeypatch) -> Prompt:
    monkeypatch.setattr(
        Prompt, "messages", lambda self, data: [{"role": "user", "content": f"Name things about {data.topic}."}]
    )
    return Prompt(
        name="names",
        version=1,
        request_type="subtopic_generation",
        input=Question,
        output=Names,
        read=read_json(Names),
        fallback=lambda data: Names(names=["from the book"]),
        max_tokens=1000,
    )


@pytest.fixture
def asker(learner) -> Asker:
    return Asker(learner, "sess_1")


@pytest.fixture
def ask(prompt, asker):
    return lambda **more: gateway.ask(prompt, Question(topic="keys"), asker, **more)


def test_the_first_model_answers_and_its_cost_is_booked_to_the_token(ask, model):
    model.will('{"names": ["a"]}')
    answer = ask()
    assert (answer.source, answer.model, answer.value.names) == ("llm", "openai/first", ["a"])
    assert answer.bill.cost == 100 * 1 * MILLIONTH + 50 * 2 * MILLIONTH
    assert {budget.scope: budget.spent for budget in Budget.objects.all()} == dict.fromkeys(
        ("day", "learner"), answer.bill.cost
    )
    assert LLMCall.objects.get().cost_usd == answer.bill.cost
    assert not Reservation.objects.exists()


def test_without_any_model_the_fallback_answers_and_says_so(ask, db):
    answer = ask()
    assert (answer.source, answer.value.names, answer.bill.calls) == ("template", ["from the book"], 0)
    assert not LLMCall.objects.exists()


@pytest.mark.parametrize("code", ["LLM_RATE_LIMIT", "LLM_TIMEOUT", "LLM_UNAVAILABLE"])
def test_a_failing_model_is_followed_by_the_next_one_at_once(ask, model, code):
    model.will(CallError(code, "SomeError"), '{"names": ["b"]}')
    assert ask().model == "openai/second"
    assert list(LLMCall.objects.order_by("pk").values_list("success", "error_type")) == [
        (False, "SomeError"),
        (True, ""),
    ]


def test_output_that_is_not_valid_is_repaired_once_with_the_error_shown(ask, model):
    model.will('{"names": []}', '{"names": ["mended"]}')
    answer = ask()
    assert (answer.value.names, answer.bill.calls, answer.bill.tokens) == (["mended"], 2, 300)
    assert "names: List should have at least 1 item" in model.asked[1][1][-1]["content"]


def test_after_a_failed_repair_the_next_model_is_asked(ask, model):
    model.will("nonsense", "still nonsense", '{"names": ["c"]}')
    assert ask().model == "openai/second"


def test_a_cut_off_answer_is_never_repaired_into_a_success(ask, model):
    model.will(Completion('{"names": ["half"]}', "length", 10, 10, 1, 1), '{"names": ["whole"]}')
    answer = ask()
    assert (answer.model, answer.value.names) == ("openai/second", ["whole"])


def test_when_all_fail_the_job_comes_back_later_while_tries_are_left(prompt, learner, model):
    model.will(CallError("LLM_RATE_LIMIT", "RateLimitError", retry_after=7), CallError("LLM_TIMEOUT", "Timeout"))
    with pytest.raises(gateway.ComeBackError) as later:
        gateway.ask(prompt, Question(topic="keys"), Asker(learner, last_try=False))
    assert (later.value.code, later.value.retry_after) == ("LLM_RATE_LIMIT", 7)


def test_on_the_last_try_the_fallback_answers(ask, model):
    model.will(CallError("LLM_TIMEOUT", "Timeout"), CallError("LLM_TIMEOUT", "Timeout"))
    assert ask().source == "template"


def test_a_spent_budget_is_never_overdrawn(ask, model, settings):
    settings.LLM_DAILY_BUDGET_USD = "0.0021"
    model.will('{"names": ["a"]}', '{"names": ["b"]}')
    assert [ask().source for _turn in range(2)] == ["llm", "template"]
    assert Budget.objects.get(scope="day").spent <= Decimal("0.0021")
    assert len(model.asked) == 1


def test_usage_above_the_reservation_is_booked_at_the_reservation(ask, model):
    model.will(Completion('{"names": ["a"]}', "stop", 10**6, 10**6, 1, 1))
    answer = ask()
    assert answer.bill.cost < Decimal("0.01")
    assert LLMCall.objects.get().error_type == "usage_wrong"


def test_a_timeout_costs_what_was_reserved_for_it(ask, model):
    model.will(CallError("LLM_TIMEOUT", "Timeout"), CallError("LLM_UNAVAILABLE", "APIConnectionError"))
    ask()
    reserved = Decimal(str(5 * 1.1)) * MILLIONTH + 1000 * 2 * MILLIONTH
    assert Budget.objects.get(scope="day").spent == pytest.approx(reserved, rel=Decimal("0.001"))
    assert set(Budget.objects.values_list("reserved", flat=True)) == {0}


def test_a_call_that_died_is_booked_after_its_time(learner):
    reservation = budgets.reserve(learner, Decimal("0.01"), seconds=70)
    assert budgets.book_lost(reservation.until.replace(year=reservation.until.year + 1)) == 1
    assert Budget.objects.get(scope="day").spent == Decimal("0.01")
    assert budgets.settle(reservation, Decimal("0.001")) == 0, "settled once"


def test_guests_share_one_budget_a_day(guest, learner, db):
    budgets.reserve(guest, Decimal("0.01"), 10)
    budgets.reserve(learner, Decimal("0.01"), 10)
    assert sorted(Budget.objects.values_list("scope", flat=True)) == ["day", "guests", "learner"]


def test_a_model_that_keeps_failing_rests_and_is_asked_again_later(ask, model, settings):
    settings.LLM_MODELS = ["openai/first"]
    model.will(*[CallError("LLM_UNAVAILABLE", "APIConnectionError")] * breakers.FAILURES_IN_A_ROW)
    for _turn in range(breakers.FAILURES_IN_A_ROW + 2):
        assert ask().source == "template"
    assert len(model.asked) == breakers.FAILURES_IN_A_ROW


def test_while_all_models_rest_the_job_comes_back_when_the_first_is_back(prompt, learner, model):
    model.will(*[CallError("LLM_RATE_LIMIT", "RateLimitError", retry_after=wait) for wait in (30, 20)])
    for seconds in (20, 19):
        with pytest.raises(gateway.ComeBackError) as later:
            gateway.ask(prompt, Question(topic="keys"), Asker(learner, last_try=False))
        assert seconds - 1 < later.value.retry_after <= 20
    assert len(model.asked) == 2


def test_a_provider_that_says_when_to_come_back_is_believed_at_once(ask, model):
    model.will(CallError("LLM_RATE_LIMIT", "RateLimitError", retry_after=30), *['{"names": ["b"]}'] * 2)
    assert [ask().model for _turn in range(2)] == ["openai/second", "openai/second"]
    assert [name for name, _messages in model.asked] == ["openai/first", "openai/second", "openai/second"]


def test_a_model_without_a_price_is_not_asked(ask, model, settings):
    settings.LLM_PRICES = "openai/second=1/2"
    model.will('{"names": ["b"]}')
    assert ask().model == "openai/second"
    assert "no known price" in ModelState.objects.get(model="openai/first").not_used_because


def test_a_free_model_is_used_only_at_an_address_of_ours(ask, model, settings, monkeypatch):
    settings.LLM_PRICES = "openai/first=0/0"
    settings.LLM_MODELS = ["openai/first"]
    assert ask().source == "template"
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:8099/v1")
    prices.of.cache_clear()
    model.will('{"names": ["free"]}')
    assert ask().source == "llm"


def test_private_prompts_go_to_private_models_alone(model, settings, prompt):
    settings.LLM_MODELS_PRIVATE = ["openai/second"]
    assert gateway.configured_models("subtopic_generation", private=True) == ["openai/second"]
    assert gateway.configured_models("subtopic_generation") == ["openai/first", "openai/second"]


def test_a_task_type_can_have_its_own_order(model, settings):
    settings.LLM_MODELS_BY_TYPE = {"article_generation": ["openai/second"]}
    assert gateway.configured_models("article_generation") == ["openai/second"]


def test_a_model_stays_under_its_own_rate(ask, model, settings):
    settings.LLM_RPM = {"openai/first": 1}
    model.will('{"names": ["a"]}', '{"names": ["b"]}')
    assert [ask().model for _turn in range(2)] == ["openai/first", "openai/second"]


def test_a_model_that_we_hold_back_is_not_a_model_that_fails(ask, model, settings):
    settings.LLM_RPM = {"openai/first": 1}
    model.will(*['{"names": ["a"]}'] * 7)
    for _turn in range(breakers.FAILURES_IN_A_ROW + 2):
        ask()
    assert not breakers.resting(["openai/first"])


def test_a_poor_answer_is_asked_for_once_more_and_the_better_one_kept(prompt, asker, model):
    def read(text: str, finish: str, data) -> Reading:
        return Reading(text, score={"poor": 0.3, "worse": 0.2}[text], advice="Write more.")

    model.will("poor", "worse")
    poor = Prompt(**{**vars(prompt), "read": read, "output": None})
    answer = gateway.ask(poor, Question(topic="keys"), asker)
    assert (answer.value, answer.bill.calls) == ("poor", 2)
    assert "Write more." in model.asked[1][1][-1]["content"]


def test_a_fault_nothing_can_be_told_about_goes_to_the_next_model(prompt, asker, model):
    def read(text: str, finish: str, data) -> Reading:
        if text == "bad":
            raise UnusableError("unsafe")
        return Reading(text)

    model.will("bad", "good")
    answer = gateway.ask(Prompt(**{**vars(prompt), "read": read, "output": None}), Question(topic="keys"), asker)
    assert (answer.value, answer.model) == ("good", "openai/second")


def test_the_text_comes_as_it_is_written_with_the_number_of_its_attempt(ask, model):
    heard = []
    model.will("nonsense", '{"names": ["a"]}')
    ask(on_text=lambda attempt, piece: heard.append((attempt, piece)))
    assert heard == [(1, "nonsense"), (2, '{"names": ["a"]}')]


def test_no_text_of_a_prompt_stands_in_the_ledger(ask, model):
    model.will('{"names": ["a"]}')
    ask()
    row = LLMCall.objects.values().get()
    assert "Name things" not in str(row)
    assert len(row["prompt_hash"]) == 64


def test_a_text_is_looked_at_while_it_is_written(prompt, asker, model, monkeypatch):
    looked_at, heard = [], []

    def call(_model, _messages, *, on_text, **_options) -> Completion:
        while not on_text("word " * 20):
            pass
        return Completion("cut here", "enough", tokens_in=1, tokens_out=1, milliseconds=1, first_token_ms=1)

    monkeypatch.setattr(providers, "call", call)
    reading = lambda text, finish_reason, data: Reading(f"{text}: {finish_reason}")  # noqa: E731
    watched = replace(prompt, read=reading, enough=lambda text: looked_at.append(len(text)) or len(text) > 1_200)
    answer = gateway.ask(watched, Question(topic="keys"), asker, on_text=lambda attempt, piece: heard.append(piece))
    assert (answer.value, looked_at, len(heard)) == ("cut here: enough", [1_000, 2_000], 20)


# --- providers that don't take the answer's form

REFUSAL = CallError("LLM_UNAVAILABLE", "BadRequestError")


def test_who_refuses_the_form_is_asked_once_more_without_it(ask, model):
    model.will(REFUSAL, '{"names": ["a"]}')
    answer = ask()
    assert (answer.source, answer.model, answer.bill.calls) == ("llm", "openai/first", 2)
    assert model.with_form == [True, False]
    assert model.asked[0] == model.asked[1], "the same model, told the same"


@pytest.mark.parametrize("error_type", ["BadRequestError", "UnprocessableEntityError", "InternalServerError"])
def test_both_are_in_the_ledger_and_only_what_answered_is_paid(ask, model, error_type):
    model.will(CallError("LLM_UNAVAILABLE", error_type), '{"names": ["a"]}')
    answer = ask()
    rows = LLMCall.objects.order_by("pk").values_list("success", "error_type", "cost_usd")
    assert list(rows) == [(False, error_type, 0), (True, "", answer.bill.cost)]
    assert {budget.spent for budget in Budget.objects.all()} == {answer.bill.cost}
    assert not Reservation.objects.exists()


def test_that_it_was_refused_is_remembered_for_that_model_alone(ask, model):
    model.will(REFUSAL, *['{"names": ["a"]}'] * 2, CallError("LLM_TIMEOUT", "Timeout"), '{"names": ["b"]}')
    assert [ask().model for _turn in range(3)] == ["openai/first", "openai/first", "openai/second"]
    assert model.with_form == [True, False, False, False, True]


def test_it_is_tried_again_some_minutes_later(ask, model, monkeypatch):
    model.will(REFUSAL, *['{"names": ["a"]}'] * 2)
    ask()
    now = forms.time.monotonic()
    monkeypatch.setattr(forms.time, "monotonic", lambda: now + forms.REMEMBERED_SECONDS)
    ask()
    assert model.with_form == [True, False, True]


def test_a_model_that_fails_either_way_is_not_remembered_and_has_failed_once(ask, model):
    model.will(*[CallError("LLM_UNAVAILABLE", "InternalServerError")] * 2, '{"names": ["b"]}')
    assert ask().model == "openai/second"
    assert forms.takes("openai/first")
    assert ModelState.objects.get(model="openai/first").failures == 1


def test_who_only_refuses_the_form_does_not_rest(ask, model):
    for _turn in range(breakers.FAILURES_IN_A_ROW + 1):
        forms.forget()
        model.will(REFUSAL, '{"names": ["a"]}')
        assert ask().model == "openai/first"


@pytest.mark.parametrize(
    "error", [CallError("LLM_TIMEOUT", "Timeout"), CallError("LLM_RATE_LIMIT", "RateLimitError", 9)]
)
def test_what_has_nothing_to_do_with_the_form_is_not_asked_again(ask, model, error):
    model.will(error, '{"names": ["b"]}')
    assert (ask().model, model.with_form) == ("openai/second", [True, True])


def test_a_prompt_without_a_form_is_not_asked_twice(prompt, asker, model):
    model.will(REFUSAL, "good")
    plain = replace(prompt, output=None, read=lambda text, finish_reason, data: Reading(text))
    assert gateway.ask(plain, Question(topic="keys"), asker).model == "openai/second"
    assert model.with_form == [False, False]
