"""Parts are killed and frozen while sessions are made: nothing that was accepted is lost, and nothing is made twice."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from tests.product import PARTS, PASSWORD, Answer, Client, Product, Watcher, running_product, wait_for

HIGH_LIMIT = "100000/1m"  # never reached, yet every request goes through the limiter
WORKER_BACK_SECONDS = 20
DISPATCHED_SECONDS = 15
SWEPT_SECONDS = 60  # told to the queue once, and the queue has forgotten it
NO_REQUEST_LONGER_SECONDS = 1.0
NONE_WAITS_LONGER_MS = 500  # for Valkey: one short time limit, and room for a busy processor
FROZEN_SECONDS = 10
DATABASE_BACK_SECONDS = 10
SESSIONS = "/api/v1/sessions"
TEXTS = "articles_contentversion"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product(limits=HIGH_LIMIT) as product:
        yield product


@pytest.fixture(scope="module")
def learner(product) -> Client:
    return product.learner("jiwoo")


@pytest.fixture(autouse=True)
def _sound(product) -> None:
    """Each test begins with everything running."""
    wait_for(lambda: product.healthy and len(product.parts()) == len(PARTS), 30, "everything runs")


def start_session(learner: Client, body: dict, **headers: str) -> str:
    answer = learner.post(SESSIONS, body, **headers)
    assert answer.status == 201, answer.text
    return answer.json["session_id"]


def written(product: Product, session: str) -> int:
    return product.value(
        "SELECT count(*) FROM articles_article a JOIN articles_articlelevel l ON l.article_id = a.id"
        " JOIN articles_content c ON c.id = l.content_id WHERE a.session_id = %s AND c.state = 'ready'",
        session,
    )


def wait_until_ready(learner: Client, *sessions: str, seconds: float) -> None:
    def all_ready() -> bool:
        return all(learner.get(f"{SESSIONS}/{session}").json["status"] == "ready" for session in sessions)

    wait_for(all_ready, seconds, f"{sessions} ready")


def versions_a_content(product: Product, session: str) -> list[int]:
    """How often each content of this session was written, in the order of its articles."""
    rows = product.rows(
        "SELECT count(v.id) FROM articles_article a JOIN articles_articlelevel l ON l.article_id = a.id"
        " LEFT JOIN articles_contentversion v ON v.content_id = l.content_id"
        " WHERE a.session_id = %s GROUP BY a.id, a.order_num ORDER BY a.order_num",
        session,
    )
    return [count for (count,) in rows]


def task_states(product: Product, session: str) -> list[tuple]:
    """(type, status, how many) of a session's tasks."""
    query = "SELECT task_type, status, count(*) FROM jobs_task WHERE session_id = %s GROUP BY 1, 2 ORDER BY 1, 2"
    return product.rows(query, session)


def keep_asking(seconds: float, *questions: Callable[[], Answer]) -> list[list[Answer]]:
    """The answers to all questions, turn by turn, for so long."""
    turns, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        turns.append([question() for question in questions])
        time.sleep(0.05)  # a reader, not a load test
    return turns


def assert_all_prompt(turns: list[list[Answer]]) -> None:
    """But for logging in, the last of each turn: a password's hash is slow by intent. That it doesn't wait, the log says."""
    *reading, logins = zip(*turns, strict=True)
    answers = [answer for given in reading for answer in given]
    assert {answer.status for answer in (*answers, *logins)} == {200}
    assert max(answer.seconds for answer in answers) < NO_REQUEST_LONGER_SECONDS


@contextmanager
def nobody_waits_for_valkey(product: Product) -> Iterator[None]:
    """By the request log of the web process, which no load on the machine falsifies; there are such requests in it."""
    log = product.places.logs / "web.log"
    known = len(log.read_text())
    yield
    lines = [json.loads(line) for line in log.read_text()[known:].splitlines() if '"redis_ms"' in line]
    assert len(lines) > 10
    assert max(line["redis_ms"] for line in lines) < NONE_WAITS_LONGER_MS


def test_a_killed_worker_leaves_each_article_written_once(product, learner):
    session = start_session(learner, product.fresh_body(sub_topics=4))
    wait_for(lambda: written(product, session), 20, "the first article")
    with product.held(TEXTS):
        before = written(product, session)
        product.kill("worker")
    assert 0 < before < 20, "killed in the middle"
    wait_until_ready(learner, session, seconds=WORKER_BACK_SECONDS)
    assert versions_a_content(product, session) == [1] * 20
    wait_for(lambda: task_states(product, session) == DONE_20, WORKER_BACK_SECONDS, "all tasks at their end")


