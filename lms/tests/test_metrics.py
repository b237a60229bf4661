"""`/metrics`: the names operators rely on, what stands behind them, and rules that name only what exists."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import OperationalError, connection
from django.utils import timezone

from lms import time_limits
from lms.jobs import heartbeats, tasks
from lms.jobs.models import ClockTick, Task
from lms.live import open_sockets
from lms.llm.models import Budget, LLMCall
from lms.metrics import exposition
from lms.metrics.growing import Growing
from lms.metrics.histograms import Histogram

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = re.compile(r"^([a-z_]+)(\{[^}]*\})? (\S+)$")
NAMES = {
    "api_response_time": "histogram",
    "llm_generation_time": "histogram",
    "active_sessions": "gauge",
    "cache_hit_rate": "gauge",
    "database_connection_pool": "gauge",
    "websocket_connections": "gauge",
    "generation_total": "counter",
    "generation_success_rate": "gauge",
    "daily_llm_cost": "gauge",
    "beat_seconds_since_last_run": "gauge",
}
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def scrape(api, db):
    """`scrape()`: {name with labels: value}; the answer's text is kept as `scrape.text`."""

    def scrape(**more) -> dict[str, float]:
        scrape.text = api().get("/metrics", **more).content.decode()
        lines = [line for line in scrape.text.splitlines() if not line.startswith("#")]
        return {match[1] + (match[2] or ""): float(match[3]) for match in map(SAMPLE.match, lines)}

    return scrape


def call(**more) -> LLMCall:
    return LLMCall.objects.create(
        **{"model": "openai/first", "request_type": "article_generation", "success": True} | more
    )


def end_task(user, status: str, number: int) -> None:
    about = {"task_type": "article_generation", "subject_type": "article", "subject_id": str(number)}
    Task.objects.create(user=user, dedupe_key=str(number), status=status, completed_at=timezone.now(), **about)


def test_every_name_is_there_and_says_what_it_is(scrape):
    scrape()
    said = dict(re.findall(r"^# TYPE (\w+) (\w+)$", scrape.text, re.M))
    assert said.items() >= NAMES.items()
    assert set(re.findall(r"^# HELP (\w+) \w", scrape.text, re.M)) == set(said)


def test_it_is_for_operators_alone(api, db, settings, administrator, browser):
    settings.METRICS_TOKEN = "let-me-see"
    assert api().get("/metrics").status_code == 200
    assert api().get("/metrics", **STRANGER).status_code == 403
    assert api().get("/metrics", HTTP_AUTHORIZATION="Bearer guessed", **STRANGER).status_code == 403
    assert api().get("/metrics", HTTP_AUTHORIZATION="Bearer let-me-see", **STRANGER).status_code == 200
    assert browser(administrator).get("/metrics", **STRANGER).status_code == 403


def test_a_proxy_on_this_machine_makes_nobody_local(api, db, settings):
    assert api().get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 403
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    assert api().get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 403
    assert api().get("/metrics", HTTP_X_FORWARDED_FOR="::1").status_code == 200


def test_requests_are_timed_by_status(scrape, api):
    name = 'api_response_time_count{status="4xx"}'
    before = scrape().get(name, 0)
    api().get("/api/v1/nothing")
    after = scrape()
    assert after[name] == before + 1
    assert after['api_response_time_bucket{status="4xx",le="+Inf"}'] == after[name]


def test_what_workers_know_is_read_from_the_database(scrape, learner):
    before = scrape()
    call(response_time_ms=1000)
    call(response_time_ms=1001)
    call(response_time_ms=0, success=False, error_type="our_rate")  # no model was asked
    call(cache_hit=True)
    Budget.objects.create(scope="day", period=datetime.now(UTC).date().isoformat(), cap=100, spent="12.5")
    for number, status in enumerate(["completed", "completed", "completed", "failed", "cancelled"]):
        end_task(learner, status, number)
    after = scrape()
    grown = Counter(after)
    grown.subtract(before)
    assert grown["llm_generation_time_count"] == 2
    assert grown['llm_generation_time_bucket{le="1"}'] == 1
    assert grown["llm_generation_time_sum"] == pytest.approx(2.001)
    assert grown['generation_total{result="success"}'] == 3
    assert grown['generation_total{result="failure"}'] == 1
    assert after["generation_success_rate"] == 0.75
    assert after["cache_hit_rate"] == 0.25
    assert after["daily_llm_cost"] == 12.5


