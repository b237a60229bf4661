"""200 streams at once through our door to models, without the rest of the product, beside a bare asyncio client.

`python -m bench.streams`. Both send the same requests to the same fake model; the bare client only reads the bytes.
"""

import json
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="bench-"))

from bench import rounds
from bench.calls_in_flight import SPEEDS
from bench.models import MODEL, ask_all_raw, set_speed
from lms.llm import providers
from tests.fake_llm.fixture import FakeLLM, running_fake_llm

WIDTH, CALLS = 200, 400
OPTIONS = {"max_tokens": 3200, "temperature": 0.4}
DEADLINE_SECONDS = 120


def measure(number: int, tokens_a_second: int) -> tuple[dict[str, list[float]], list[float]]:
    """Calls a second by round, and milliseconds of processor time a call of ours."""
    with running_fake_llm() as fake:
        os.environ |= {"OPENAI_API_BASE": fake.url, "OPENAI_API_KEY": "none"}
        set_speed(fake, tokens_a_second)
        providers.load()
        _ask_all(WIDTH // 10)
        cpu_ms = []

        def ours() -> float:
            before, started = time.process_time(), time.monotonic()
            _ask_all(CALLS)
            seconds = time.monotonic() - started
            cpu_ms.append(1000 * (time.process_time() - before) / CALLS)
            return CALLS / seconds

        return rounds.in_turns(number, ours=ours, bare_client=lambda: _ask_all_raw(fake)), cpu_ms


def _ask_all(calls: int) -> None:
    def ask(number: int) -> None:
        providers.call(MODEL, _messages(number), **OPTIONS, deadline_seconds=DEADLINE_SECONDS, watched=lambda: False)

    with ThreadPoolExecutor(WIDTH) as threads:
        list(threads.map(ask, range(calls)))


def _ask_all_raw(fake: FakeLLM) -> float:
    more = {"model": MODEL.partition("/")[2], "stream": True, "stream_options": {"include_usage": True}, **OPTIONS}
    bodies = [json.dumps({"messages": _messages(number), **more}).encode() for number in range(CALLS)]
    return CALLS / ask_all_raw(fake, bodies, WIDTH)[-1]


def _messages(number: int) -> list[dict]:
    asked = f"Language: ko\nTitle: 토큰 {number}\nLevel: beginner\nLength: medium\nExamples: yes"
    return [{"role": "user", "content": asked}]


def main() -> None:
    for speed in SPEEDS:
        found, cpu_ms = measure(rounds.ROUNDS, speed)
        print(f"a model of {speed} tokens a second, calls a second: ours {rounds.spread(found['ours'])}", end="; ")
        print(f"bare client {rounds.spread(found['bare_client'])}")
        print(f"share {rounds.spread(rounds.ratios(found['ours'], found['bare_client']))}", end="; ")
        print(f"processor time {rounds.spread(cpu_ms)} ms a call")


if __name__ == "__main__":
    main()
