"""`/health`: what is up, and the inside for those who may see it."""

import pytest
from django.db import connection

from lms import redis
from lms.jobs import heartbeats
from lms.llm import availability, prices


def test_from_loopback_the_inside_is_shown(api, db):
    heartbeats.beat()
    answer = api().get("/health").json()
    assert answer["status"] == "healthy"
    assert answer["services"] == {"database": "up", "redis": "up", "llm_providers": [], "celery": "active_workers_1"}
    assert set(answer["metrics"]) == {"avg_response_time", "active_sessions", "generation_queue"}


def test_strangers_see_only_whether_it_is_up(api, db):
    assert set(api().get("/health", REMOTE_ADDR="203.0.113.9").json()) == {"status", "version"}


def test_admins_see_inside_from_anywhere_and_nobody_else_who_is_logged_in(browser, api, administrator, teacher):
    away = {"REMOTE_ADDR": "203.0.113.9"}
    assert "services" in browser(administrator).get("/health", **away).json()
    assert "services" in api(administrator).get("/api/v1/health", **away).json()
    assert "services" not in browser(teacher).get("/health", **away).json()


def test_a_table_that_nobody_can_read_makes_it_degraded_not_late(api, db, monkeypatch):
    def locked() -> list[dict]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr("lms.health.INSIDE_SECONDS", 0.05)
    monkeypatch.setattr(availability, "states", locked)
    answer = api().get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["services"] == {"database": "up", "redis": "up"}


def test_configured_models_are_listed(api, db, model):
    assert [row["model"] for row in api().get("/health").json()["services"]["llm_providers"]] == [
        "openai/first",
        "openai/second",
    ]


def test_a_model_without_a_price_says_why_until_it_has_one(api, db, model, settings):
    def shown() -> list[dict]:
        return api().get("/health").json()["services"]["llm_providers"]

    settings.LLM_PRICES = "openai/second=1/2"
    availability.note_all()
    reason = "openai/first has no known price; name it in LLM_PRICES"
    assert shown() == [
        {"model": "openai/first", "status": "not_used", "reason": reason},
        {"model": "openai/second", "status": "up"},
    ]
    settings.LLM_PRICES = "openai/first=1/2,openai/second=1/2"
    prices.of.cache_clear()
    availability.note_all()
    assert {row["status"] for row in shown()} == {"up"}


def test_a_silent_worker_is_none(db, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z", tick=False)
    heartbeats.beat()
    assert heartbeats.active_workers() == 1
    time_machine.move_to("2026-11-21T10:00:16Z", tick=False)
    assert heartbeats.active_workers() == 0


@pytest.mark.parametrize("address", ["/health", "/api/v1/health"])
def test_without_redis_it_is_degraded_and_still_200(api, db, monkeypatch, address):
    def gone():
        raise redis.redis.ConnectionError

    monkeypatch.setattr("lms.health._redis", gone)
    answer = api().get(address)
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
