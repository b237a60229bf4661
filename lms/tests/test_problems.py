"""Errors: problem+json for clients, a page that says what to do for people."""

import pytest
from django.db import OperationalError
from psycopg_pool import PoolTimeout
from rest_framework.test import APIClient

from lms.accounts import api as accounts_api
from lms.accounts import views as accounts_views


def test_an_unknown_api_address_is_a_problem(api, db):
    answer = api().get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail", "code", "errors"}


def test_an_unknown_page_says_where_to_go(browser, db):
    answer = browser().get("/nothing")
    assert answer.status_code == 404
    assert "찾는 쪽이 없어요" in answer.content.decode()
    assert 'href="/topics"' in answer.content.decode()


def test_a_fault_of_ours_shows_a_number_and_no_internals(browser, api, learner, monkeypatch):
    def broken(*_args):
        raise RuntimeError("secret internals")

    monkeypatch.setattr(accounts_views, "LogInForm", broken)
    monkeypatch.setattr(accounts_api, "MeOutput", broken)
    page, problem = browser(), api(learner)
    page.raise_request_exception = problem.raise_request_exception = False
    for answer in (page.get("/login"), problem.get("/api/v1/me")):
        assert answer.status_code == 500
        assert "secret" not in answer.content.decode()
        assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.parametrize("error", [OperationalError("gone"), PoolTimeout("none left")])
def test_a_database_that_is_away_is_503_with_retry_after(api, learner, monkeypatch, error):
    def gone(*_args):
        raise error

    monkeypatch.setattr(accounts_api, "MeOutput", gone)
    answer = api(learner).get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("body", ["{", "[]", '"text"'])
def test_a_body_that_is_no_object_is_400(api, learner, body):
    answer = api(learner).generic("POST", "/api/v1/sessions", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_cookie_post_without_csrf_token_is_refused_on_api_and_pages(learner, db):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.patch("/api/v1/me", {"display_name": "x"}, format="json").status_code == 403
    assert client.post("/logout").status_code == 403


def test_problems_speak_the_readers_language(api, db):
    korean, english = (api(**{"Accept-Language": code}).get("/api/v1/me").json()["detail"] for code in ("ko", "en"))
    assert (korean, english) == ("로그인하거나 토큰을 보내 주세요.", "Log in or send a token for this.")
