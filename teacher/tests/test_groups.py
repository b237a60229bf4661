"""A teacher's classes and who is in them; the walls around them."""

import json

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from curriculum.models import ModuleCompletion
from lms.accounts import groups as joining
from lms.accounts import teachers
from lms.accounts.models import ClassGroup, User
from teacher.tests.conftest import crowd

GROUPS = "/api/v1/teacher/groups"


@pytest.fixture
def client(api, teacher):
    return api(teacher)


def send(client, method: str, path: str, **body):
    return client.generic(method, GROUPS + path, json.dumps(body), content_type="application/json")


def test_a_class_is_made_changed_and_gets_a_new_code(client, teacher, teacher_of_nobody, api):
    made = send(client, "POST", "", name="2반", language="en")
    number, code = made.json()["id"], made.json()["join_code"]
    assert made.status_code == 201
    assert (made.json()["students"], [one["name"] for one in made.json()["teachers"]]) == (0, ["seoyeon"])
    assert made.json()["join_url"].endswith(f"/join/{code}")
    changed = send(client, "PATCH", f"/{number}", name="가반").json()
    assert (changed["name"], changed["language"], changed["join_code"]) == ("가반", "en", code)
    assert send(client, "POST", f"/{number}/join-code").json()["join_code"] != code
    assert joining.with_code(code) is None
    assert [one["name"] for one in client.get(GROUPS).json()] == ["1반", "가반"]
    assert api(teacher_of_nobody).get(GROUPS).json() == []
    assert send(client, "DELETE", f"/{number}").status_code == 204


def test_a_class_with_students_is_not_deleted(client, group):
    answer = send(client, "DELETE", f"/{group.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_empty")
    assert group.memberships.exists()


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 121}, {"name": "x", "language": "fr"}])
def test_a_class_needs_a_name_and_a_language_we_have(client, body):
    assert send(client, "POST", "", **body).status_code == 400


def test_students_are_put_into_another_class_moved_and_removed(client, teacher, learner, group, second):
    added = send(client, "POST", f"/{second.pk}/members", username="JIWOO")
    assert (added.status_code, added.json()["name"]) == (201, "한지우")
    assert send(client, "POST", f"/{second.pk}/members", username="jiwoo").status_code == 200
    send(client, "DELETE", f"/{group.pk}/members/{learner.pk}")
    moved = send(client, "PATCH", f"/{second.pk}/members/{learner.pk}", group_id=group.pk)
    assert moved.status_code == 200
    assert list(learner.memberships.values_list("group", flat=True)) == [group.pk]
    assert send(client, "DELETE", f"/{group.pk}/members/{learner.pk}").status_code == 204
    assert client.get(f"{GROUPS}/{group.pk}/members").json() == []
    noted = LogEntry.objects.filter(user=teacher, object_id=str(learner.pk)).values_list("change_message", flat=True)
    assert len(noted) == 4


def test_nobody_comes_under_a_teachers_eyes_by_being_named(api, client, other_learner, foreign, group, teacher):
    """Neither with their user name, nor by a move out of or into somebody else's class."""
    answer = send(client, "POST", f"/{group.pk}/members", username=other_learner.username)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_your_student")
    unknown = send(client, "POST", f"/{group.pk}/members", username="nobody-at-all")
    assert unknown.json() == answer.json()
    for number in (foreign.pk, group.pk):
        path = f"/{number}/members/{other_learner.pk}"
        assert send(client, "PATCH", path, group_id=group.pk).status_code == 404
        assert send(client, "DELETE", path).status_code == 404
    assert not group.memberships.filter(student=other_learner).exists()


def test_a_student_is_not_moved_into_somebody_elses_class(browser, client, learner, group, foreign, teacher):
    assert send(client, "PATCH", f"/{group.pk}/members/{learner.pk}", group_id=foreign.pk).status_code == 404
    form = {"action": "move", "student": learner.pk, "to": foreign.pk}
    assert browser(teacher).post(f"/teacher/groups/{group.pk}/members", form).status_code == 404
    assert not foreign.memberships.filter(student=learner).exists()


