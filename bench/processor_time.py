"""Processor time of a model call: what the worker uses for an article, beside a raw LiteLLM stream of the same request.

`python -m bench.processor_time`. The model writes as a real one: a piece for each token, 60 tokens a second. LiteLLM is the
same version with the same settings as in the worker; its client only puts the pieces together.
"""

import asyncio
import os
import time
from statistics import median

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm

from bench import rounds
from bench.calls_in_flight import cpu_seconds, troubles, write
from bench.models import MODEL, product_with_model
from tests.fake_llm.fixture import FakeLLM

WIDTH, ARTICLES = 20, 40
TOKEN_CHARACTERS, TOKEN_MS = 4, 1000 / 60
WARM_UP_ARTICLES = 5
TARGET_MS = 10  # over the raw call


def measure(number: int) -> dict[str, list[float]]:
    """Milliseconds a call by round."""
    with product_with_model(LLM_MAX_CONCURRENCY=str(WIDTH)) as (product, fake):
        fake.set(chunk_ms=TOKEN_MS, piece_characters=TOKEN_CHARACTERS)
        learner = product.learner("jiwoo")
        write(product, learner, WARM_UP_ARTICLES)
        asyncio.run(_raw(fake, WARM_UP_ARTICLES))

        def worker() -> float:
            before = cpu_seconds(product)
            calls = len(write(product, learner, ARTICLES))
            return 1000 * (cpu_seconds(product) - before) / calls

        def raw() -> float:
            started = time.process_time()
            asyncio.run(_raw(fake, ARTICLES))
            return 1000 * (time.process_time() - started) / ARTICLES

        found = rounds.in_turns(number, worker=worker, raw_litellm=raw)
        print(f"troubles: {dict(troubles(product)) or 'none'}")
        return found


async def _raw(fake: FakeLLM, count: int) -> None:
    """The latest requests of the product, as many at once as there."""
    places = asyncio.Semaphore(WIDTH)

    async def ask(messages: list[dict]) -> str:
        options = {"max_tokens": 3200, "temperature": 0.4, "stream_options": {"include_usage": True}}
        async with places:
            stream = await litellm.acompletion(
                model=MODEL, messages=messages, stream=True, api_base=fake.url, api_key="none", **options
            )
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

    await asyncio.gather(*(ask(asked["messages"]) for asked in fake.prompts()[-count:]))


def main() -> None:
    found = measure(rounds.ROUNDS)
    over = [ours - raw for ours, raw in zip(found["worker"], found["raw_litellm"], strict=True)]
    print(f"milliseconds of processor time a call: worker {rounds.spread(found['worker'])}")
    print(f"raw LiteLLM {rounds.spread(found['raw_litellm'])}")
    print(f"over it: {rounds.spread(over)}, target {TARGET_MS}: {'reached' if median(over) <= TARGET_MS else 'missed'}")


if __name__ == "__main__":
    main()
