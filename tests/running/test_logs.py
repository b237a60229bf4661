"""One number leads from a request through the lines of everything it set off; and operators see inside from outside."""

import json

from tests.product import Product, wait_for

JOBS_SECONDS = 60
FIELDS = {"timestamp", "level", "service", "endpoint", "session_id", "user_id", "duration_ms", "llm_provider"}
FIELDS |= {"tokens_used", "cache_hit", "error", "request_id"}


def lines(product: Product, process: str, event: str, request_id: str) -> list[dict]:
    """The log lines of such a kind that carry the number."""
    text = (product.places.logs / f"{process}.log").read_text(errors="replace")
    found = [json.loads(line) for line in text.splitlines() if request_id in line and line.startswith("{")]
    return [line for line in found if line["event"] == event]


def test_a_requests_number_stands_in_its_line_and_in_those_of_its_jobs(product: Product):
    learner = product.learner("jiwoo")
    answer = learner.post("/api/v1/sessions", product.fresh_body())
    assert answer.status == 201, answer.text
    headers = {name.lower(): value for name, value in answer.headers.items()}
    number, session = headers["x-request-id"], answer.json["session_id"]
    (request,) = lines(product, "web", "request", number)

    def written() -> list[dict]:
        jobs = lines(product, "worker", "job", number)
        return jobs if any(job["endpoint"] == "article_generation" for job in jobs) else []

    jobs = wait_for(written, JOBS_SECONDS, "an article that the request set off")
    assert "curriculum_generation" in {job["endpoint"] for job in jobs}
    for line in (request, *jobs):
        assert set(line) >= FIELDS
        assert line["request_id"] == number
    assert {line["user_id"] for line in (request, *jobs)} == {request["user_id"]} != {""}
    assert {job["session_id"] for job in jobs} == {session}


def test_metrics_show_that_the_clock_goes_and_what_was_generated(product: Product):
    def shown() -> dict[str, str]:
        text = product.get("/metrics").text
        return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))

    wait_for(lambda: float(shown().get('generation_total{result="success"}', 0)) >= 2, JOBS_SECONDS, "two generations")
    wait_for(lambda: "beat_seconds_since_last_run" in shown(), JOBS_SECONDS, "the clock's first tick")
    seen = shown()
    assert float(seen["beat_seconds_since_last_run"]) < 60
    assert float(seen["active_workers"]) >= 1
    assert float(seen['api_response_time_count{status="2xx"}']) >= 1