def test_who_left_is_nowhere_any_more(api, browser, teacher, learner, group):
    """By no route, list, file or number."""
    joining.leave(person=learner, group_id=group.pk)
    page, client = browser(teacher), api(teacher)
    pages = [f"/teacher/students/{learner.pk}/completions", f"{GROUPS}/{group.pk}/members/{learner.pk}"]
    assert page.get(pages[0]).status_code == 404
    assert client.delete(pages[1]).status_code == 404
    assert page.post(f"/teacher/students/{learner.pk}/password-link").status_code == 404
    lists = ["/teacher/groups", f"/teacher/groups/{group.pk}", f"/teacher/groups/{group.pk}?format=csv"]
    lists += ["/teacher/assignments", "/teacher/assignments/new", "/teacher/invitations"]
    for address in lists:
        answer = page.get(address)
        assert answer.status_code == 200
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
        assert "한지우" not in text
        assert learner.username not in text
    assert client.get(f"{GROUPS}/{group.pk}/members").json() == []


def test_who_left_is_in_no_admin_list(browser, teacher, learner, group, module):
    teachers.grant()
    ModuleCompletion.objects.create(user=learner, module=module, how="mastered")
    open_to_teachers = [model for model, shown in admin.site._registry.items() if "view" in shown_to_teachers(shown)]
    lists = [reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist") for model in open_to_teachers]
    page = browser(teacher)
    before = [page.get(address).text for address in lists]
    assert any(learner.name in text for text in before)
    joining.leave(person=learner, group_id=group.pk)
    assert not any(learner.name in page.get(address).text for address in lists)


def shown_to_teachers(shown: admin.ModelAdmin) -> tuple:
    return getattr(shown, "teachers_may", ())


def test_the_page_acts_on_the_students_that_are_ticked(
    browser, teacher, learner, other_learner, group, second, foreign
):
    page, address = browser(teacher, "en"), f"/teacher/groups/{group.pk}/members"
    ticked = {"student": [learner.pk, other_learner.pk, "x"]}
    shown = page.post(address, ticked | {"action": "links"})
    assert "/new-password/" in shown.text
    assert (learner.username in shown.text, other_learner.username in shown.text) == (True, False)
    assert "no-store" in shown["Cache-Control"]
    page.post(address, ticked | {"action": "move", "to": second.pk})
    assert list(learner.memberships.values_list("group", flat=True)) == [second.pk]
    page.post(f"/teacher/groups/{second.pk}/members", ticked | {"action": "remove"})
    assert not learner.memberships.exists()
    assert other_learner.memberships.filter(group=foreign).exists()
    assert "Tick the students first" in page.post(address, {"action": "remove"}, follow=True).text


def test_teachers_share_a_class_and_one_always_stays(browser, teacher, teacher_of_nobody, learner, group):
    page, address = browser(teacher, "en"), f"/teacher/groups/{group.pk}/teachers"
    refused = page.post(address, {"username": learner.username})
    assert (refused.status_code, "No teacher has this user name" in refused.text) == (400, True)
    assert "keeps at least one teacher" in page.post(address, {"remove": teacher.pk}, follow=True).text
    page.post(address, {"username": "MINJAE"})
    assert group.teachers.contains(teacher_of_nobody)
    assert page.post(address, {"remove": teacher.pk})["Location"] == "/teacher/groups"
    assert browser(teacher_of_nobody).get(f"/teacher/groups/{group.pk}").status_code == 200
    assert page.get(f"/teacher/groups/{group.pk}").status_code == 404


def test_a_formula_in_a_name_stays_text_in_the_file(browser, teacher, learner, group):
    User.objects.filter(pk=learner.pk).update(display_name="=HYPERLINK(1)")
    file = browser(teacher).get(f"/teacher/groups/{group.pk}?format=csv")
    assert "'=HYPERLINK(1)" in b"".join(file.streaming_content).decode()


def test_pages_and_lists_ask_the_same_number_of_questions_for_one_student_and_for_forty(
    api, browser, queries, teacher, group
):
    page, client = browser(teacher), api(teacher)
    crowd(group, 40)
    for number in range(10):
        ClassGroup.objects.create(name=str(number)).teachers.add(teacher)
    for address in ("/teacher/groups", f"/teacher/groups/{group.pk}", GROUPS, f"{GROUPS}/{group.pk}/members"):
        asker = client if address.startswith("/api") else page
        asker.get(address)
        with queries(at_most=11):
            assert asker.get(address).status_code == 200
