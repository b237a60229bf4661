"""200 model calls in flight in one worker process: its throughput beside that of a bare asyncio client.

`python -m bench.calls_in_flight`. Both send the same requests, 200 at once, to the same fake model; the bare client only
reads the bytes. Counted is what ends while 200 are in flight: from the 200th end to the 200th before the last one. The
whole run is printed too; the product's begins with its outlines. An article ends when it is stored.
"""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import rounds
from bench.models import ask_all_raw, bodies_of, forget_contents, open_sessions, product_with_model, set_speed
from tests.product import Client, Product, wait_for

WIDTH, ARTICLES = 200, 1200
SPEEDS = (60, 140)  # tokens a second of one answer: a usual model, a fast one
UNEVEN = 0.3  # or all calls would begin and end together for ever, as those of no real model do
WARM_UP_ARTICLES = 20
READY_SECONDS = 400
STORED = """
    SELECT extract(epoch FROM created_at - %(began)s)::float8 FROM articles_contentversion
    WHERE created_at > %(began)s AND source = 'llm' ORDER BY created_at
"""
TROUBLES = ("job_failed", "job_tries_again", "lease_lost", "leases_not_renewed", "heartbeat_failed", "dispatch_failed")


@dataclass(frozen=True)
class Found:
    """Calls a second of the product and of the control, by round: while so many are in flight, and from begin to end; the
    worker's processor time a call; what went wrong."""

    product: list[float]
    control: list[float]
    whole: dict[str, list[float]]
    most_in_flight: int
    worker_cpu_ms: list[float]
    troubles: Counter


def measure(*, width: int, articles: int, number: int, tokens_a_second: int) -> Found:
    with product_with_model(LLM_MAX_CONCURRENCY=str(width)) as (product, fake):
        set_speed(fake, tokens_a_second, uneven=UNEVEN)
        learner = product.learner("jiwoo")
        write(product, learner, WARM_UP_ARTICLES)
        cpu_ms, whole = [], {"product": [], "bare_client": []}

        def ours() -> float:
            before = cpu_seconds(product)
            ends = write(product, learner, articles)
            cpu_ms.append(1000 * (cpu_seconds(product) - before) / len(ends))
            whole["product"].append(len(ends) / ends[-1])
            return while_in_flight(ends, width)

        def bare_client() -> float:
            ends = ask_all_raw(fake, bodies_of(fake)[-articles:], width)
            whole["bare_client"].append(len(ends) / ends[-1])
            return while_in_flight(ends, width)

        found = rounds.in_turns(number, product=ours, bare_client=bare_client)
        most = fake.stats()["most_in_flight"]
        return Found(found["product"], found["bare_client"], whole, most, cpu_ms, troubles(product))


def while_in_flight(ends: list[float], width: int) -> float:
    """Calls a second without the first wave, which only fills the places, and the last one, which empties them."""
    return (len(ends) - 2 * width) / (ends[-width - 1] - ends[width - 1])


def cpu_seconds(product: Product) -> float:
    """What the worker has used of the processors."""
    words = Path(f"/proc/{product.parts()['worker']}/stat").read_text().rpartition(") ")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def write(product: Product, learner: Client, articles: int) -> list[float]:
    """When each article was stored, in seconds since the worker began; nobody has asked for any of them before."""
    forget_contents(product)
    with product.frozen("worker"):
        open_sessions(product, learner, articles)
    began = product.value("SELECT now()")
    unfinished = "SELECT count(*) FROM articles_learningsession WHERE status IN ('initializing', 'generating')"
    wait_for(lambda: product.value(unfinished) == 0, READY_SECONDS, "all sessions ready")
    with product.connect() as connection:
        return [seconds for (seconds,) in connection.execute(STORED, {"began": began})]


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
    print(f"from begin to end: {', '.join(f'{name} {rounds.spread(rates)}' for name, rates in found.whole.items())}")
    print(f"the worker's processor time a call: {rounds.spread(found.worker_cpu_ms)} ms")
    print(f"troubles: {dict(found.troubles) or 'none'}; {'reached' if median(shares) >= 0.9 else 'missed'}")


if __name__ == "__main__":
    main()
