"""A model that misbehaves, in every way the fake one can: the session ends ready, and says truly who wrote it."""

import pytest

from tests.model_faults import (
    FIRST,
    REFUSED_FORMS,
    SECOND,
    SPOILT_FORMS,
    SUB_TOPICS,
    UNUSABLE,
    USABLE,
    outcome,
    product_with_models,
    restart_worker,
    sub_topics_outcome,
)

ACTIVE = ("<script", "onerror=", "javascript:", "An answer from elsewhere", "As an AI")


@pytest.fixture(scope="module")
def setting():
    with product_with_models() as setting:
        yield setting


@pytest.mark.parametrize("mode", UNUSABLE)
def test_what_a_model_spoils_the_next_one_writes(setting, mode):
    result = outcome(*setting, mode)
    assert result.written_by == {SECOND}
    assert result.errors
    assert not [text for text in ACTIVE for html in result.html if text in html]


@pytest.mark.parametrize("mode", USABLE)
def test_what_can_be_used_is_used(setting, mode):
    assert outcome(*setting, mode).written_by == {FIRST}


@pytest.mark.parametrize("mode", REFUSED_FORMS)
def test_who_refuses_the_form_is_asked_without_it_and_from_then_on_at_once(setting, mode):
    product, fake, _learner = setting
    restart_worker(product)
    first = sub_topics_outcome(*setting, mode)
    assert (first.written_by, first.attempts, len(first.errors)) == ({FIRST}, SUB_TOPICS + 1, 1)
    again = sub_topics_outcome(*setting, mode)
    assert (again.errors, again.attempts) == (set(), SUB_TOPICS)
    assert fake.stats()["requests"] == SUB_TOPICS


@pytest.mark.parametrize("mode", SPOILT_FORMS)
def test_a_form_that_is_not_kept_is_kept_by_the_next_one(setting, mode):
    restart_worker(setting[0])
    result = sub_topics_outcome(*setting, mode)
    assert result.written_by == {SECOND}
    assert result.errors
    assert not [text for text in ACTIVE for name in result.html if text in name]


def test_nobody_is_led_elsewhere(setting):
    _product, fake, _learner = setting
    outcome(*setting, "redirect")
    assert fake.stats()["elsewhere"] == 0


def test_when_every_model_refuses_the_course_material_answers_and_says_so(setting):
    assert outcome(*setting, "refusal", second="refusal").written_by == {"template"}


def test_ledger_budget_session_and_provider_agree_to_the_token_and_the_cent(setting):
    product, fake, _learner = setting
    before = product.value("SELECT spent FROM llm_budget WHERE scope = 'day'")
    outcome(*setting, "ok")
    tokens = product.rows(
        "SELECT sum(tokens_in), sum(tokens_out), sum(cost_usd) FROM llm_llmcall WHERE session_id IS NOT NULL"
    )
    spent = product.value("SELECT spent FROM llm_budget WHERE scope = 'day'") - before
    booked = product.rows(
        "SELECT generation_total_tokens, generation_cost_usd FROM articles_learningsession ORDER BY created_at DESC LIMIT 1"
    )
    (tokens_in, tokens_out, cost), (session_tokens, session_cost) = tokens[0], booked[0]
    stats = fake.stats()
    assert (tokens_in, tokens_out) == (stats["prompt_tokens"], stats["completion_tokens"])
    assert tokens_in + tokens_out == session_tokens
    assert cost == spent == session_cost
