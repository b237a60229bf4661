"""Sign-up, log-in, tokens, and how a guest becomes somebody."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError

from conftest import PASSWORD
from lms.accounts import demo, signing_in, tasks, tokens
from lms.accounts.models import ClassGroup, User

TOKEN, REGISTER, CLAIM = "/api/v1/auth/token", "/api/v1/auth/register", "/api/v1/auth/claim"
NEW = {"username": "hana", "password": PASSWORD}


def test_a_token_is_given_for_name_and_password_and_ends_with_delete(api, learner):
    answer = api().post(TOKEN, {"username": "jiwoo", "password": PASSWORD}, format="json").json()
    assert answer["user"]["username"] == "jiwoo"
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer['token']}")
    assert client.get("/api/v1/me").status_code == 200
    assert client.delete(TOKEN).status_code == 204
    assert client.get("/api/v1/me").status_code == 401


def test_a_wrong_password_is_a_400_that_does_not_say_which_was_wrong(api, learner):
    answers = [
        api().post(TOKEN, {"username": name, "password": "wrong"}, format="json").json() for name in ("jiwoo", "nobody")
    ]
    assert {answer["code"] for answer in answers} == {"wrong_credentials"}
    assert answers[0]["detail"] == answers[1]["detail"]


def test_after_ten_wrong_tries_even_the_right_password_waits(api, learner):
    for _turn in range(10):
        api().post(TOKEN, {"username": "jiwoo", "password": "wrong"}, format="json")
    answer = api().post(TOKEN, {"username": "jiwoo", "password": PASSWORD}, format="json")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_wrong_tries_of_one_do_not_lock_out_a_class_behind_the_same_address(api, learner, other_learner):
    for _turn in range(10):
        api().post(TOKEN, {"username": "jiwoo", "password": "wrong"}, format="json")
    assert api().post(TOKEN, {"username": "seojun", "password": PASSWORD}, format="json").status_code == 200


def test_wrong_tries_from_many_addresses_lock_the_name(api, learner, settings):
    """Each address tries once; who asks from anywhere waits, the right password or not."""
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    body = {"username": "jiwoo", "password": "wrong"}
    for number in range(10):
        api(**{"X-Forwarded-For": f"203.0.113.{number}"}).post(TOKEN, body, format="json")
    answer = api(**{"X-Forwarded-For": "198.51.100.7"}).post(TOKEN, body | {"password": PASSWORD}, format="json")
    assert answer.status_code == 429


def test_a_made_up_address_does_not_give_more_tries(api, learner):
    body = {"username": "jiwoo", "password": "wrong"}
    for number in range(10):
        api(**{"X-Forwarded-For": f"203.0.113.{number}"}).post(TOKEN, body, format="json")
    assert {attempt.ip_address for attempt in AccessAttempt.objects.all()} == {"127.0.0.1"}
    assert api().post(TOKEN, body | {"password": PASSWORD}, format="json").status_code == 429


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 200)])
def test_a_locked_name_opens_again_after_a_quarter_of_an_hour(api, learner, minutes, status):
    body = {"username": "jiwoo", "password": "wrong"}
    for _turn in range(10):
        api().post(TOKEN, body, format="json")
    with time_machine.travel(timedelta(minutes=minutes)):
        answer = api().post(TOKEN, body | {"password": PASSWORD}, format="json")
    assert answer.status_code == status


def test_many_wrong_names_from_one_address_lock_nobody_else_out(api, learner):
    for number in range(40):
        api().post(TOKEN, {"username": f"nobody{number}", "password": "wrong"}, format="json")
    assert api().post(TOKEN, {"username": "jiwoo", "password": PASSWORD}, format="json").status_code == 200


def test_the_page_says_when_a_name_is_locked(browser, learner):
    client = browser(language="en")
    answers = [client.post("/login", {"username": "jiwoo", "password": "wrong"}) for _turn in range(11)]
    assert "Try again in 900 seconds" in answers[-1].text


def test_what_was_noted_of_wrong_tries_is_forgotten_when_it_locks_nobody(api, learner):
    api().post(TOKEN, {"username": "jiwoo", "password": "wrong"}, format="json")
    tasks.clear_expired()
    assert AccessAttempt.objects.count() == 1
    with time_machine.travel(timedelta(minutes=16)):
        tasks.clear_expired()
    assert not AccessAttempt.objects.exists()


def test_an_expired_token_is_nobody(api, learner, time_machine):
    token, expires_at = tokens.issue(learner)
    time_machine.move_to(expires_at)
    assert tokens.owner_of(token) is None


def test_a_token_is_stored_only_as_a_hash(learner):
    token, _expires_at = tokens.issue(learner)
    assert token not in str(learner.auth_token_set.values())


def test_registering_makes_a_student_whatever_is_asked_for(api, db):
    answer = api().post(REGISTER, NEW | {"role": "admin", "is_guest": True, "is_staff": True}, format="json")
    assert answer.status_code == 201
    user = User.objects.get(username="hana")
    assert (user.role, user.is_guest, user.is_staff, user.is_superuser) == ("student", False, False, False)
    assert set(answer.json()["user"]) == {"id", "username", "display_name", "email", "role", "language", "is_guest"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "has space"}, "username"),
        ({"username": "JIWOO"}, "username"),
        ({"password": "12345678"}, "password"),
        ({"password": "short"}, "password"),
        ({"email": "no address"}, "email"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_registering_refuses_names_the_field(api, learner, change, field):
    answer = api().post(REGISTER, NEW | change, format="json")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {field}
    assert User.objects.count() == 1


def test_claiming_needs_the_token_of_a_guest(api, learner, other_learner):
    token, _expires_at = tokens.issue(other_learner)
    answer = api(learner).post(CLAIM, {"access_token": token}, format="json")
    assert answer.json()["errors"][0]["field"] == "access_token"


def test_a_refused_sign_up_shows_what_was_wrong_and_keeps_what_was_typed(browser, learner):
    answer = browser().post("/signup", {"username": "jiwoo", "password": PASSWORD, "email": "a@b.kr"})
    assert answer.status_code == 400
    assert "이미 쓰는 아이디예요" in answer.content.decode()
    assert 'value="a@b.kr"' in answer.content.decode()


def test_going_back_after_log_in_never_leaves_this_site(browser, learner):
    answer = browser().post("/login", {"username": "jiwoo", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/sessions"


def test_me_can_be_changed_but_not_who_one_is(api, learner):
    answer = api(learner).patch(
        "/api/v1/me", {"display_name": "지우", "language": "en", "role": "admin"}, format="json"
    )
    assert answer.json() | {"display_name": "지우", "language": "en", "role": "student"} == answer.json()


def test_the_language_of_the_account_wins_over_the_browser(browser, learner):
    client = browser(learner, language="ko")
    client.post("/language", {"language": "en", "next": "/topics"})
    assert 'lang="en"' in client.get("/topics").content.decode()
    learner.refresh_from_db()
    assert learner.language == "en"


@pytest.mark.parametrize(("wanted", "shown"), [("ko", "ko"), ("en-GB,en;q=0.9", "en"), ("fr", "ko"), ("", "ko")])
def test_accept_language_decides_for_visitors_and_korean_is_the_default(browser, db, wanted, shown):
    answer = browser(language=wanted).get("/login")
    assert f'<html lang="{shown}"' in answer.content.decode()
    assert "Accept-Language" in answer["Vary"]


def test_the_demo_class_is_made_once(db):
    assert demo.load() == 23
    assert demo.load() == 0
    group = ClassGroup.objects.get()
    assert group.memberships.count() == 20
    assert [teacher.username for teacher in group.teachers.all()] == ["teacher1"]


@pytest.mark.parametrize(
    ("mode", "host"), [("production", "127.0.0.1"), ("development", "0.0.0.0"), ("development", "infou.kr")]
)
def test_demo_accounts_are_refused_where_others_could_log_in(mode, host):
    with pytest.raises(demo.NotHere):
        demo.check_allowed(mode=mode, host=host)


def test_an_email_that_is_no_address_is_refused_before_anything_is_saved(db):
    with pytest.raises(ValidationError) as refused:
        signing_in.sign_up(person=None, username="hana", password=PASSWORD, email="nope")
    assert set(refused.value.message_dict) == {"email"}
    assert not User.objects.exists()
