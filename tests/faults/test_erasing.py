"""The worker is killed while it erases somebody: it goes on where it stopped, and nobody else loses anything."""

import pytest

from tests.product import PASSWORD, Client, Product, wait_for

SESSIONS = "/api/v1/sessions"
BACK_SECONDS = 60
MIDWAY = ["jobs_task", "articles_reading", "articles_learningsession"]
OWNED = (
    "SELECT u.id, (SELECT count(*) FROM articles_learningsession s WHERE s.user_id = u.id),"
    " (SELECT count(*) FROM articles_reading r WHERE r.user_id = u.id),"
    " (SELECT count(*) FROM jobs_task t WHERE t.user_id = u.id)"
    " FROM accounts_user u WHERE username = %s"
)


def read_something(product: Product, name: str) -> Client:
    """A learner with a session that is ready and an article that was begun."""
    learner = product.learner(name)
    session = learner.post(SESSIONS, product.fresh_body(1, 2)).json["session_id"]
    wait_for(lambda: learner.get(f"{SESSIONS}/{session}").json["status"] == "ready", 60, "a session")
    article = product.value("SELECT id FROM articles_article WHERE session_id = %s LIMIT 1", session)
    body = {"article_id": article, "action": "started"}
    assert learner.post(f"{SESSIONS}/{session}/progress", body).status == 200
    return learner


def leave(product: Product, name: str) -> None:
    """By the pages, as people do."""
    person = Client(product)
    assert person.send_form("/login", {"username": name, "password": PASSWORD}).status == 200
    assert person.send_form("/me/data/erase", {"password": PASSWORD}).status == 200


@pytest.mark.parametrize("table", MIDWAY)
def test_a_worker_killed_while_it_erases_goes_on(product, table):
    leaving, staying = f"leaving-{table}", f"staying-{table}"
    learner, _other = read_something(product, leaving), read_something(product, staying)
    before = product.rows(OWNED, staying)
    assert before[0][1:] == (1, 1, 3)
    with product.held(table):
        leave(product, leaving)
        wait_for(lambda: product.waiting_for(table), BACK_SECONDS, f"the erasure at {table}")
        product.kill("worker")
    assert product.rows(OWNED, leaving), "killed in the middle"
    assert learner.get("/api/v1/me").status == 401
    wait_for(lambda: not product.rows(OWNED, leaving), BACK_SECONDS, "nothing is left")
    assert product.rows(OWNED, staying) == before
