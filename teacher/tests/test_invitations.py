"""How somebody becomes a teacher: once, in time, by who may still give it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from lms.accounts.access import may_see
from lms.accounts.models import TEACHERS, User
from lms.problems import Problem
from teacher import invitations


@pytest.fixture
def token(teacher, group) -> str:
    return invitations.make(by=teacher, group=group)[1].rpartition("/")[2]


def test_who_opens_it_teaches_the_class_once(browser, token, teacher, learner, other_learner, group, foreign):
    page = browser(other_learner, "en")
    assert "Teach 1반?" in page.get(f"/invitation/{token}").text
    assert page.post(f"/invitation/{token}")["Location"] == "/teacher/groups"
    other_learner.refresh_from_db()
    assert (other_learner.role, other_learner.is_staff) == ("teacher", True)
    assert other_learner.groups.filter(name=TEACHERS).exists()
    assert may_see(other_learner, learner.pk)
    assert not foreign.memberships.filter(student=other_learner).exists()  # no longer seen as a student
    entry = LogEntry.objects.get(object_id=str(other_learner.pk))
    assert entry.user == teacher
    assert browser(learner).post(f"/invitation/{token}").status_code == 404


def test_who_is_signed_out_signs_up_first(browser, token, group):
    page, link = browser(language="en"), f"/invitation/{token}"
    assert f"/signup?next=%2Finvitation%2F{token}" in page.get(link).text
    assert page.post(link).status_code == 401
    page.post("/signup", {"username": "haneul", "password": "a-good-long-password", "next": link})
    page.post(link)
    assert group.teachers.filter(username="haneul", role="teacher").exists()


@pytest.mark.parametrize("what", ["revoked", "too old", "maker stopped", "maker left", "maker locked", "made up"])
def test_one_that_does_not_work_any_more_makes_nobody_a_teacher(token, what, teacher, other_learner, group):
    now = timezone.now()
    match what:
        case "revoked":
            invitations.revoke(by=teacher, invitation_id=group.invitations.get().pk)
        case "too old":
            now += timedelta(days=7, seconds=1)
        case "maker stopped":
            User.objects.filter(pk=teacher.pk).update(role="student")
        case "maker left":
            group.teachers.clear()
        case "maker locked":
            User.objects.filter(pk=teacher.pk).update(is_active=False)
        case "made up":
            token = token[:-1]
    with time_machine.travel(now), pytest.raises(Problem) as refused:
        invitations.accept(person=other_learner, token=token)
    assert refused.value.status == 404
    other_learner.refresh_from_db()
    assert other_learner.role == "student"


def test_it_is_not_used_up_by_whom_it_would_not_change(token, teacher, administrator, guest, other_learner):
    for person, code in ((administrator, "already_teacher"), (guest, "account_needed")):
        with pytest.raises(Problem, match=code):
            invitations.accept(person=person, token=token)
    assert invitations.open_with(token)


def test_without_a_class_it_is_an_admins_to_give(browser, administrator, teacher, other_learner):
    assert browser(teacher).post("/teacher/invitations/new").status_code == 403
    text = browser(administrator).post("/teacher/invitations/new").text
    token = text.partition("/invitation/")[2].partition("<")[0]
    invitations.accept(person=other_learner, token=token.strip())
    assert other_learner.is_teacher


def test_the_link_is_shown_once_and_stored_nowhere(browser, teacher, teacher_of_nobody, group, planted_in_database):
    page = browser(teacher, "en")
    made = page.post(f"/teacher/groups/{group.pk}/invitations")
    token = made.text.partition("/invitation/")[2].partition("<")[0].strip()
    assert invitations.open_with(token)
    assert token not in page.get("/teacher/invitations").text
    assert planted_in_database(token) == []
    number = group.invitations.get().pk
    assert browser(teacher_of_nobody).post(f"/teacher/invitations/{number}/revoke").status_code == 404
    page.post(f"/teacher/invitations/{number}/revoke")
    assert invitations.open_with(token) is None


def test_the_list_asks_the_same_for_one_and_for_many(browser, queries, teacher, group):
    page = browser(teacher)
    for _turn in range(12):
        invitations.make(by=teacher, group=group)
    page.get("/teacher/invitations")
    with queries(at_most=8):
        page.get("/teacher/invitations")