DONE_20 = [("article_generation", "completed", 20), ("curriculum_generation", "completed", 1)]


def test_a_frozen_worker_goes_on_where_it_was(product, learner):
    session = start_session(learner, product.fresh_body(sub_topics=4))
    wait_for(lambda: written(product, session), 20, "the first article")
    with product.held(TEXTS), product.frozen("worker"):
        lost = "SELECT count(*) FROM jobs_task WHERE session_id = %s AND status = 'processing' AND lease_until < now()"
        wait_for(lambda: product.value(lost, session), 15, "leases that ran out")
    wait_until_ready(learner, session, seconds=SWEPT_SECONDS)
    assert versions_a_content(product, session) == [1] * 20


def test_what_a_killed_web_process_could_not_send_is_done(product, learner):
    body = product.fresh_body()
    restart(product, "web")  # a new one knows no connection to the queue that could still carry a message
    with product.frozen("valkey"):
        session = start_session(learner, body)
        sent = product.rows("SELECT status, sent_at FROM jobs_task WHERE session_id = %s", session)
        assert sent == [("pending", None)]
        product.kill("web")
    thawed = time.monotonic()
    wait_for(lambda: product.healthy, 15, "the web process is back")
    wait_until_ready(learner, session, seconds=DISPATCHED_SECONDS - (time.monotonic() - thawed))


def restart(product: Product, part: str) -> None:
    old = product.parts()[part]
    product.kill(part)
    wait_for(lambda: product.parts().get(part, old) != old and product.healthy, 30, f"another {part}")


def read_and_log_in(product: Product, learner: Client) -> list[Callable[[], Answer]]:
    """What has to work without Redis: an article, a session's state, pages, and, last, logging in."""
    session = start_session(learner, product.fresh_body(sub_topics=1))
    wait_until_ready(learner, session, seconds=20)
    article = learner.get(f"{SESSIONS}/{session}/curriculum").json["items"][0]["id"]
    return [
        lambda: learner.get(f"/api/v1/articles/{article}"),
        lambda: learner.get(f"{SESSIONS}/{session}"),
        lambda: product.get("/"),
        lambda: product.get("/topics"),
        lambda: Client(product).post("/api/v1/auth/token", {"username": "jiwoo", "password": PASSWORD}),
    ]


def test_a_lost_valkey_loses_no_job_and_no_request_waits_for_it(product, learner):
    questions = read_and_log_in(product, learner)
    with product.held(TEXTS), nobody_waits_for_valkey(product):
        sessions = [start_session(learner, product.fresh_body(sub_topics=4)) for _number in range(2)]
        wait_for(lambda: learner.get(f"{SESSIONS}/{sessions[0]}").json["curriculum"]["total_articles"], 15, "outlines")
        product.kill("valkey")
        shutil.rmtree(product.places.valkey_data)
        turns = keep_asking(5, *questions)
    assert_all_prompt(turns)
    wait_until_ready(learner, *sessions, seconds=SWEPT_SECONDS)
    assert [versions_a_content(product, session) for session in sessions] == [[1] * 20] * 2


@contextmanager
def watched(product: Product, learner: Client) -> Iterator[tuple[str, Watcher, Callable]]:
    """A session that is held in the middle, somebody who watches it, and what lets it go on."""
    with ExitStack() as hold:
        hold.enter_context(product.held(TEXTS))
        session = start_session(learner, product.fresh_body(sub_topics=1, articles=3))
        with product.watch(f"/sessions/{session}/ws", token=learner.token) as watcher:
            wait_for(lambda: product.waiting_for(TEXTS) == 3, 20, "all articles in the middle")
            yield session, watcher, hold.close


def test_a_watcher_is_told_what_happened_while_valkey_was_killed(product, learner):
    with watched(product, learner) as (session, watcher, go_on):
        product.kill("valkey")
        go_on()
        assert watcher.until("generation_complete")[-1]["data"]["session_id"] == session


