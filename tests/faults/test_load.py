"""Many at once: a budget is never overdrawn and yet used up, the same is written once, and a killed worker costs little."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from bench import calls_in_flight
from tests.fake_llm.fixture import FakeLLM, running_fake_llm
from tests.product import ROOT, Client, Product, running_product, wait_for

MODEL = "openai/only-model"
SESSIONS = "/api/v1/sessions"
PRICE_IN, PRICE_OUT = Decimal("0.000001"), Decimal("0.000002")


@contextlib.contextmanager
def product_with_one_model(**environment: str) -> Iterator[tuple[Product, FakeLLM, Client]]:
    with running_fake_llm() as fake:
        settings = {"LLM_MODELS": MODEL, "OPENAI_API_BASE": fake.url, "OPENAI_API_KEY": "none"}
        settings |= {"LLM_PRICES": f"{MODEL}=1/2", "LLM_LEARNER_BUDGET_USD": "50"}
        with running_product(environment=settings | environment) as product:
            yield product, fake, product.learner("jiwoo")


def wait_until_ready(product: Product, count: int, seconds: float) -> None:
    ready = "SELECT count(*) FROM articles_learningsession WHERE status = 'ready'"
    wait_for(lambda: product.value(ready) == count, seconds, f"{count} sessions ready")


# --- a small cap

JOBS, PROCESSES = 1000, 4
CAP = Decimal("0.30")
LEAST_USED = Decimal("0.98")


def test_a_thousand_jobs_at_once_never_overdraw_a_small_cap_and_use_it_up():
    with product_with_one_model(LLM_DAILY_BUDGET_USD=str(CAP), LLM_MAX_CONCURRENCY="20") as (product, fake, _learner):
        fake.set(latency_ms=50)
        with looking(product) as looks:
            answered = ask_at_once(product)
        [(cap, spent, reserved)] = day_of(product)
        stats = fake.stats()
    paid = stats["prompt_tokens"] * PRICE_IN + stats["completion_tokens"] * PRICE_OUT
    print(
        f"\n{dict(answered)}, {stats['requests']} calls; spent {spent} of {cap} ({spent / cap:.2%}), {len(looks)} looks"
    )
    assert sum(answered.values()) == JOBS
    assert set(answered) == {"llm", "template"}, "the cap was too small for all"
    assert len(looks) > 10
    assert max(spent + reserved for _cap, spent, reserved in looks) <= CAP
    assert (cap, reserved) == (CAP, 0)
    assert spent == paid
    assert CAP * LEAST_USED <= spent <= CAP


def day_of(product: Product) -> list[tuple]:
    return product.rows("SELECT cap, spent, reserved FROM llm_budget WHERE scope = 'day'")


@contextlib.contextmanager
def looking(product: Product) -> Iterator[list[tuple]]:
    """What the day's budget says meanwhile, looked at again and again."""
    looks, over = [], threading.Event()

    def look() -> None:
        with product.connect() as connection:
            while not over.wait(0.005):
                looks.extend(connection.execute("SELECT cap, spent, reserved FROM llm_budget WHERE scope = 'day'"))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield looks
    finally:
        over.set()
        thread.join()


def ask_at_once(product: Product) -> Counter:
    """Who answered how many of JOBS jobs: threads of several processes, beside the product's own worker."""
    share, environment = JOBS // PROCESSES, os.environ | product.environment | {"DB_POOL_TIMEOUT": "60"}
    environment |= {"DJANGO_SETTINGS_MODULE": "lms.settings"}
    commands = [
        [sys.executable, "-m", "tests.asking", "jiwoo", str(number * share), str(share)] for number in range(PROCESSES)
    ]
    running = [
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES
    return sum((Counter(json.loads(lines.splitlines()[-1])) for lines in said), Counter())


# --- the same, asked for by many

READERS = 200


def test_two_hundred_readers_of_one_unwritten_article_pay_for_one_call():
    with product_with_one_model() as (product, fake, learner):
        fake.set(latency_ms=1000)
        body = product.fresh_body(1, 1)
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _reader: learner.post(SESSIONS, body).status, range(READERS)))
        assert answers == [201] * READERS
        wait_until_ready(product, READERS, seconds=180)
        calls = dict(product.rows("SELECT cache_hit, count(*) FROM llm_llmcall GROUP BY 1"))
        versions = product.value("SELECT count(*) FROM articles_contentversion")
        served = product.value("SELECT count(DISTINCT session_id) FROM llm_llmcall")
        assert fake.stats()["requests"] == 1
    assert calls == {False: 1, True: READERS - 1}
    assert (versions, served) == (1, READERS)


