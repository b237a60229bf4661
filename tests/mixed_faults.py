"""Many sessions with two models of which each fails in its own way, now and then: what becomes of them.

`python -m tests.mixed_faults` prints the row of docs/model-faults.md. Which request fails how is drawn by a seed.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.fake_llm.behaviour import FAULTS
from tests.fake_llm.fixture import FakeLLM, running_fake_llm
from tests.product import Client, Product, running_product, wait_for

FIRST, SECOND = "openai/first-model", "openai/second-model"
DEADLINE_SECONDS = 3
FAULT_RATE = 0.3
MODES = [mode for mode in FAULTS if mode != "wrong_schema"]  # articles have no schema
SESSIONS, SUB_TOPICS, ARTICLES = 40, 1, 5
READY_SECONDS = 540
VERSIONS = """
    SELECT v.markdown, v.html, v.source, v.llm_model, c.level, c.language, c.length, c.with_examples, i.title, i.title_en
    FROM articles_contentversion v JOIN articles_content c ON c.id = v.content_id
    JOIN curriculum_outlineitem i ON i.id = c.outline_item_id ORDER BY v.id
"""
SECONDS = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY generation_duration_seconds),
           percentile_cont(0.95) WITHIN GROUP (ORDER BY generation_duration_seconds) FROM articles_learningsession
"""


@dataclass(frozen=True)
class Outcome:
    """What was stored and booked, and what the provider saw. `calls` are the ledger's: (model, error, milliseconds)."""

    statuses: Counter
    versions: list[tuple]
    calls: list[tuple]
    prompts: list[dict[str, Any]]
    modes: Counter
    seconds: tuple[float, float]
    rests: int

    @property
    def written_by(self) -> Counter:
        return Counter(version[2] for version in self.versions)

    def row(self) -> str:
        p50, p95 = self.seconds
        faults = sum(count for mode, count in self.modes.items() if mode != "ok")
        cells = [
            f"{faults / self.modes.total():.0%} of {len(MODES)} kinds",
            str(self.statuses.total()),
            str(len(self.versions)),
            f"{self.written_by['llm']} / {self.written_by['template']}",
            str(len(self.calls)),
            f"{p50:.0f} / {p95:.0f}",
        ]
        return "| " + " | ".join(cells) + " |"


@contextmanager
def product_with_moody_models(seed: int) -> Iterator[tuple[Product, FakeLLM, Client]]:
    with running_fake_llm(seed=seed) as fake:
        environment = {
            "LLM_MODELS": f"{FIRST},{SECOND}",
            "OPENAI_API_BASE": fake.url,
            "OPENAI_API_KEY": "none",
            "LLM_PRICES": f"{FIRST}=1/2,{SECOND}=1/2",
            "LLM_DEADLINE_SECONDS": str(DEADLINE_SECONDS),
            "LLM_LEARNER_BUDGET_USD": "50",
            "LLM_MAX_CONCURRENCY": "10",
        }
        with running_product(environment=environment) as product:
            moods = {"fault_rate": FAULT_RATE, "fault_modes": MODES, "latency_ms": 100, "hang_seconds": 30}
            names = [name.partition("/")[2] for name in (FIRST, SECOND)]
            fake.set(models={name: {**moods, "seed": seed + turn} for turn, name in enumerate(names)})
            yield product, fake, product.learner("jiwoo")


def outcome(seed: int = 1) -> Outcome:
    with product_with_moody_models(seed) as (product, fake, learner):
        for _session in range(SESSIONS):
            answer = learner.post("/api/v1/sessions", product.fresh_body(SUB_TOPICS, ARTICLES))
            assert answer.status == 201, answer.text
        unfinished = "SELECT count(*) FROM articles_learningsession WHERE status IN ('initializing', 'generating')"
        wait_for(lambda: product.value(unfinished) == 0, READY_SECONDS, "all sessions at their end")
        return Outcome(
            Counter(status for (status,) in product.rows("SELECT status FROM articles_learningsession")),
            product.rows(VERSIONS),
            product.rows("SELECT model, error_type, response_time_ms FROM llm_llmcall WHERE NOT cache_hit"),
            fake.prompts(),
            Counter(fake.stats()["by_mode"]),
            product.rows(SECONDS)[0],
            product.value("SELECT count(*) FROM jobs_task WHERE retry_count > 0"),
        )


def main() -> None:
    found = outcome()
    print("| requests that fail | sessions | articles | model / template | calls | seconds to ready, p50 / p95 |")
    print("|---|---|---|---|---|---|")
    print(found.row())
    print(f"\nmodes {dict(found.modes)}\nledger {dict(Counter(error or 'good' for _model, error, _ms in found.calls))}")
    print(f"tasks tried again {found.rests}")


if __name__ == "__main__":
    main()
