"""Alerts in both languages, exactly at their thresholds."""

from collections import Counter

import pytest
from django.utils import translation

from teacher import model_alerts
from teacher.model_alerts import Alert, Money
from teacher.model_calls import Totals

CHEAP = Money(1, 100)
NONE: Counter = Counter()


def calls(number: int = 1000, failed: int = 0, mean_ms: float = 900, hits: int = 1000) -> Totals:
    return Totals(
        requests=number + hits,
        successful=number + hits - failed,
        hits=hits,
        calls=number,
        failed=failed,
        mean_ms=mean_ms,
        median_ms=800,
        slow_ms=3000,
        tokens=1000,
        cost=1.0,
        learners=3,
    )


def found(totals: Totals, generations: Counter = NONE, money: Money = CHEAP) -> list[Alert]:
    with translation.override("ko"):
        return model_alerts.alerts(totals, generations, money)


def test_the_korean_words_are_those_that_operators_know():
    assert found(calls(failed=120)) == [Alert("warning", "LLM 오류율이 12.0%로 높습니다", "LLM 제공자 상태 확인 필요")]
    assert found(calls(mean_ms=5200)) == [
        Alert("critical", "LLM 응답 시간이 5.2초로 지연되고 있습니다", "트래픽 분산 또는 캐시 최적화 필요")
    ]


def test_the_english_ones_say_the_same():
    with translation.override("en"):
        (alert,) = model_alerts.alerts(calls(failed=120), NONE, CHEAP)
    assert alert.message == "The error rate of the language models is high: 12.0%"


@pytest.mark.parametrize(("failed", "alerts"), [(101, 1), (100, 0), (99, 0)])
def test_above_a_tenth_of_a_thousand_calls_however_many_hits(failed, alerts):
    assert len(found(calls(failed=failed, hits=9000))) == alerts


@pytest.mark.parametrize(("number", "alerts"), [(49, 0), (50, 2)])
def test_fewer_than_fifty_calls_alarm_nobody(number, alerts):
    assert len(found(calls(number, failed=number, mean_ms=60_000))) == alerts


@pytest.mark.parametrize(("mean_ms", "alerts"), [(5000, 0), (5001, 1)])
def test_slower_than_five_seconds(mean_ms, alerts):
    assert len(found(calls(mean_ms=mean_ms))) == alerts


@pytest.mark.parametrize(("success", "failure", "alerts"), [(95, 5, 0), (94, 6, 1), (40, 9, 0)])
def test_failed_generations(success, failure, alerts):
    assert len(found(calls(), Counter(success=success, failure=failure))) == alerts


@pytest.mark.parametrize(
    ("spent", "levels"), [(0, []), (79.99, []), (80, ["warning"]), (100, ["warning"]), (100.01, ["critical"])]
)
def test_the_daily_budget_is_nearly_or_more_than_spent(spent, levels):
    assert [alert.level for alert in found(calls(), money=Money(spent, 100))] == levels


def test_without_a_budget_nothing_is_nearly_spent():
    assert found(calls(), money=Money(0, 0)) == []


def test_recommendations_name_what_most_errors_are():
    limits = [{"error_type": "RateLimitError", "times": 8}, {"error_type": "cut_off", "times": 2}]
    with translation.override("en"):
        assert "LLM_MAX_CONCURRENCY" in model_alerts.recommendations(calls(), limits)[0]
        assert "capable" in model_alerts.recommendations(calls(), [{"error_type": "wrong_schema", "times": 3}])[0]
        assert "shared" in model_alerts.recommendations(calls(hits=0), [])[0]
        assert model_alerts.recommendations(calls(), []) == []
