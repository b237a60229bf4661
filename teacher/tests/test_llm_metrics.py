"""`/monitoring/llm-metrics` over 100,000 rows of the ledger: right, by index, in few queries; everybody their own students."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from lms.llm.models import LLMCall
from teacher import model_calls
from teacher.model_calls import TIMEFRAMES

ADDRESS = "/api/v1/monitoring/llm-metrics"
ROWS = 100_000
FILL = """
    INSERT INTO llm_llmcall (timestamp, provider, model, request_type, response_time_ms, tokens_in, tokens_out, price_in,
        price_out, cost_usd, success, error_type, cache_hit, user_id, prompt, prompt_hash)
    SELECT %(now)s - (n + 0.5) * interval '7 days' / %(rows)s, 'openai', 'openai/m' || n %% 3, 'article_generation',
        CASE WHEN n %% 4 = 0 THEN 0 ELSE 1000 + n * 7 %% 1000 END, 100, 50, 0, 0, 0.001,
        n %% 20 <> 1, CASE WHEN n %% 20 = 1 THEN 'Timeout' ELSE '' END, n %% 4 = 0, %(user)s, 'article@1', ''
    FROM generate_series(0, %(rows)s - 1) AS n
"""


def call(user=None, **more) -> LLMCall:
    known = {"provider": "openai", "model": "openai/first", "request_type": "article_generation", "success": True}
    return LLMCall.objects.create(user=user, **known | {"response_time_ms": 1000} | more)


@pytest.fixture
def ledger(learner) -> None:
    """Evenly over seven days: a quarter hits; of the calls, one in fifteen failed."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"now": timezone.now(), "rows": ROWS, "user": learner.pk})
        cursor.execute("ANALYZE llm_llmcall")


def test_all_four_times_in_ten_queries_each(ledger, api, browser, teacher, learner, queries):
    client = api(teacher)
    for name, length in TIMEFRAMES.items():
        with queries(at_most=10):
            answer = client.get(ADDRESS, {"timeframe": name})
        body = answer.json()
        assert (answer.status_code, body["timeframe"]) == (200, name)
        stats, expected = body["metrics"]["realtime_stats"], ROWS * (length / timedelta(days=7))
        assert stats["total_requests"] == pytest.approx(expected, abs=20)  # rows grow older while this runs
        assert stats["cache_hit_rate"] == pytest.approx(0.25, abs=0.01)
        assert stats["error_rate"] == pytest.approx(1 / 15, abs=0.01)
        assert 1400 < stats["avg_response_time"] < 1600, "hits, which take no time, don't make the mean better"
        steps = body["metrics"]["performance_trend"]
        assert len(steps) == 12
        assert sum(step["requests"] for step in steps) == stats["total_requests"]
        (person,) = body["metrics"]["user_distribution"]
        assert (person["user_id"], person["requests"]) == (learner.pk, stats["total_requests"])
        assert len(body["metrics"]["recent_errors"]) == 20
        assert body["alerts"] == []
    an_hour_is_read_by_the_index()
    page = browser(teacher)
    page.get("/teacher/models")
    with queries(at_most=26):
        assert page.get("/teacher/models?timeframe=7d").status_code == 200


def an_hour_is_read_by_the_index() -> None:
    since = timezone.now() - TIMEFRAMES["1h"]
    lists = [
        model_calls.recent_errors(since),
        model_calls.by_model(since),
        LLMCall.objects.since(since).filter(model_calls.MADE),
    ]
    for rows in lists:
        plan = rows.explain()
        assert "Seq Scan" not in plan, plan
        assert "llm_llmcall_timestamp" in plan


@pytest.mark.parametrize("timeframe", ["2h", "1H", "60", "month"])
def test_other_times_are_400(api, teacher, timeframe):
    answer = api(teacher).get(ADDRESS, {"timeframe": timeframe})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "timeframe")


def test_the_shape_is_what_clients_rely_on(api, teacher, learner):
    call(learner, tokens_in=100, tokens_out=20, cost_usd=Decimal("0.25"))
    call(success=False, error_type="RateLimitError", response_time_ms=3000)
    call(cache_hit=True, response_time_ms=0)
    call(success=False, error_type="our_rate", response_time_ms=0)
    body = api(teacher).get(ADDRESS).json()
    assert set(body) == {"timeframe", "metrics", "alerts", "recommendations"}
    assert body["timeframe"] == "1h"
    assert body["metrics"]["realtime_stats"] == {
        "total_requests": 3,
        "successful_requests": 2,
        "avg_response_time": 2000.0,
        "cache_hit_rate": 0.3333,
        "error_rate": 0.5,
    }
    (error,) = body["metrics"]["recent_errors"]
    assert set(error) == {"timestamp", "model", "request_type", "error_type"}
    assert body["metrics"]["user_distribution"] == [
        {"user_id": learner.pk, "requests": 1, "tokens": 120, "cost_usd": 0.25}
    ]
    last = body["metrics"]["performance_trend"][-1]
    assert set(last) == {"from", "requests", "avg_response_time", "error_rate"}
    assert (last["requests"], last["error_rate"]) == (3, 0.5)


def test_a_teacher_sees_their_own_students_and_an_admin_all(
    api, learner, other_learner, guest, teacher, teacher_of_nobody, administrator
):
    for person in (learner, other_learner, guest):
        call(person)

    def seen(person) -> set[int]:
        return {row["user_id"] for row in api(person).get(ADDRESS).json()["metrics"]["user_distribution"]}

    assert seen(teacher) == {learner.pk}
    assert seen(teacher_of_nobody) == set()
    assert seen(administrator) == {learner.pk, other_learner.pk, guest.pk}


@pytest.mark.parametrize(("failed", "alerts"), [(101, ["warning"]), (99, [])])
def test_the_error_alert_over_a_thousand_calls(api, teacher, learner, failed, alerts):
    about = {"model": "openai/first", "request_type": "article_generation", "response_time_ms": 900}
    LLMCall.objects.bulk_create(LLMCall(**about, success=number >= failed) for number in range(1000))
    assert [alert["level"] for alert in api(teacher).get(ADDRESS).json()["alerts"]] == alerts


def test_the_trend_has_every_call_in_its_step(db):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    since, hour = now - timedelta(hours=12), timedelta(hours=1)
    for number in range(12):
        for _turn in range(number):
            LLMCall.objects.filter(pk=call().pk).update(timestamp=since + number * hour)
    assert [step.calls for step in model_calls.trend(since, 12 * hour)] == list(range(12))
