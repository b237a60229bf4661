"""A link from a teacher that sets a password once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from conftest import PASSWORD
from lms.accounts import password_links
from lms.accounts.models import User

NEW = "staple-battery-horse"


@pytest.fixture
def link(learner, teacher) -> str:
    """Its path."""
    return password_links.make(person=learner, by=teacher).address.removeprefix("http://127.0.0.1:8000")


def works(browser, link: str) -> bool:
    return "new_password" in browser().get(link).text


def test_it_sets_the_password_once_and_ends_every_log_in(api, browser, learner, link):
    program = api(learner)
    assert "jiwoo" in browser(language="en").get(link).text
    assert browser().post(link, {"new_password": "short"}).status_code == 400
    assert browser().post(link, {"new_password": NEW})["Location"] == "/login"
    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert program.get("/api/v1/me").status_code == 401
    browser().post(link, {"new_password": "another-good-one"})
    learner.refresh_from_db()
    assert learner.check_password(NEW)


def test_it_ends_with_its_time(browser, link):
    with time_machine.travel(timezone.now() + timedelta(minutes=59)):
        assert works(browser, link)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not works(browser, link)


@pytest.mark.parametrize(
    "what", ["left", "logged in", "became a teacher", "was locked", "teacher left", "teacher is none"]
)
def test_it_ends_when_things_changed(browser, learner, teacher, link, what):
    assert works(browser, link)
    match what:
        case "left":
            learner.memberships.all().delete()
        case "logged in":
            browser().post("/login", {"username": "jiwoo", "password": PASSWORD})
        case "became a teacher":
            User.objects.filter(pk=learner.pk).update(role="teacher")
        case "was locked":
            User.objects.filter(pk=learner.pk).update(is_active=False)
        case "teacher left":
            teacher.taught_groups.clear()
        case "teacher is none":
            User.objects.filter(pk=teacher.pk).update(role="student")
    assert not works(browser, link)


def test_one_that_was_changed_sets_nothing(browser, link):
    end = "b" if link[-2] != "b" else "c"
    assert not works(browser, link[:-2] + end + link[-1])
    assert len(link) == len("/new-password/") + password_links.TOKEN_CHARACTERS


@pytest.mark.parametrize("token", ["x", "%00", "a" * 39, "é" * 39, "1" * 39, "a" * 500])
def test_a_made_up_one_sets_nothing(browser, learner, token):
    answer = browser().post(f"/new-password/{token}", {"new_password": NEW})
    assert answer.status_code in (200, 404)
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
