"""200 model calls in flight in one worker process: its throughput beside that of a bare asyncio client.

`python -m bench.calls_in_flight`. Both send the same requests, 200 at once, to the same fake model; the bare client only
reads the bytes. The product's time begins with its outlines and ends with the last article stored.
"""

import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import rounds
from bench.models import ask_all_raw, bodies_of, forget_contents, open_sessions, product_with_model, set_speed
from tests.fake_llm.fixture import FakeLLM
from tests.product import Client, Product, wait_for

WIDTH, ARTICLES = 200, 400
SPEEDS = (60, 140)  # tokens a second of one answer: a usual model, a fast one
WARM_UP_ARTICLES = 20
READY_SECONDS = 400
TROUBLES = ("job_failed", "job_tries_again", "lease_lost", "leases_not_renewed", "heartbeat_failed", "dispatch_failed")


@dataclass(frozen=True)
class Found:
    """Calls a second of the product and of the control, by round; the worker's processor time a call; what went wrong."""

    product: list[float]
    control: list[float]
    most_in_flight: int
    worker_cpu_ms: list[float]
    troubles: Counter


def measure(*, width: int, articles: int, number: int, tokens_a_second: int) -> Found:
    with product_with_model(LLM_MAX_CONCURRENCY=str(width)) as (product, fake):
        set_speed(fake, tokens_a_second)
        learner = product.learner("jiwoo")
        write(product, fake, learner, WARM_UP_ARTICLES)
        cpu_ms = []

        def ours() -> float:
            before, calls = cpu_seconds(product), fake.stats()["requests"]
            calls_a_second = write(product, fake, learner, articles)
            cpu_ms.append(1000 * (cpu_seconds(product) - before) / (fake.stats()["requests"] - calls))
            return calls_a_second

        found = rounds.in_turns(
            number, product=ours, bare_client=lambda: ask_all_raw(fake, bodies_of(fake)[-ARTICLES:], width)
        )
        most = fake.stats()["most_in_flight"]
        return Found(found["product"], found["bare_client"], most, cpu_ms, troubles(product))


def cpu_seconds(product: Product) -> float:
    """What the worker has used of the processors."""
    words = Path(f"/proc/{product.parts()['worker']}/stat").read_text().rpartition(") ")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def write(product: Product, fake: FakeLLM, learner: Client, articles: int) -> float:
    """Calls a second while so many articles are written that nobody has asked for yet."""
    forget_contents(product)
    before = fake.stats()["requests"]
    with product.frozen("worker"):
        open_sessions(product, learner, articles)
    started = time.monotonic()
    unfinished = "SELECT count(*) FROM articles_learningsession WHERE status IN ('initializing', 'generating')"
    wait_for(lambda: product.value(unfinished) == 0, READY_SECONDS, "all sessions ready")
    seconds = time.monotonic() - started
    return (fake.stats()["requests"] - before) / seconds


def troubles(product: Product) -> Counter:
    """What the logs of the processes and the ledger say that should not be there."""
    found = Counter()
    for path in product.places.logs.glob("w*.log"):
        text = path.read_text(errors="replace")
        found.update({name: text.count(name) for name in (*TROUBLES, "PoolTimeout", "couldn't get a connection")})
    found["failed calls"] = product.value("SELECT count(*) FROM llm_llmcall WHERE NOT success")
    found["tasks tried again"] = product.value("SELECT count(*) FROM jobs_task WHERE retry_count > 0")
    return +found


def main() -> None:
    for speed in SPEEDS:
        print(f"a model of {speed} tokens a second")
        _say(measure(width=WIDTH, articles=ARTICLES, number=rounds.ROUNDS, tokens_a_second=speed))


def _say(found: Found) -> None:
    shares = rounds.ratios(found.product, found.control)
    print(f"calls a second: product {rounds.spread(found.product)}, bare client {rounds.spread(found.control)}")
    print(f"share of the ideal: {rounds.spread(shares)}; most in flight {found.most_in_flight}, target 0.90")
    print(f"the worker's processor time a call: {rounds.spread(found.worker_cpu_ms)} ms")
    print(f"troubles: {dict(found.troubles) or 'none'}; {'reached' if median(shares) >= 0.9 else 'missed'}")


if __name__ == "__main__":
    main()
