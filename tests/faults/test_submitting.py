"""Answers while parts are dead, killed and frozen: each accepted one is scored at once and has exactly one effect."""

import http.client
import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from tests.product import PARTS, Answer, Client, Product, running_product, wait_for

RUNS = "/api/v1/submissions"
MODULE = "python_basics.variables_types"
MODEL = "openai/test-model"
NEVER_REACHED = "100000/1m"
NO_REQUEST_LONGER_SECONDS = 1.0
DISPATCHED_SECONDS = 15
RETRIED_SECONDS = 60
TOLD_SECONDS = (
    180  # told to the queue once and forgotten there, then three tries of a model that isn't there, by a new worker
)
QUESTIONS = """
    SELECT q.id, q.correct_answer FROM curriculum_question q
    JOIN curriculum_learningmodule m ON m.id = q.module_id JOIN curriculum_learningtrack t ON t.id = m.track_id
    WHERE t.name || '.' || m.name = %s AND q.kind = 'multiple_choice' AND q.approval_status = 'approved' ORDER BY q.id
"""
ANSWERS = """
    SELECT a.question_id, a.try_number, a.score FROM personalization_submissionanswer a
    WHERE a.submission_id = %s ORDER BY a.question_id, a.try_number
"""
UNTOLD = """
    SELECT count(*) FROM personalization_submission s WHERE s.user_id = %s AND (s.status <> 'completed' OR EXISTS (
        SELECT FROM personalization_submissionanswer a
        WHERE a.submission_id = s.id AND NOT a.is_correct AND a.feedback = ''))
"""
MODEL_AWAY = {"LLM_MODELS": MODEL, "OPENAI_API_BASE": "http://127.0.0.1:9", "OPENAI_API_KEY": "none"}
MODEL_AWAY |= {"LLM_PRICES": f"{MODEL}=1/2", "RATE_LIMIT_SUBMISSION": NEVER_REACHED}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Its only model is an address where nobody listens."""
    with running_product(limits=NEVER_REACHED, environment=MODEL_AWAY) as product:
        yield product


@pytest.fixture(autouse=True)
def _sound(product) -> None:
    """Each test begins with everything running."""
    wait_for(lambda: product.healthy and len(product.parts()) == len(PARTS), 60, "everything runs")


@dataclass
class Book:
    """A learner who writes down what was accepted: run → (question, try, score), as the answers said."""

    product: Product
    client: Client
    user_id: int
    accepted: dict[str, set[tuple]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def run(self, *, right: int, wrong: int) -> Answer:
        """A run with so many answers, sent once."""
        return self.note(self.client.post(RUNS, {"subject": MODULE, "answers": self.answers(right, wrong)}))

    def patient_run(self) -> None:
        """A run with a right and a wrong answer, then the second try; each sent again with its key until it is accepted."""
        opened = self.insist(RUNS, {"subject": MODULE, "answers": self.answers(1, 1)})
        again = {"answers": self.answers(0, 1)}
        self.note(self.insist(f"{RUNS}/{self.note(opened).json['submission_id']}/answers", again), try_number=2)

    def insist(self, path: str, body: dict) -> Answer:
        key, end = f"key-of-a-request-{next(self.numbers)}", time.monotonic() + RETRIED_SECONDS
        while True:
            with suppress(OSError, http.client.HTTPException):
                answer = self.client.post(path, body, Idempotency_Key=key)
                assert answer.status in (202, 409, 500, 503), answer.text
                if answer.status == 202:
                    return answer
            assert time.monotonic() < end, "never accepted"
            time.sleep(0.05)

    def answers(self, right: int, wrong: int) -> list[dict]:
        rows = self.product.rows(QUESTIONS, MODULE)
        keys = [(pk, key) for pk, key in rows[1 : 1 + right]] + [(pk, "zz") for pk, _key in rows[:wrong]]
        return [{"question_id": pk, "answer": text} for pk, text in keys]

    def note(self, answer: Answer, try_number: int = 1) -> Answer:
        assert answer.status == 202, answer.text
        known = self.accepted.setdefault(answer.json["submission_id"], set())
        known |= {(one["question_id"], try_number, one["score"]) for one in answer.json["answers"]}
        return answer

    def check(self) -> None:
        """What was accepted, exactly that, and once, stands in the database; nothing wrong is left without a word."""
        value, user = self.product.value, self.user_id
        assert value("SELECT count(*) FROM personalization_submission WHERE user_id = %s", user) == len(self.accepted)
        for run, noted in self.accepted.items():
            rows = self.product.rows(ANSWERS, run)
            assert (set(rows), len(rows)) == (noted, len(noted))
        counted = value(
            "SELECT count(*) FROM personalization_submissionanswer a JOIN personalization_submission s"
            " ON s.id = a.submission_id WHERE a.counted AND s.user_id = %s",
            user,
        )
        assert counted == len({question for noted in self.accepted.values() for question, _try, _score in noted})
        total = "SELECT sum(total_questions) FROM personalization_topicprogress WHERE user_id = %s"
        cards = "SELECT count(*) FROM personalization_reviewcard WHERE user_id = %s"
        assert value(total, user) == value(cards, user) == counted
        wait_for(lambda: value(UNTOLD, user) == 0, TOLD_SECONDS, "something is said about every wrong answer")


@pytest.fixture
def book(product, request) -> Book:
    name = request.node.name[5:35]
    client = product.learner(name)
    return Book(product, client, product.value("SELECT id FROM accounts_user WHERE username = %s", name))


def test_scores_come_at_once_while_models_worker_and_redis_are_dead(product, book):
    with product.frozen("supervisor"):  # nobody starts them again
        for part in ("worker", "chores", "beat", "valkey"):
            product.kill(part)
        answers = [book.run(right=1, wrong=1) for _number in range(10)]
        seen = book.client.get("/api/v1/personalization/progress").json["topics"]
    assert {answer.json["quick_score"] for answer in answers} == {0.5}
    assert max(answer.seconds for answer in answers) < NO_REQUEST_LONGER_SECONDS
    assert [(topic["total_questions"], topic["correct_answers"]) for topic in seen] == [(2, 1)]
    book.check()


def test_the_same_request_two_hundred_times_at_once_makes_one_run(product, book):
    body = {"subject": MODULE, "answers": book.answers(1, 1)}
    with ThreadPoolExecutor(200) as pool:
        sent = [pool.submit(book.client.post, RUNS, body, Idempotency_Key="two-hundred-times") for _n in range(200)]
        answers = [one.result() for one in sent]
    assert {answer.status for answer in answers} <= {202, 409}
    made = [answer for answer in answers if answer.status == 202]
    assert len({answer.json["submission_id"] for answer in made}) == 1
    book.note(made[0])
    assert book.client.post(RUNS, body, Idempotency_Key="two-hundred-times").json == made[0].json
    book.check()


def test_what_a_killed_web_process_could_not_send_is_said_all_the_same(product, book):
    product.kill("web")  # a new one knows no connection to the queue that could still carry a message
    wait_for(lambda: product.healthy, 30, "the web process is back")
    state = "SELECT status, sent_at, started_at FROM jobs_task WHERE subject_id = %s"
    with product.frozen("valkey"):
        run = book.run(right=0, wrong=1).json["submission_id"]
        assert product.rows(state, run) == [("pending", None, None)]
        product.kill("web")
    wait_for(lambda: product.rows(state, run)[0][2], DISPATCHED_SECONDS, "the task is begun")
    book.check()


def test_everything_accepted_has_one_effect_whatever_is_killed(product, book):
    for part in ("web", "worker", "valkey", "postgres"):
        with ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(book.patient_run) for _number in range(6)]
            wait_for(lambda: book.accepted, RETRIED_SECONDS, "a first one")
            product.kill(part)
            for run in runs:
                run.result()
        wait_for(lambda: product.healthy and len(product.parts()) == len(PARTS), 60, "everything runs again")
    assert len(book.accepted) == 24
    book.check()
