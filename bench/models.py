"""A product with a fake model, sessions of articles that nobody has written yet, and the same calls without the product."""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator

from tests.fake_llm.fixture import FakeLLM, running_fake_llm
from tests.product import Client, Product, running_product

MODEL = "openai/bench-model"
FIRST_TOKEN_MS, PIECE_MS = 500, 100  # a piece has the tokens of 0.1 seconds
TOKENS_A_SECOND = 60
CHARACTERS_A_TOKEN = 1.7  # of a Korean article, as gpt-4o-mini cuts it
SUB_TOPICS, ARTICLES = 4, 5  # of a session


@contextlib.contextmanager
def product_with_model(**environment: str) -> Iterator[tuple[Product, FakeLLM]]:
    """No limit and no budget stands in the way of one learner."""
    with running_fake_llm() as fake:
        settings = {"LLM_MODELS": MODEL, "OPENAI_API_BASE": fake.url, "OPENAI_API_KEY": "none"}
        settings |= {"LLM_PRICES": f"{MODEL}=1/2", "LLM_LEARNER_BUDGET_USD": "100"}
        with running_product(environment=settings | environment) as product:
            set_speed(fake, TOKENS_A_SECOND)
            yield product, fake


def set_speed(fake: FakeLLM, tokens_a_second: float, *, uneven: float = 0) -> None:
    """`uneven`: the share by which answers are faster or slower than that."""
    characters = round(tokens_a_second * CHARACTERS_A_TOKEN * PIECE_MS / 1000)
    fake.set(latency_ms=FIRST_TOKEN_MS, chunk_ms=PIECE_MS, piece_characters=characters, uneven=uneven)


def forget_contents(product: Product) -> None:
    """What was written stays, but nobody who asks for the same finds it."""
    product.begin_anew()
    with product.connect() as connection:
        connection.execute("UPDATE articles_content SET key = 'old ' || id")


def open_sessions(product: Product, learner: Client, articles: int) -> None:
    """At least so many; some topics have fewer subtopics than others."""
    planned = 0
    while planned < articles:
        body = product.fresh_body(SUB_TOPICS, ARTICLES)
        answer = learner.post("/api/v1/sessions", body)
        assert answer.status == 201, answer.text
        planned += len(body["sub_topic_ids"]) * ARTICLES


def bodies_of(fake: FakeLLM) -> list[bytes]:
    """Requests as the product sent them."""
    more = {"model": MODEL.partition("/")[2], "stream": True, "stream_options": {"include_usage": True}}
    more |= {"max_tokens": 3200, "temperature": 0.4}
    return [json.dumps({"messages": asked["messages"], **more}).encode() for asked in fake.prompts()]


def ask_all_raw(fake: FakeLLM, bodies: list[bytes], width: int) -> list[float]:
    """When each call ended, in seconds since the first began; nothing but bytes is read, so many calls at once."""
    ends, started = [], time.monotonic()

    async def ask_all() -> None:
        places = asyncio.Semaphore(width)

        async def ask(body: bytes) -> None:
            async with places:
                await ask_raw(fake, body)
                ends.append(time.monotonic() - started)

        await asyncio.gather(*map(ask, bodies))

    asyncio.run(ask_all())
    return ends


async def ask_raw(fake: FakeLLM, body: bytes) -> bytes:
    """A whole answer over a bare connection, not even taken apart."""
    reader, writer = await asyncio.open_connection("127.0.0.1", fake.port)
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = await reader.read()
    writer.close()
    return answer
