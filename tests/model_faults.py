"""What becomes of a session when a model misbehaves in one way or another: the first model does, a second one doesn't.

`python -m tests.model_faults` prints the table of docs/model-faults.md.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.fake_llm.fixture import FakeLLM, running_fake_llm
from tests.product import Client, Product, running_product, wait_for

FIRST, SECOND = "openai/first-model", "openai/second-model"
DEADLINE_SECONDS = 3
SLOW_MS = 1000
ARTICLES = 2
READY_SECONDS = 60
UNUSABLE = [
    "rate_limit",
    "error_500",
    "reset",
    "hang_before",
    "hang_in_body",
    "trickle",
    "invalid_json",
    "empty",
    "cut_off",
    "refusal",
    "huge",
    "html_script",
    "redirect",
    "wrong_language",
    "ai_leftover",
    "bad_code",
]
USABLE = ["ok", "slow", "wrong_usage", "no_usage"]
SPOILT_FORMS = ["wrong_schema", "invalid_json", "empty", "refusal", "html_script"]
REFUSED_FORMS = ["form_refused", "form_breaks"]
SUB_TOPICS = 2
VERSIONS = """
    SELECT v.source, v.llm_model, v.html FROM articles_article a
    JOIN articles_articlelevel l ON l.article_id = a.id JOIN articles_contentversion v ON v.content_id = l.content_id
    WHERE a.session_id = %s
"""


@dataclass(frozen=True)
class Outcome:
    """Who wrote the articles of a session, how long it took, and what the first model did meanwhile."""

    mode: str
    written_by: set[str]
    html: list[str]
    seconds: float
    attempts: int
    errors: set[str]


@contextmanager
def product_with_models() -> Iterator[tuple[Product, FakeLLM, Client]]:
    """A product with two models at one fake provider, each call at most DEADLINE_SECONDS long."""
    with running_fake_llm() as fake:
        environment = {
            "LLM_MODELS": f"{FIRST},{SECOND}",
            "OPENAI_API_BASE": fake.url,
            "OPENAI_API_KEY": "none",
            "LLM_PRICES": f"{FIRST}=1/2,{SECOND}=1/2",
            "LLM_DEADLINE_SECONDS": str(DEADLINE_SECONDS),
            "LLM_LEARNER_BUDGET_USD": "50",
        }
        with running_product(environment=environment) as product:
            yield product, fake, product.learner("jiwoo")


def outcome(product: Product, fake: FakeLLM, learner: Client, mode: str, *, second: str = "ok") -> Outcome:
    """Open a session of articles that nobody has written yet and wait until it is ready."""
    _begin(product, fake, mode, second)
    started = time.monotonic()
    session = learner.post("/api/v1/sessions", product.fresh_body(1, ARTICLES)).json["session_id"]
    wait_for(
        lambda: learner.get(f"/api/v1/sessions/{session}").json["status"] == "ready", READY_SECONDS, f"{mode}: ready"
    )
    seconds = time.monotonic() - started
    versions = product.rows(VERSIONS, session)
    calls = product.rows("SELECT error_type FROM llm_llmcall WHERE session_id = %s AND model = %s", session, FIRST)
    errors = {error for (error,) in calls if error}
    written_by = {model or source for source, model, _html in versions}
    return Outcome(mode, written_by, [html for *_rest, html in versions], seconds, len(calls), errors)


def sub_topics_outcome(product: Product, fake: FakeLLM, learner: Client, mode: str) -> Outcome:
    """The same for a batch of subtopics, which models are told the form of; their names stand for the HTML."""
    _begin(product, fake, mode, "ok")
    before, started = product.value("SELECT coalesce(max(id), 0) FROM llm_llmcall"), time.monotonic()
    body = {"main_topic_id": product.fresh_body()["main_topic_id"], "options": {"max_subtopics": SUB_TOPICS}}
    made = learner.post("/api/v1/sub-topics/generate", body).json["generation_id"]
    address = f"/api/v1/sub-topics/generated/{made}"
    wait_for(lambda: learner.get(address).json["status"] != "processing", READY_SECONDS, f"{mode}: subtopics")
    seconds = time.monotonic() - started
    calls = product.rows("SELECT error_type FROM llm_llmcall WHERE id > %s AND model = %s", before, FIRST)
    rows = product.rows("SELECT llm_model, name FROM articles_generatedsubtopic WHERE generation_id = %s", made)
    written_by, names = {model or "template" for model, _name in rows}, [name for _model, name in rows]
    return Outcome(mode, written_by, names, seconds, len(calls), {error for (error,) in calls if error})


def _begin(product: Product, fake: FakeLLM, mode: str, second: str) -> None:
    fake.reset()
    fake.set(slow_ms=SLOW_MS)
    fake.set(models={FIRST.partition("/")[2]: {"mode": mode}, SECOND.partition("/")[2]: {"mode": second}})
    with product.connect() as connection:
        connection.execute("DELETE FROM llm_modelstate")
        connection.execute("UPDATE llm_llmcall SET session_id = NULL")


def main() -> None:
    print("| the first model | written by | seconds to a ready session | calls of the first model | in the ledger |")
    print("|---|---|---|---|---|")
    with product_with_models() as (product, fake, learner):
        for mode in [*USABLE, *UNUSABLE]:
            print(_row(outcome(product, fake, learner, mode)), flush=True)
        for mode in [*REFUSED_FORMS, *SPOILT_FORMS]:
            restart_worker(product)
            print(_row(sub_topics_outcome(product, fake, learner, mode), what="subtopics, "), flush=True)


def restart_worker(product: Product) -> None:
    """A new one remembers nothing of what models don't take, and has LiteLLM to import again."""
    old = product.parts()["worker"]
    product.kill("worker")
    wait_for(lambda: product.parts().get("worker") not in (None, old) and product.healthy, 30, "another worker")


def _row(result: Outcome, what: str = "") -> str:
    row = [what + result.mode, ", ".join(sorted(result.written_by)), f"{result.seconds:.1f}", str(result.attempts)]
    return "| " + " | ".join([*row, ", ".join(sorted(result.errors)) or "–"]) + " |"


if __name__ == "__main__":
    main()