# --- a full worker


def test_a_worker_full_of_calls_runs_out_of_nothing():
    found = calls_in_flight.measure(width=40, articles=160, number=1, tokens_a_second=140)
    assert found.troubles == Counter()
    assert found.most_in_flight == 40


# --- a worker that is killed

KILLS = (10, 90)  # when so many of the articles are written
BODIES, SUB_TOPICS, ARTICLES = 20, 2, 5


def test_twenty_sessions_outlive_a_worker_that_is_killed_twice():
    with product_with_one_model() as (product, fake, learner):
        fake.set(latency_ms=200, chunk_ms=2)
        for _session in range(BODIES):
            assert learner.post(SESSIONS, product.fresh_body(SUB_TOPICS, ARTICLES)).status == 201
        in_flight = [kill_in_a_call(product, fake, after) for after in KILLS]
        wait_until_ready(product, BODIES, seconds=240)
        contents = product.value("SELECT count(*) FROM articles_content")
        versions = dict(product.rows("SELECT content_id, count(*) FROM articles_contentversion GROUP BY 1"))
        written_by = product.rows("SELECT DISTINCT source FROM articles_contentversion")
        asked = Counter(fake.stats()["by_prompt_hash"])
    extra = sum(asked.values()) - contents
    print(f"\n{contents} articles, in flight at the kills {in_flight}, calls repeated {extra}")
    assert (set(versions.values()), len(versions)) == ({1}, contents)
    assert written_by == [("llm",)]
    assert len(asked) == contents, "each article has a prompt of its own"
    assert max(asked.values()) <= 1 + len(KILLS), "at most one more call a kill for each article"
    assert extra <= sum(in_flight), "nothing is repeated but what was in flight"


def kill_in_a_call(product: Product, fake: FakeLLM, after: int) -> int:
    """How many articles were being written when the worker was killed."""
    wait_for(lambda: product.value("SELECT count(*) FROM articles_contentversion") >= after, 120, f"{after} articles")
    wait_for(lambda: fake.stats()["in_flight"], 60, "a call in flight")
    with product.frozen("worker"):
        writing = product.value("SELECT count(*) FROM articles_content WHERE state = 'writing'")
        old = product.parts()["worker"]
        product.kill("worker")
        wait_for(lambda: product.parts().get("worker") not in (None, old), 30, "another worker")
    return writing


# --- a product that is stopped and started again


def test_a_stop_costs_no_try_of_what_only_waits():
    """One place: one article is being written, longer than a worker's grace, and the others stand in line."""
    with product_with_one_model(LLM_MAX_CONCURRENCY="1") as (product, fake, learner):
        assert learner.post(SESSIONS, product.fresh_body(1, 5)).status == 201
        with in_the_middle(product, fake) as in_line:
            product.stop()
            product.start()
        wait_until_ready(product, 1, seconds=120)
        tries = "SELECT retry_count, count(*) FROM jobs_task WHERE task_type = 'article_generation' GROUP BY 1"
        retries, calls = dict(product.rows(tries)), fake.stats()["requests"]
        sources = product.rows("SELECT source FROM articles_contentversion")
    assert in_line >= 2
    assert retries == {0: 4, 1: 1}, "only the one whose call was cut off"
    assert (calls, sources) == (6, [("llm",)] * 5)


@contextlib.contextmanager
def in_the_middle(product: Product, fake: FakeLLM) -> Iterator[int]:
    """The model takes its time until the end of this; yields how many jobs wait for their turn."""
    fake.set(latency_ms=60_000)
    begun = "SELECT count(*) FROM jobs_task WHERE task_type = 'article_generation' AND status = 'processing'"
    wait_for(lambda: fake.stats()["in_flight"] and product.value(begun) > 2, 60, "one call, and jobs in line")
    yield product.value(begun) - 1
    fake.set(latency_ms=0)
