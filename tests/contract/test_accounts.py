"""Tokens, accounts, oneself: methods, addresses, statuses, and exactly the fields that clients know."""

import pytest

from conftest import PASSWORD
from lms.accounts.models import User
from tests.contract.shape import MOMENT, SOME, Nullable

USER = {
    "id": int,
    "username": Nullable(SOME),
    "display_name": str,
    "email": str,
    "role": ("student", "teacher", "admin"),
    "language": ("", "ko", "en"),
    "is_guest": bool,
}
TOKEN = {"token": SOME, "expires_at": MOMENT, "user": USER}
MYSELF = USER | {"model_consent": bool}  # an API client has to be able to give and withdraw it
NEW = {"username": "haneul", "password": "a-good-long-password"}


@pytest.fixture
def with_token(api):
    def with_token(token: str):
        client = api()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return with_token


def test_a_token_is_got_used_and_ended(ask, learner, with_token):
    body = {"username": learner.username, "password": PASSWORD}
    shown = ask(None, "POST", "/auth/token", TOKEN, body=body)
    client = with_token(shown["token"])
    assert ask(client, "GET", "/me", MYSELF)["id"] == shown["user"]["id"] == learner.pk
    ask(client, "DELETE", "/auth/token", status=204)
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "more", [{}, {"display_name": "하늘"}, {"email": "haneul@infou.example"}, {"language": "en"}], ids=str
)
def test_an_account_is_made(ask, db, more):
    user = ask(None, "POST", "/auth/register", TOKEN, status=201, body=NEW | more)["user"]
    assert {name: user[name] for name in more} == more
    assert (user["username"], user["role"], user["is_guest"]) == ("haneul", "student", False)


def test_a_guest_with_a_token_becomes_the_account(ask, api, guest):
    assert ask(guest, "GET", "/me", MYSELF)["username"] is None
    user = ask(guest, "POST", "/auth/register", TOKEN, status=201, body=NEW)["user"]
    assert (user["id"], user["is_guest"]) == (guest.pk, False)


def test_a_guest_is_claimed_by_an_account(ask, learner, topic):
    body = {"main_topic_id": topic.pk}
    opened = ask(None, "POST", "/sub-topics/generate", _STARTED, status=202, body=body)
    ask(learner, "POST", "/auth/claim", USER, body={"access_token": opened["access_token"]})
    assert not User.objects.filter(is_guest=True).exists()


_STARTED = dict.fromkeys(("generation_id", "status", "estimated_completion", "message", "access_token"), SOME)


def test_oneself_is_shown_and_changed(ask, learner):
    shown = ask(learner, "GET", "/me", MYSELF)
    changed = ask(learner, "PATCH", "/me", MYSELF, body={"display_name": "지우", "language": "en"})
    assert changed == shown | {"display_name": "지우", "language": "en"}
    assert ask(learner, "PATCH", "/me", MYSELF, body={"role": "admin", "is_guest": True})["role"] == "student"


def test_everything_about_oneself_is_taken_along_and_erased(ask, api, learner):
    answer = api(learner).get("/api/v1/me/export")
    assert (answer.status_code, answer.json()["account"]["username"]) == (200, learner.username)
    client = api(learner)
    ask(client, "DELETE", "/me", status=204)
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("path", ["/health", "/api/v1/health"])
def test_health_says_how_it_is_and_which_version(api, db, path):
    shown = api().get(path).json()
    assert {"status", "version"} <= set(shown)
    assert shown["status"] in ("healthy", "degraded", "unhealthy")
