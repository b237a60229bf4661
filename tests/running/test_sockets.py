"""Watching over a WebSocket: the present state first, then events in shapes that clients know; strangers get 4404."""

import time
from contextlib import AbstractContextManager, ExitStack

import pytest
from websockets.exceptions import ConnectionClosed

from tests.product import Client, Product, Watcher

NOT_FOUND = 4404
IDLE_SECONDS = 8  # redis-py's default time limit would end an idle socket after 5
PATIENCE_SECONDS = 10  # the server waits 5 s for somebody to say who they are
STATUSES = {"queued", "generating_outline", "generating_articles", "checking", "ready"}
VISIT = {"sub_topics": [], "level": "beginner", "preferred_article_length": "short", "learning_pace": "regular"}


@pytest.fixture(scope="module")
def learner(product) -> Client:
    return product.learner("jiwoo")


@pytest.fixture(scope="module")
def stranger(product) -> Client:
    return product.learner("seojun")


@pytest.fixture(scope="module")
def session(product, learner) -> str:
    """A session that is written."""
    session = start_session(product, learner)
    with watch(product, session, token=learner.token) as watcher:
        watcher.until("generation_complete")
    return session


def start_session(product: Product, person: Client) -> str:
    return person.post("/api/v1/sessions", product.fresh_body()).json["session_id"]


def watch(product: Product, session: str, **options) -> AbstractContextManager[Watcher]:
    return product.watch(f"/sessions/{session}/ws", **options)


def of_type(messages: list[dict], kind: str) -> list[dict]:
    return [message["data"] for message in messages if message["type"] == kind]


@pytest.fixture(scope="module")
def told(product, learner) -> list[dict]:
    """Everything one watcher was told of one session, from before its first article to its end."""
    with ExitStack() as stack:
        with product.held("articles_contentversion"):
            watcher = stack.enter_context(watch(product, start_session(product, learner), token=learner.token))
            first = watcher.next()
        messages = [first, *watcher.until("generation_complete")]
        while len(of_type(messages, "article_ready")) < of_type(messages, "generation_complete")[0]["total_articles"]:
            messages.append(watcher.next())
    return messages


def test_the_present_state_comes_first(told):
    assert told[0]["type"] == "generation_progress"
    assert told[0]["data"]["progress"]["completed"] == 0


def test_progress_has_the_shape_that_clients_know(told):
    for data in of_type(told, "generation_progress"):
        assert set(data) == {"status", "progress"}
        assert data["status"] in STATUSES
        assert set(data["progress"]) == {"completed", "total", "current_task", "estimated_remaining"}
        assert 0 <= data["progress"]["completed"] <= data["progress"]["total"]


def test_each_article_is_told_of_once(told):
    ready = of_type(told, "article_ready")
    assert all(set(data) == {"article_id", "order", "title"} for data in ready)
    assert sorted(data["order"] for data in ready) == list(range(1, 11))
    assert len({data["article_id"] for data in ready}) == 10


def test_the_end_is_told_once_and_has_the_shape_that_clients_know(told):
    (end,) = of_type(told, "generation_complete")
    assert set(end) == {"session_id", "total_articles", "generation_time", "ready_to_start"}
    assert (end["total_articles"], end["ready_to_start"]) == (10, True)
    assert end["generation_time"].endswith("초")


def test_who_comes_late_is_told_the_state_and_the_end(product, learner, session):
    with watch(product, session, token=learner.token) as watcher:
        progress, end = watcher.next(), watcher.next()
    assert progress["data"]["status"] == "ready"
    assert progress["data"]["progress"]["completed"] == progress["data"]["progress"]["total"] == 10
    assert end["type"] == "generation_complete"
    assert end["data"]["session_id"] == session


def test_each_reader_is_told_in_their_own_language(product, learner, session):
    english = {"Accept-Language": "en"}
    with watch(product, session, token=learner.token, additional_headers=english) as watcher:
        assert watcher.until("generation_complete")[-1]["data"]["generation_time"].isascii()


