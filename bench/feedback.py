"""Feedback: from an answer sent to its feedback on the learner's socket, beside the same request to the model alone.

`python -m bench.feedback`. The difference is our own part: scoring, the job, prompt, gateway, checks, saving, telling. `again`
is an answer to which this person has feedback already: no model is asked.
"""

import asyncio
import itertools
import time
from collections.abc import Iterator
from statistics import median

from bench import rounds
from bench.models import ask_raw, bodies_of, product_with_model
from tests.fake_llm.fixture import FakeLLM
from tests.product import Answer, Client, Product

ANSWERS = 10  # a round
SUBJECT = "python_basics"
FIRST_TOKEN_MS, PIECE_MS, PIECE_CHARACTERS = 200, 10, 24
OWN_MS, AGAIN_MS = 50, 300
CHOICES = """
    SELECT q.id, q.correct_answer FROM curriculum_question q
    JOIN curriculum_learningmodule m ON m.id = q.module_id JOIN curriculum_learningtrack t ON t.id = m.track_id
    WHERE t.name = %s AND q.kind = 'multiple_choice' ORDER BY q.id LIMIT %s
"""


def measure(number: int) -> dict[str, list[float]]:
    """Milliseconds of the median answer, by round."""
    with product_with_model(RATE_LIMIT_SUBMISSION="off", RATE_LIMIT_FEEDBACK="off") as (product, fake):
        fake.set(latency_ms=FIRST_TOKEN_MS, chunk_ms=PIECE_MS, piece_characters=PIECE_CHARACTERS)
        questions = product.rows(CHOICES, SUBJECT, ANSWERS)
        people = _people(product)
        _answered(product, next(people), questions[:2])  # the worker has loaded LiteLLM now
        return rounds.in_turns(
            number,
            feedback=lambda: _answered(product, next(people), questions),
            model_alone=lambda: _alone(fake),
            score=lambda: _scored(product, next(people), questions),
            again=lambda: _again(product, next(people), questions),
        )


def _people(product: Product) -> Iterator[Client]:
    """Somebody new each time: nothing was said to them yet."""
    return (product.learner(f"person{number}") for number in itertools.count())


def _scored(product: Product, person: Client, questions: list[tuple]) -> float:
    """The answer with the score alone, which comes before any feedback."""
    return median(1000 * _submitted(person, *question).seconds for question in questions)


def _answered(product: Product, person: Client, questions: list[tuple]) -> float:
    return median(_one(product, person, *question) for question in questions)


def _again(product: Product, person: Client, questions: list[tuple]) -> float:
    """The same wrong answers in a second run; only those count that were written by a model."""
    _answered(product, person, questions)
    return _answered(product, person, questions)


def _one(product: Product, person: Client, question: int, key: str) -> float:
    """Milliseconds from sending a wrong answer."""
    started = time.monotonic()
    run = _submitted(person, question, key).json["submission_id"]
    with product.watch(f"/submissions/{run}/ws", token=person.token) as watcher:
        watcher.until("feedback_ready")
        seconds = time.monotonic() - started
        watcher.until("submission_complete")
    return 1000 * seconds


def _submitted(person: Client, question: int, key: str) -> Answer:
    wrong = "b" if key == "a" else "a"
    body = {"subject": SUBJECT, "answers": [{"question_id": question, "answer": wrong}]}
    return person.post("/api/v1/submissions", body)


def _alone(fake: FakeLLM) -> float:
    return median(map(_asked, [fake] * ANSWERS, bodies_of(fake)[-ANSWERS:]))


def _asked(fake: FakeLLM, body: bytes) -> float:
    started = time.monotonic()
    asyncio.run(ask_raw(fake, body))
    return 1000 * (time.monotonic() - started)


def main() -> None:
    found = measure(rounds.ROUNDS)
    own = [ours - alone for ours, alone in zip(found["feedback"], found["model_alone"], strict=True)]
    print(f"milliseconds to the feedback: {rounds.spread(found['feedback'])}")
    print(f"the model alone: {rounds.spread(found['model_alone'])}")
    print(f"our own part {rounds.spread(own)}, target {OWN_MS}: {'reached' if median(own) <= OWN_MS else 'missed'}")
    print(f"of which until the score is there: {rounds.spread(found['score'])}")
    again = found["again"]
    print(f"again {rounds.spread(again)}, target {AGAIN_MS}: {'reached' if median(again) <= AGAIN_MS else 'missed'}")


if __name__ == "__main__":
    main()