def test_counters_neither_shrink_nor_count_twice(db, time_machine):
    rows: list[datetime] = []

    def count(since: datetime, until: datetime | None) -> Counter:
        return Counter(all=sum(since <= at and (until is None or at < until) for at in rows))

    time_machine.move_to("2026-11-21T10:00:00Z", tick=False)
    growing = Growing(count)
    seen = []
    for second in range(0, 300, 20):
        time_machine.move_to(datetime(2026, 11, 21, 10, tzinfo=UTC) + timedelta(seconds=second), tick=False)
        rows.append(timezone.now())
        seen.append(growing.now()["all"])
    assert seen == list(range(1, 16))
    rows.clear()  # erased; what was counted for good stays
    assert growing.now()["all"] == 11


def test_open_sockets_and_the_pool_are_counted(scrape):
    class Socket:
        """Weakly held, as consumers are."""

    before, socket = scrape()["websocket_connections"], Socket()
    open_sockets.add(socket)
    now = scrape()
    assert now["websocket_connections"] == before + 1
    assert 1 <= now['database_connection_pool{state="in_use"}'] <= now['database_connection_pool{state="max"}']
    open_sockets.discard(socket)
    assert scrape()["websocket_connections"] == before


def test_a_missing_beat_shows(scrape, time_machine):
    assert "beat_seconds_since_last_run" not in scrape()
    time_machine.move_to("2026-11-21T10:00:00Z", tick=False)
    tasks.sweep()
    time_machine.move_to("2026-11-21T10:02:00Z", tick=False)
    assert scrape()["beat_seconds_since_last_run"] == 120
    tasks.sweep()
    assert scrape()["beat_seconds_since_last_run"] == 0
    assert ClockTick.objects.count() == 1
    assert heartbeats.active_workers() == 0, "a tick is no worker"


def test_without_the_database_the_process_still_says_what_it_knows(scrape, monkeypatch):
    monkeypatch.setattr(time_limits, "database_answers", lambda: False)
    found = scrape()
    assert found["database_up"] == 0
    assert {"websocket_connections", 'database_connection_pool{state="max"}'} <= set(found)
    assert not {"daily_llm_cost", "active_sessions"} & set(found)


def test_a_statement_that_takes_too_long_ends(db):
    with pytest.raises(OperationalError), time_limits.statements(0.02), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_histogram_counts_up_to_and_including_its_bounds():
    histogram = Histogram((0.1, 1.0), "status")
    for seconds in (0.1, 0.5, 1.0, 7.0):
        histogram.observe(seconds, "2xx")
    text = exposition.family("t", "histogram", "Times.", histogram.samples())
    assert re.findall(r'le="(\S+)"} (\d+)', text) == [("0.1", "1"), ("1", "3"), ("+Inf", "4")]
    assert 't_sum{status="2xx"} 8.6' in text


def test_labels_are_escaped():
    text = exposition.family("t", "gauge", "x", [exposition.Sample(1, {"a": 'b"\\\n'})])
    assert text.endswith('t{a="b\\"\\\\\\n"} 1\n')


def test_alert_rules_name_only_metrics_that_exist(scrape):
    scrape()
    rules = [
        rule
        for group in yaml.safe_load((ROOT / "docker/prometheus/alerts.yml").read_text())["groups"]
        for rule in group["rules"]
    ]
    known = set(re.findall(r"^# TYPE (\w+)", scrape.text, re.M))
    words = re.compile(r"[a-z][a-z_]+(?=[\[{\s)<>]|$)")
    page = (ROOT / "docs/monitoring.md").read_text()
    for rule in rules:
        bare = re.sub(r"\{[^}]*\}|\b(?:by|ignoring|on) \([^)]*\)|\[\w+\]", " ", rule["expr"])
        bare = re.sub(r"\b[a-z_]+ ?\(|\b(?:sum|by|ignoring|on)\b", " ", bare)
        named = {re.sub("_(bucket|sum|count)$", "", name) for name in words.findall(bare)}
        assert named, rule["expr"]
        assert named <= known, rule["alert"]
        assert f"## {rule['alert']}" in page
    assert {rule["alert"] for rule in rules} >= {"ApiSlow", "GenerationFailures", "ConnectionPoolNearlyUsedUp"}
