"""What a guest made goes with them into an account."""

import pytest

from articles.models import ArticleFeedback, ArticleReport, LearningSession
from conftest import PASSWORD
from lms.accounts import tokens
from lms.accounts.models import User

REGISTER, CLAIM = "/api/v1/auth/register", "/api/v1/auth/claim"
NEW = {"username": "hana", "password": PASSWORD}


@pytest.fixture
def guests_session(guest, topic) -> LearningSession:
    return LearningSession.objects.create(user=guest, main_topic=topic, target_level="beginner", language="ko")


def test_a_guest_who_registers_keeps_row_and_sessions(api, guest, guests_session):
    answer = api(guest).post(REGISTER, NEW, format="json").json()
    assert answer["user"]["id"] == guest.pk
    assert LearningSession.objects.get(user__username="hana") == guests_session


def test_claiming_a_guest_moves_its_sessions_and_ends_it(api, learner, guest, guests_session):
    token, _expires_at = tokens.issue(guest)
    assert api(learner).post(CLAIM, {"access_token": token}, format="json").status_code == 200
    assert LearningSession.objects.get().user == learner
    assert not User.objects.filter(pk=guest.pk).exists()
    assert tokens.owner_of(token) is None


def test_one_session_can_be_claimed_alone(api, learner, guest, guests_session, topic):
    other = LearningSession.objects.create(user=guest, main_topic=topic, target_level="expert", language="ko")
    token, _expires_at = tokens.issue(guest)
    address = f"/api/v1/sessions/{guests_session.pk}/claim"
    assert api(learner).post(address, {"access_token": token}, format="json").status_code == 200
    assert LearningSession.objects.get(pk=guests_session.pk).user == learner
    assert LearningSession.objects.get(pk=other.pk).user == guest


def test_logging_in_on_a_page_brings_the_guests_sessions_along(browser, learner, guest, guests_session):
    client = browser(guest)
    answer = client.post("/login", {"username": "jiwoo", "password": PASSWORD})
    assert answer.status_code == 302
    assert LearningSession.objects.get().user == learner
    assert client.get(f"/sessions/{guests_session.pk}").status_code == 200


def test_signing_up_on_a_page_keeps_the_guests_sessions(browser, guest, guests_session):
    client = browser(guest)
    client.post("/signup", {"username": "hana", "password": PASSWORD})
    assert User.objects.get(username="hana").pk == guest.pk
    assert client.get(f"/sessions/{guests_session.pk}").status_code == 200


@pytest.mark.parametrize("claimed", ["all", "one session"])
def test_what_a_guest_said_of_articles_comes_along(api, learner, guest, open_new, run_tasks, claimed):
    session = open_new(guest, articles=1)
    run_tasks()
    address, client = f"/api/v1/articles/{session.articles.get().pk}", api(guest)
    client.post(f"{address}/feedback", {"rating": "like"}, format="json")
    client.post(f"{address}/report", {"reason": "wrong"}, format="json")
    token, _expires_at = tokens.issue(guest)
    path = CLAIM if claimed == "all" else f"/api/v1/sessions/{session.pk}/claim"
    assert api(learner).post(path, {"access_token": token}, format="json").status_code == 200
    assert ArticleFeedback.objects.get().user == learner
    assert ArticleReport.objects.get().user == learner
