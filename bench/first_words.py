"""First words: from the model's first token to the first text on a reader's socket, beside a raw LiteLLM stream.

`python -m bench.first_words`. Seconds since the fake model let its first words go, by its own clock on this machine.
"""

import asyncio
import os
import time
from statistics import median

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm

from bench import rounds
from bench.models import MODEL, PIECE_MS, forget_contents, product_with_model
from tests.fake_llm.fixture import FakeLLM
from tests.product import Client, Product, wait_for

ROUNDS = 7
THINKING_MS = 3000  # until the model's first token: time enough to find the article and watch it
TARGET_SECONDS = 0.3
READY_SECONDS = 60


def measure(number: int) -> dict[str, list[float]]:
    """Seconds by round: to the reader, and to who reads a raw stream of the same request."""
    with product_with_model() as (product, fake):
        learner = product.learner("jiwoo")
        _to_reader(product, fake, learner)  # the worker has loaded LiteLLM now
        fake.set(latency_ms=THINKING_MS, chunk_ms=PIECE_MS)
        asyncio.run(_to_raw_stream(fake))
        return rounds.in_turns(
            number,
            reader=lambda: _to_reader(product, fake, learner),
            raw_litellm=lambda: asyncio.run(_to_raw_stream(fake)),
        )


def _to_reader(product: Product, fake: FakeLLM, learner: Client) -> float:
    forget_contents(product)
    session = learner.post("/api/v1/sessions", product.fresh_body(1, 1)).json["session_id"]
    path = f"/api/v1/sessions/{session}"
    items = wait_for(lambda: learner.get(f"{path}/curriculum").json["items"], READY_SECONDS, "the outline")
    with product.watch(f"/sessions/{session}/ws", token=learner.token) as watcher:
        watcher.say({"type": "watch", "article_id": items[0]["id"]})
        watcher.until("article_delta")
        arrived = time.time()
        seconds = arrived - max(fake.stats()["first_text_at"].values())
        watcher.until("generation_complete")
    return seconds


async def _to_raw_stream(fake: FakeLLM) -> float:
    messages = fake.prompts()[-1]["messages"]
    options = {"max_tokens": 3200, "temperature": 0.4, "stream_options": {"include_usage": True}}
    asked = litellm.acompletion(
        model=MODEL, messages=messages, stream=True, api_base=fake.url, api_key="none", **options
    )
    arrived = 0.0
    async for chunk in await asked:
        if not arrived and chunk.choices and chunk.choices[0].delta.content:
            arrived = time.time()
    return arrived - max(fake.stats()["first_text_at"].values())


def main() -> None:
    found = measure(ROUNDS)
    print(f"seconds to the first words: reader {rounds.spread(found['reader'])}, target {TARGET_SECONDS}")
    print(f"raw LiteLLM stream {rounds.spread(found['raw_litellm'])}")
    print("reached" if median(found["reader"]) <= TARGET_SECONDS else "missed")


if __name__ == "__main__":
    main()