def test_a_watcher_is_told_what_happened_while_valkey_was_frozen(product, learner):
    """News that can't be sent opens the breaker, so that the next, of the end, is not even tried."""
    log = product.places.logs / "worker.log"
    with watched(product, learner) as (session, watcher, go_on):
        known = len(log.read_text())
        with product.frozen("valkey"):
            go_on()
            wait_until_ready(learner, session, seconds=WORKER_BACK_SECONDS)
            wait_for(lambda: "redis_unavailable" in log.read_text()[known:], 10, "news that can't be sent")
        assert watcher.until("generation_complete")[-1]["data"]["session_id"] == session


def test_a_frozen_valkey_makes_nobody_wait(product, learner):
    questions = read_and_log_in(product, learner)
    bodies = [product.fresh_body(sub_topics=1, articles=1) for _number in range(8)]
    opened, turns = [], []
    with product.frozen("valkey"), nobody_waits_for_valkey(product):
        for body in bodies:
            opened.append(learner.post(SESSIONS, body))
            turns += keep_asking(FROZEN_SECONDS / len(bodies), *questions)
    assert_all_prompt(turns)
    assert {answer.status for answer in opened} == {201}
    assert max(answer.seconds for answer in opened) < NO_REQUEST_LONGER_SECONDS
    wait_until_ready(learner, *(answer.json["session_id"] for answer in opened), seconds=SWEPT_SECONDS)


def test_a_database_that_is_away_is_said_so_and_heals_without_a_restart(product, learner):
    questions, web = read_and_log_in(product, learner), product.parts()["web"]
    with product.frozen("supervisor"):  # nobody starts it again
        product.kill("postgres")
        with ThreadPoolExecutor(len(questions)) as pool:
            answers = list(pool.map(lambda question: question(), questions))
    wait_for(lambda: accepts(product), 30, "PostgreSQL accepts connections")
    wait_for(lambda: product.healthy, DATABASE_BACK_SECONDS, "healthy again")
    assert {answer.status for answer in answers} == {503}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers)
    assert [question().status for question in questions] == [200] * len(questions)
    assert product.parts()["web"] == web
    wait_until_ready(learner, start_session(learner, product.fresh_body()), seconds=DATABASE_BACK_SECONDS)


def test_requests_while_the_database_restarts_succeed_or_say_so(product, learner):
    read, *_others = read_and_log_in(product, learner)
    answers = []
    product.kill("postgres")
    wait_for(lambda: answers.append(read()) or accepts(product), 30, "PostgreSQL accepts connections")
    wait_for(lambda: read().status == 200, DATABASE_BACK_SECONDS, "articles are read")
    assert all(answer.status == 200 or "retry-after" in answer.headers for answer in answers)
    assert {answer.status for answer in answers} <= {200, 503}


def accepts(product: Product) -> bool:
    try:
        return product.value("SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def test_a_session_in_the_making_outlives_a_killed_database(product, learner):
    session = start_session(learner, product.fresh_body(sub_topics=4))
    wait_for(lambda: written(product, session), SWEPT_SECONDS, "the first article")
    product.kill("postgres")
    wait_for(lambda: accepts(product), 30, "PostgreSQL accepts connections")
    wait_for(lambda: product.healthy, DATABASE_BACK_SECONDS, "healthy again")
    wait_until_ready(learner, session, seconds=SWEPT_SECONDS)
    assert versions_a_content(product, session) == [1] * 20


def test_the_same_request_fifty_times_at_once_makes_one_session(product, learner):
    body, before = product.fresh_body(), product.value("SELECT count(*) FROM articles_learningsession")
    with ThreadPoolExecutor(50) as pool:
        answers = list(
            pool.map(lambda _n: learner.post(SESSIONS, body, Idempotency_Key="fifty-times-at-once"), range(50))
        )
    made = [answer for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.json["session_id"] for answer in made}) == 1
    assert product.value("SELECT count(*) FROM articles_learningsession") == before + 1
    assert learner.post(SESSIONS, body, Idempotency_Key="fifty-times-at-once").json == made[0].json


def test_two_sessions_that_ask_for_the_same_at_once_share_one_text(product, learner):
    body, other = product.fresh_body(sub_topics=4), product.learner("seojun")
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda client: start_session(client, body), [learner, other])
    wait_until_ready(learner, first, seconds=WORKER_BACK_SECONDS)
    wait_until_ready(other, second, seconds=WORKER_BACK_SECONDS)
    assert versions_a_content(product, first) == versions_a_content(product, second) == [1] * 20
    assert first != second
