"""How long the endpoint about language models takes over a ledger of 100,000 rows, beside a bare count of the same rows.

`python -m bench.llm_metrics`. Each of the four times over HTTP (log-in, six questions to the ledger, JSON), in turns with the one
query that only counts its rows, over a connection of its own, and with the endpoint that only says who asks.
"""

import time
from collections.abc import Callable
from statistics import median

from bench import rounds
from tests.product import Client, Product, running_product

ROWS, LEARNERS = 100_000, 20
CALLS = 5  # of each in a round; their median counts
TIMES = {"1h": "1 hour", "6h": "6 hours", "24h": "24 hours", "7d": "7 days"}
FILL = """
    INSERT INTO llm_llmcall (timestamp, provider, model, request_type, response_time_ms, tokens_in, tokens_out, price_in,
        price_out, cost_usd, success, error_type, cache_hit, user_id, prompt, prompt_hash)
    SELECT now() - (n + 0.5) * interval '7 days' / %(rows)s, 'openai', 'openai/m' || n %% 3,
        (ARRAY['article_generation', 'feedback_generation', 'level_conversion'])[1 + n %% 3],
        CASE WHEN n %% 4 = 0 THEN 0 ELSE 500 + n * 7 %% 4000 END, 900, 400, 0, 0, 0.001 * (n %% 4),
        n %% 20 <> 1, CASE WHEN n %% 20 = 1 THEN 'Timeout' ELSE '' END, n %% 4 = 0,
        (%(people)s::bigint[])[1 + n %% %(learners)s], 'article@1', ''
    FROM generate_series(0, %(rows)s - 1) AS n
"""
COUNT = "SELECT count(*) FROM llm_llmcall WHERE timestamp >= now() - %s::interval"


def main(number: int = rounds.ROUNDS) -> None:
    with running_product() as product:
        teacher = _teacher(product)
        _fill(product)
        for name, length in TIMES.items():
            print(f"{name}: {product.value(COUNT, length)} rows")
            address = f"/api/v1/monitoring/llm-metrics?timeframe={name}"
            measures = {"endpoint": _asking(teacher, address), "who": _asking(teacher, "/api/v1/me")}
            found = rounds.in_turns(number, **measures, count=_count(product, length))
            print("  " + ", ".join(f"{what} {1000 * median(seconds):.1f} ms" for what, seconds in found.items()))
            controls = [who + count for who, count in zip(found["who"], found["count"], strict=True)]
            print(f"  endpoint / (who + count): {rounds.spread(rounds.ratios(found['endpoint'], controls))}")


def _teacher(product: Product) -> Client:
    teacher = product.learner("seoyeon")
    with product.connect() as connection:
        connection.execute("UPDATE accounts_user SET role = 'admin' WHERE username = 'seoyeon'")
    return teacher


def _fill(product: Product) -> None:
    for number in range(LEARNERS):
        product.learner(f"learner{number}")
    with product.connect() as connection:
        known = [row[0] for row in connection.execute("SELECT id FROM accounts_user").fetchall()]
        connection.execute(FILL, {"rows": ROWS, "people": known, "learners": len(known)})
        connection.execute("ANALYZE llm_llmcall")


def _asking(teacher: Client, address: str) -> Callable[[], float]:
    def once() -> float:
        answer = teacher.get(address)
        assert answer.status == 200, answer.text
        return answer.seconds

    return lambda: median(once() for _call in range(CALLS))


def _count(product: Product, length: str) -> Callable[[], float]:
    def measure() -> float:
        with product.connect() as connection:
            connection.execute(COUNT, [length])
            return median(_timed(lambda: connection.execute(COUNT, [length]).fetchone()) for _call in range(CALLS))

    return measure


def _timed(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
