"""The page of settings, consent, and `/me`."""

import pytest
import time_machine

from lms.accounts import consent
from lms.accounts.models import User

ME = "/api/v1/me"
FORM = {"display_name": "지우", "email": "jiwoo@infou.example", "language": "en"}


def test_what_is_saved_stands_in_the_account_and_the_language_decides_from_then_on(browser, learner):
    client = browser(learner)
    assert 'lang="ko"' in client.get("/me").text
    answer = client.post("/me", FORM, follow=True)
    learner.refresh_from_db()
    assert {name: getattr(learner, name) for name in FORM} == FORM
    assert '<html lang="en"' in answer.text
    assert "Your settings are saved." in answer.text


def test_the_language_may_be_left_to_the_browser_again(browser, learner):
    client = browser(learner, language="en")
    client.post("/me", FORM | {"language": "ko"})
    assert '<html lang="en"' in client.post("/me", FORM | {"language": ""}, follow=True).text


def test_the_email_may_be_emptied_and_the_old_address_is_told(browser, learner, mailoutbox):
    User.objects.filter(pk=learner.pk).update(email="old@infou.example")
    client = browser(learner, "en")
    client.post("/me", FORM | {"email": "old@infou.example"})
    assert mailoutbox == [], "nothing changed"
    client.post("/me", FORM | {"email": ""})
    learner.refresh_from_db()
    assert learner.email == ""
    assert [letter.to for letter in mailoutbox] == [["old@infou.example"]]
    assert "The InfoU account jiwoo has another e-mail address now" in mailoutbox[0].body


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"language": "fr"}, {"display_name": "x" * 81}])
def test_what_is_wrong_is_said_beside_it_and_nothing_is_saved(browser, learner, wrong):
    answer = browser(learner).post("/me", FORM | wrong)
    assert answer.status_code == 400
    assert f'id="id_{next(iter(wrong))}_error"' in answer.text
    learner.refresh_from_db()
    assert (learner.display_name, learner.email, learner.language) == ("한지우", "", "")


ROLES = {"role": "admin", "is_staff": "true", "is_superuser": "true", "is_guest": "true", "username": "root"}
DATES = {"consented_at": "2020-01-01", "seen_at": "2020-01-01", "erasing_since": "2020-01-01", "is_active": "false"}


@pytest.mark.parametrize("way", ["page", "api"])
def test_nobody_becomes_somebody_else_by_asking_for_it(api, browser, learner, way):
    page, client = browser(learner), api(learner)
    before = User.objects.filter(pk=learner.pk).values().get()
    if way == "page":
        assert page.post("/me", FORM | ROLES | DATES).status_code == 302
    else:
        assert client.patch(ME, FORM | ROLES | DATES, format="json").status_code == 200
    after = User.objects.filter(pk=learner.pk).values().get()
    assert after == before | FORM


def test_guests_have_settings_without_email_and_password(browser, guest):
    answer = browser(guest, "en").get("/me")
    assert 'name="email"' not in answer.text
    assert 'href="/me/password"' not in answer.text
    assert "Make an account" in answer.text


@pytest.mark.parametrize("address", ["/me", "/me/data", "/me/password", "/me/tokens"])
def test_nobody_is_asked_to_log_in(browser, db, address):
    answer = browser().get(address)
    assert answer.status_code == 401
    assert f'href="/login?next={address}"' in answer.text


@pytest.mark.parametrize("address", ["/me/password", "/me/tokens"])
def test_guests_are_told_that_this_needs_an_account(browser, guest, address):
    assert browser(guest).get(address).status_code == 403


def test_me_says_who_and_whether_models_may_see(api, learner):
    answer = api(learner).get(ME).json()
    assert answer["username"] == "jiwoo"
    assert answer["model_consent"] is False


def test_consent_is_given_and_withdrawn_by_patch_and_kept_with_its_first_date(api, learner):
    with time_machine.travel("2026-03-01T09:00Z", tick=False):
        client = api(learner)
        assert client.patch(ME, {"model_consent": True}, format="json").json()["model_consent"] is True
    learner.refresh_from_db()
    first = learner.consented_at
    client = api(learner)
    client.patch(ME, {"model_consent": True}, format="json")
    learner.refresh_from_db()
    assert learner.consented_at == first
    assert client.patch(ME, {"model_consent": False}, format="json").json()["model_consent"] is False
    learner.refresh_from_db()
    assert (learner.consented_at, learner.has_consented) == (None, False)


@pytest.mark.parametrize("unclear", [None, "perhaps", 7])
def test_an_unclear_consent_is_refused(api, learner, unclear):
    answer = api(learner).patch(ME, {"model_consent": unclear}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "model_consent"
    learner.refresh_from_db()
    assert not learner.has_consented


def test_changing_something_else_leaves_consent_as_it_is(api, browser, learner):
    consent.give(learner)
    api(learner).patch(ME, {"display_name": "지우"}, format="json")
    browser(learner).post("/me", FORM)
    learner.refresh_from_db()
    assert learner.has_consented


def test_the_page_part_gives_and_withdraws(browser, learner):
    client = browser(learner, "en")
    assert "Let models see them" in client.get("/me").text
    client.post("/me/consent", {"consent": "give", "next": "/me"})
    assert "You agreed on" in client.get("/me").text
    client.post("/me/consent", {"consent": "withdraw", "next": "/me"})
    learner.refresh_from_db()
    assert not learner.has_consented


def test_a_visitor_who_agrees_becomes_a_guest_who_has_agreed(browser, db):
    answer = browser().post("/me/consent", {"consent": "give", "next": "/topics"})
    assert answer["Location"] == "/topics"
    guest = User.objects.get()
    assert (guest.is_guest, guest.has_consented) == (True, True)


def test_consent_stays_when_a_guest_signs_up(browser, guest):
    consent.give(guest)
    browser(guest).post("/signup", {"username": "hana", "password": "correct-horse-battery"})
    guest.refresh_from_db()
    assert (guest.username, guest.has_consented) == ("hana", True)


def test_an_account_is_not_bound_by_what_a_guest_agreed_to(browser, guest, learner):
    consent.give(guest)
    browser(guest).post("/login", {"username": "jiwoo", "password": "correct-horse-battery"})
    learner.refresh_from_db()
    assert not User.objects.filter(pk=guest.pk).exists()
    assert not learner.has_consented


def test_settings_and_privacy_are_found_from_every_page(browser, learner, guest):
    for person in (learner, guest):
        page = browser(person).get("/login").text
        assert 'href="/me"' in page
        assert 'href="/me/data"' in page
        assert 'href="/privacy"' in page
    assert 'href="/privacy"' in browser().get("/login").text