def test_a_wrong_token_is_refused(product, session):
    with watch(product, session, token="not-a-token") as watcher:
        assert watcher.close_code() == NOT_FOUND


def test_a_stranger_is_refused(product, stranger, session):
    with watch(product, session, token=stranger.token) as watcher:
        assert watcher.close_code() == NOT_FOUND


def test_an_id_that_does_not_exist_is_refused(product, learner):
    with watch(product, "sess_00000000000000000000000000", token=learner.token) as watcher:
        assert watcher.close_code() == NOT_FOUND


@pytest.mark.parametrize("path", ["/nowhere/ws", "/sessions/ws", "/", "/nothings/sess_0/ws", "/sessions/sess_0/ws/x"])
def test_an_address_that_is_not_watched_is_refused(product, path):
    with product.watch(path) as watcher:
        assert watcher.close_code() == NOT_FOUND


def visitor(product: Product, name: str) -> tuple[Client, str]:
    """Somebody logged in by cookie, and a session of theirs."""
    client = Client(product)
    client.send_form("/signup", {"username": name, "password": "correct-horse-battery"})
    product.unlock(client.get("/api/v1/me").json["id"])
    body = product.fresh_body()
    fields = VISIT | {"sub_topics": body["sub_topic_ids"][0].removeprefix("curated_"), "level": body["level"]}
    topics = {topic["id"]: topic["slug"] for topic in client.get("/api/v1/main-topics?limit=100").json["items"]}
    client.send_form(f"/sessions/new?topic={topics[body['main_topic_id']]}", fields)
    return client, client.get("/api/v1/sessions").json["items"][0]["session_id"]


def test_a_cookie_from_our_own_pages_is_enough(product):
    client, session = visitor(product, "cookie1")
    cookie = {"Cookie": client.cookie_header}
    with watch(product, session, origin=product.address, additional_headers=cookie) as watcher:
        assert watcher.next()["type"] == "generation_progress"


def test_a_cookie_sent_by_a_foreign_page_is_refused(product):
    client, session = visitor(product, "cookie2")
    cookie = {"Cookie": client.cookie_header}
    with watch(product, session, origin="https://elsewhere.example", additional_headers=cookie) as watcher:
        assert watcher.close_code() == NOT_FOUND


def test_a_token_sent_by_a_foreign_page_is_refused(product, learner, session):
    with watch(product, session, origin="https://elsewhere.example") as watcher:
        assert watcher.close_code() == NOT_FOUND


def test_who_says_nothing_is_refused_after_a_while(product, session):
    started = time.monotonic()
    with watch(product, session) as watcher:
        assert watcher.close_code(PATIENCE_SECONDS) == NOT_FOUND
    assert time.monotonic() - started > 3, "there was time to say something"


def test_what_is_no_message_is_passed_over(product, learner, session):
    with watch(product, session) as watcher:
        for text in ("{", "[]", "null", '{"type": "authenticate"', '{"type": "watch"}'):
            watcher.connection.send(text)
        watcher.say({"type": "authenticate", "token": learner.token})
        assert watcher.next()["type"] == "generation_progress"


def test_a_socket_that_nothing_happens_on_stays_open(product, learner):
    with ExitStack() as stack:
        with product.held("articles_contentversion"):
            watcher = stack.enter_context(watch(product, start_session(product, learner), token=learner.token))
            wait_for_silence(watcher)
        assert watcher.until("generation_complete")


def wait_for_silence(watcher: Watcher) -> None:
    """Returns when nothing has come for IDLE_SECONDS; fails where it is closed instead."""
    for _message in range(50):
        try:
            watcher.next(IDLE_SECONDS)
        except TimeoutError:
            return
        except ConnectionClosed as closed:
            pytest.fail(f"closed while idle: {closed}")
    pytest.fail("it never fell silent")
