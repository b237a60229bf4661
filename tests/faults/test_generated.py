"""A session of curated and generated subtopics, streamed by a model behind a real socket: every account says the same."""

from decimal import Decimal

import pytest

from tests.fake_llm.fixture import running_fake_llm
from tests.product import running_product, wait_for

MODEL = "openai/test-model"
PRICE_IN, PRICE_OUT = Decimal("0.000001"), Decimal("0.000002")
READY_SECONDS = 90


@pytest.fixture(scope="module")
def setting():
    """As in the README: one model behind OPENAI_API_BASE, at 1 and 2 dollars per million tokens."""
    with running_fake_llm() as fake:
        environment = {
            "LLM_MODELS": MODEL,
            "OPENAI_API_BASE": fake.url,
            "OPENAI_API_KEY": "none",
            "LLM_PRICES": f"{MODEL}=1/2",
        }
        with running_product(environment=environment) as product:
            yield product, fake


def generate(product, learner, fake, mode: str = "ok") -> dict:
    """A batch of two subtopics, and what became of it."""
    fake.reset()
    fake.set(mode=mode)
    topic = product.fresh_body()["main_topic_id"]
    wishes = {"interests": ["chatbot", "automation"], "learning_goals": "업무 자동화 도구 개발"}
    body = {"main_topic_id": topic, "personalization": wishes, "options": {"max_subtopics": 2}}
    made = learner.post("/api/v1/sub-topics/generate", body).json
    address = f"/api/v1/sub-topics/generated/{made['generation_id']}"
    wait_for(lambda: learner.get(address).json["status"] != "processing", READY_SECONDS, "subtopics")
    return learner.get(address).json | {"main_topic_id": topic}


def test_session_generation_ledger_budget_and_provider_agree_to_the_token_and_the_cent(setting):
    product, fake = setting
    learner = product.learner("jiwoo")
    batch = generate(product, learner, fake)
    assert {item["source"] for item in batch["items"]} == {"llm"}
    curated = learner.get("/api/v1/sub-topics/curated?limit=100").json["items"]
    own = next(item["id"] for item in curated if item["main_topic_id"] == batch["main_topic_id"])
    body = {"main_topic_id": batch["main_topic_id"], "sub_topic_ids": [own, batch["items"][0]["id"]]}
    body |= {"level": "intermediate", "options": {"max_articles_per_subtopic": 2}}
    session = learner.post("/api/v1/sessions", body).json["session_id"]
    address = f"/api/v1/sessions/{session}"
    wait_for(lambda: learner.get(address).json["status"] == "ready", READY_SECONDS, "ready")

    info = learner.get(address).json["generation_info"]
    stats = fake.stats()
    paid = stats["prompt_tokens"], stats["completion_tokens"]
    cost = paid[0] * PRICE_IN + paid[1] * PRICE_OUT
    making = product.rows("SELECT total_tokens_used, llm_cost_usd FROM articles_subtopicgeneration")[0]
    ledger = product.rows("SELECT sum(tokens_in), sum(tokens_out), sum(cost_usd), count(*) FROM llm_llmcall")[0]
    budgets = product.rows("SELECT scope, spent, reserved FROM llm_budget ORDER BY scope")
    booked = product.value("SELECT generation_cost_usd FROM articles_learningsession")
    assert info["source"] == "llm"
    assert ledger[:3] == (*paid, cost)
    assert info["total_tokens_used"] + making[0] == sum(paid)
    assert booked + making[1] == cost
    assert budgets == [("day", cost, 0), ("learner", cost, 0)]
    assert ledger[3] == 2 + 1 + 4, "two subtopics, one outline, four articles"


@pytest.mark.parametrize("mode", ["wrong_schema", "invalid_json", "refusal", "html_script", "wrong_language", "empty"])
def test_subtopics_that_a_model_spoils_are_cut_from_the_course_and_say_so(setting, mode):
    product, fake = setting
    learner = product.learner(f"reader-{mode.replace('_', '-')}")
    with product.connect() as connection:
        connection.execute("DELETE FROM llm_modelstate")
    batch = generate(product, learner, fake, mode)
    assert batch["status"] == "completed"
    assert {item["source"] for item in batch["items"]} == {"template"}
    assert not [item for item in batch["items"] if "<" in item["name"] + item["description"]]
