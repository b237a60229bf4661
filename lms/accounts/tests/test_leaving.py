"""Taking one's data along, and having it erased: by page and by API."""

import json

import pytest

from conftest import PASSWORD
from lms.accounts import erasure, my_data, signing_in, tasks
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm.models import Budget, LLMCall, Reservation

ERASE = "/me/data/erase"


def test_the_download_is_a_file_with_the_account_in_it(browser, learner):
    answer = browser(learner).get("/me/data/download")
    assert answer["Content-Disposition"].startswith('attachment; filename="infou-')
    data = json.loads(answer.content)
    assert data["account"]["username"] == "jiwoo"
    assert set(data) == {"exported_at", "account", *(holding.name for holding in my_data.holdings())}


def test_the_api_answers_the_same(api, learner):
    mine, page = api(learner).get("/api/v1/me/export").json(), json.loads(json.dumps(_export(learner)))
    assert set(mine) == set(page)
    assert mine["account"] == page["account"]


def _export(person: User) -> dict:
    client_side = my_data.export(person)
    return json.loads(json.dumps(client_side, default=lambda value: value.isoformat().replace("+00:00", "Z")))


def test_no_secret_is_in_the_export(browser, api, learner):
    api(learner)
    text = browser(learner).get("/me/data/download").text
    assert learner.password not in text
    assert learner.auth_token_set.get().digest not in text


def test_exports_are_limited(browser, learner):
    client = browser(learner)
    statuses = [client.get("/me/data/download").status_code for _turn in range(11)]
    assert statuses == [200] * 10 + [429]


def test_an_account_is_erased_after_the_password(api, browser, learner):
    client, elsewhere, program = browser(learner, "en"), browser(learner), api(learner)
    assert "Really erase everything?" in client.get(ERASE).text
    answer = client.post(ERASE, {"password": PASSWORD}, follow=True)
    assert "You are logged out everywhere." in answer.text
    assert elsewhere.get("/me").status_code == 401
    assert program.get("/api/v1/me").status_code == 401
    body = {"username": "jiwoo", "password": PASSWORD}
    assert api().post("/api/v1/auth/token", body, format="json").status_code == 400
    tasks.erase_people()
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["", "guess"])
def test_without_the_password_nothing_is_erased(browser, learner, password):
    client = browser(learner)
    assert client.post(ERASE, {"password": password, "x": "1"}).status_code == 400
    assert client.get("/me").status_code == 200
    assert not User.objects.to_erase().exists()


@pytest.mark.parametrize(
    ("language", "word", "status"), [("en", "Erase ", 302), ("en", "", 400), ("en", "yes", 400), ("ko", "yes", 400)]
)
def test_guests_write_a_word(browser, guest, language, word, status):
    assert browser(guest, language).post(ERASE, {"word": word, "x": "1"}).status_code == status
    assert User.objects.to_erase().exists() == (status == 302)


def test_delete_me_ends_every_way_in_at_once(api, browser, learner):
    client, page = api(learner), browser(learner)
    assert client.delete("/api/v1/me").status_code == 204
    assert client.get("/api/v1/me").status_code == 401
    assert page.get("/me").status_code == 401
    tasks.erase_people()
    assert not User.objects.exists()


def test_beginning_twice_keeps_the_first_time(learner):
    erasure.begin(learner)
    first = User.objects.get().erasing_since
    erasure.begin(learner)
    assert User.objects.get().erasing_since == first


def test_nobody_is_erased_who_was_not_marked(learner):
    assert erasure.run(learner.pk) is False
    assert erasure.run_all() == 0
    assert User.objects.exists()


def test_one_that_fails_does_not_keep_others_waiting(learner, other_learner, monkeypatch):
    def fail(person: User) -> None:
        if person == learner:
            raise RuntimeError("no")

    for person in (learner, other_learner):
        erasure.begin(person)
    monkeypatch.setitem(my_data._holdings, "broken", my_data.Holding("broken", lambda person: [], fail))
    assert erasure.run_all() == 1
    assert User.objects.get() == learner


def add_task(user: User, **more) -> Task:
    kind = {"task_type": Task.Type.CURRICULUM_GENERATION, "subject": ("session", "sess_x"), "session_id": None}
    return lifecycle.add(user_id=user.pk, dedupe_key=f"one:{user.pk}", **kind | more)


def test_a_task_that_runs_is_waited_for_and_what_waits_is_dropped(learner):
    running = lifecycle.claim(add_task(learner).pk)
    waiting = lifecycle.add(
        user_id=learner.pk, task_type=Task.Type.ARTICLE_GENERATION, subject=("a", "b"), session_id=None, dedupe_key="2"
    )
    erasure.begin(learner)
    assert erasure.run(learner.pk) is False
    assert not Task.objects.filter(pk=waiting.pk).exists(), "nobody starts it any more"
    lifecycle.complete(running)
    assert erasure.run(learner.pk) is True
    assert not User.objects.exists()


def test_money_that_is_held_is_settled_first(learner):
    day = Budget.objects.create(scope="day", period="2026-11-22", cap=100, reserved=1)
    person = Budget.objects.create(scope="learner", period=f"{learner.pk}:1", cap=1, reserved=1)
    held = Reservation.objects.create(day=day, person=person, amount=1, until="2030-01-01T00:00Z")
    erasure.begin(learner)
    assert erasure.run(learner.pk) is False
    assert Reservation.objects.get() == held
    held.delete()
    assert erasure.run(learner.pk) is True
    assert Budget.objects.get() == day


def test_counts_of_calls_stay_without_a_name(learner):
    LLMCall.objects.create(user=learner, session_id="sess_x", request_type="t", prompt="p@1", cost_usd=2)
    erasure.begin(learner)
    erasure.run(learner.pk)
    call = LLMCall.objects.get()
    assert (call.user, call.session_id, call.cost_usd) == (None, None, 2)


def test_calls_of_a_guest_belong_to_the_account_after_the_log_in(browser, guest, learner):
    LLMCall.objects.create(user=guest, request_type="t", prompt="p@1")
    browser(guest).post("/login", {"username": "jiwoo", "password": PASSWORD})
    assert LLMCall.objects.get().user == learner


def test_an_administrator_erases_in_the_same_way(browser, administrator, learner):
    lifecycle.claim(add_task(learner).pk)
    answer = browser(administrator).post(f"/admin/accounts/user/{learner.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert User.objects.to_erase().get() == learner, "it waits for the task"


def test_the_name_is_free_again_afterwards(api, learner):
    erasure.begin(learner)
    erasure.run(learner.pk)
    assert signing_in.sign_up(person=None, username="jiwoo", password=PASSWORD).pk != learner.pk
