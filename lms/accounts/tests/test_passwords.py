"""Changing a password, and a new one by e-mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from conftest import PASSWORD
from lms import letters
from lms.accounts import tokens
from lms.accounts.models import User

NEW = "staple-battery-horse"
ADDRESS = "jiwoo@infou.example"
SENT = "/password-reset/sent"


@pytest.fixture
def reachable(learner) -> User:
    learner.email, learner.language = ADDRESS, "en"
    learner.save()
    return learner


@pytest.fixture
def logged_in(api, browser, reachable) -> tuple:
    """A browser and a program; a log-in later than a link makes that link worthless."""
    return browser(reachable), api(reachable)


@pytest.fixture
def link(browser, reachable, mailoutbox) -> str:
    """The path in the letter that the learner has just got."""
    browser().post("/password-reset", {"email": ADDRESS})
    return re.search(r"http://127.0.0.1:8000(/password-reset/\S+)", mailoutbox[0].body)[1]


def change(client, password: str = PASSWORD, new_password: str = NEW):
    return client.post("/me/password", {"password": password, "new_password": new_password})


def test_changing_it_ends_every_other_log_in_and_says_so(api, browser, learner):
    here, elsewhere, program = browser(learner), browser(learner), api(learner)
    assert change(here).status_code == 302
    page = here.get("/me")
    assert page.status_code == 200
    assert "messages" not in page.text
    assert 'class="notice success' in page.text
    assert elsewhere.get("/me").status_code == 401
    assert program.get("/api/v1/me").status_code == 401
    assert here.get("/me/tokens").status_code == 200
    learner.refresh_from_db()
    assert learner.check_password(NEW)


def test_the_page_says_beforehand_what_ends(browser, learner):
    assert "every API token ends" in browser(learner, "en").get("/me/password").text


def test_who_does_not_know_the_present_password_changes_nothing(browser, learner):
    client = browser(learner, "en")
    answer = change(client, password="guess")
    assert answer.status_code == 400
    assert "This isn&#x27;t your password" in answer.text
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)


def test_guesses_of_the_present_password_count_as_at_log_in(api, browser, learner):
    client = browser(learner)
    for _turn in range(10):
        change(client, password="guess")
    assert change(client).status_code == 400
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
    body = {"username": "jiwoo", "password": PASSWORD}
    assert api().post("/api/v1/auth/token", body, format="json").status_code == 429


@pytest.mark.parametrize("weak", ["short", "12345678", "jiwoojiw"])
def test_a_weak_new_password_is_refused_beside_its_field(browser, learner, weak):
    answer = change(browser(learner), new_password=weak)
    assert answer.status_code == 400
    assert 'id="id_new_password_error"' in answer.text


def test_the_same_is_answered_whether_or_not_somebody_has_the_address(browser, reachable, mailoutbox):
    answers = [browser().post("/password-reset", {"email": address}) for address in (ADDRESS, "nobody@infou.example")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, SENT)] * 2
    assert answers[0].content == answers[1].content
    assert [letter.to for letter in mailoutbox] == [[ADDRESS]]


def test_the_request_itself_asks_the_database_nothing_about_the_address(browser, reachable, monkeypatch, queries):
    monkeypatch.setattr(letters, "later", lambda send: None)
    client = browser()
    with queries(at_most=0):
        client.post("/password-reset", {"email": ADDRESS})


def test_the_letter_is_in_the_language_of_the_account(browser, reachable, mailoutbox):
    browser(language="ko").post("/password-reset", {"email": ADDRESS.upper()})
    assert mailoutbox[0].subject == "A new password for InfoU"
    assert "account jiwoo" in mailoutbox[0].body
    assert "<" not in mailoutbox[0].body


def test_every_account_with_the_address_gets_a_letter_of_its_own(browser, reachable, other_learner, mailoutbox):
    User.objects.filter(pk=other_learner.pk).update(email=ADDRESS)
    browser().post("/password-reset", {"email": ADDRESS})
    assert len({re.search(r"/password-reset/\S+", letter.body)[0] for letter in mailoutbox}) == 2


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_guest": True, "username": None}])
def test_no_letter_goes_to_who_can_not_log_in(browser, reachable, mailoutbox, change):
    User.objects.filter(pk=reachable.pk).update(**change)
    browser().post("/password-reset", {"email": ADDRESS})
    assert mailoutbox == []


def test_the_link_sets_a_password_once_and_ends_every_log_in(logged_in, browser, learner, link):
    elsewhere, program = logged_in
    page = browser(language="en").get(link)
    assert "For the account jiwoo" in page.text
    assert "no-store" in page["Cache-Control"]
    answer = browser().post(link, {"new_password": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/login")
    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert elsewhere.get("/me").status_code == 401
    assert program.get("/api/v1/me").status_code == 401
    assert browser().post(link, {"new_password": "another-long-one"}).status_code == 200
    learner.refresh_from_db()
    assert learner.check_password(NEW)


def test_a_weak_password_by_link_is_refused_and_the_link_stays_good(browser, learner, link):
    assert browser().post(link, {"new_password": "short"}).status_code == 400
    assert browser().post(link, {"new_password": NEW}).status_code == 302


@pytest.mark.parametrize(("minutes", "text"), [(59, "For the account jiwoo"), (61, "or it is too old")])
def test_the_link_is_good_for_an_hour(browser, link, minutes, text):
    with time_machine.travel(timedelta(minutes=minutes)):  # a point in time would change the local zone too
        page = browser(language="en").get(link).text
    assert text in page
    assert ('name="new_password"' in page) == (minutes < 60)


@pytest.mark.parametrize("uid", ["MQ", "x", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "é", "LTE", "MS41"])
def test_a_made_up_link_leads_nowhere(browser, learner, link, uid):
    token = link.rpartition("/")[2]
    for address in (f"/password-reset/{uid}/{token}-", f"/password-reset/{uid}/set"):
        answer = browser().get(address)
        assert answer.status_code == 200
        assert 'name="new_password"' not in answer.text


def test_a_link_of_one_opens_no_other_account(browser, other_learner, link):
    uid = urlsafe_base64_encode(force_bytes(other_learner.pk))
    for address, opens in ((link, True), (f"/password-reset/{uid}/{link.rpartition('/')[2]}", False)):
        assert ('name="new_password"' in browser().get(address).text) == opens


def test_a_reset_opens_an_account_that_wrong_tries_had_locked(api, browser, learner, link):
    body = {"username": "jiwoo", "password": NEW}
    for _turn in range(10):
        api().post("/api/v1/auth/token", body, format="json")
    browser().post(link, {"new_password": NEW})
    assert api().post("/api/v1/auth/token", body, format="json").status_code == 200


def test_letters_to_one_address_are_limited_and_others_are_not(browser, reachable, mailoutbox):
    answers = [browser().post("/password-reset", {"email": ADDRESS}) for _turn in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert len(mailoutbox) == 5
    assert browser().post("/password-reset", {"email": "else@infou.example"}).status_code == 302


def test_an_unknown_address_is_limited_like_a_known_one(browser, db):
    answers = [browser().post("/password-reset", {"email": "x@infou.example"}) for _turn in range(6)]
    assert answers[-1].status_code == 429


def test_an_instance_without_a_mail_server_says_so(browser, db, settings):
    settings.SENDS_LETTERS = False
    page = browser(language="en").get("/password-reset").text
    assert "send e-mail" in page
    assert 'name="email"' not in page


def test_a_mail_server_that_is_away_is_logged_without_the_address(reachable, monkeypatch, caplog):
    def refuse() -> None:
        raise OSError(f"550 {ADDRESS}")

    monkeypatch.setattr(letters.connection, "close", lambda: None)
    letters._send(refuse)
    assert [(record.message, record.error) for record in caplog.records] == [("letter_failed", "OSError")]
    assert ADDRESS not in caplog.text


def test_tokens_of_others_stay(api, browser, learner, other_learner):
    token, _expires_at = tokens.issue(other_learner)
    change(browser(learner))
    assert tokens.owner_of(token) == other_learner
