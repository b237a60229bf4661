"""The admin pages of this app: what a teacher does there goes the way of the use cases, and reaches own students alone."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from lms.accounts import teachers
from personalization.models import Assignment
from teacher import interventions, invitations, rosters, summaries
from teacher.models import Intervention, RiskAssessment, RosterImport, StudentSummary, TeacherInvitation


@pytest.fixture(autouse=True)
def _rights(db) -> None:
    teachers.grant()


def address(model: type, what: str = "changelist", *arguments: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=arguments)


def act(client, model: type, action: str, *rows) -> str:
    form = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(model), form, follow=True).text


@pytest.fixture
def greeting(teacher, learner) -> Intervention:
    return interventions.make(student=learner, by=teacher, action="greeting", message="안녕하세요", begin=False)


def test_a_teacher_begins_ends_and_writes_to_an_intervention(browser, teacher, learner, greeting):
    client = browser(teacher, "en")
    assert "Done: 1." in act(client, Intervention, "begin", greeting)
    greeting.refresh_from_db()
    assert greeting.status == "assigned"
    assert greeting.before, "what the week before was like, as the use case writes it"
    client.post(
        address(Intervention, "change", greeting.pk), {"message": " 반가워요 ", "note": "전화", "status": "done"}
    )
    greeting.refresh_from_db()
    assert (greeting.message, greeting.note, greeting.status) == ("반가워요", "전화", "assigned")
    act(client, Intervention, "end", greeting)
    assert "left as they are: 1." in act(client, Intervention, "begin", greeting)
    notes = LogEntry.objects.filter(user=teacher)
    assert {note.object_id for note in notes} == {str(learner.pk)}, "noted on the student, with whom it goes"
    assert notes.count() == 3


def test_another_teacher_changes_nothing(browser, teacher_of_nobody, greeting):
    client = browser(teacher_of_nobody)
    act(client, Intervention, "begin", greeting)
    client.post(address(Intervention, "change", greeting.pk), {"message": "x", "note": "x"})
    greeting.refresh_from_db()
    assert (greeting.status, greeting.message) == ("suggested", "안녕하세요")


def test_nothing_of_the_app_is_made_or_removed_by_hand(browser, administrator, greeting):
    client = browser(administrator)
    for model in (Intervention, RiskAssessment, RosterImport, StudentSummary, TeacherInvitation, Assignment):
        assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(Intervention, "delete", greeting.pk), {"post": "yes"}).status_code == 403


def test_what_is_known_is_worked_out_again(browser, teacher, learner):
    summaries.refresh([learner.pk])
    StudentSummary.objects.update(answers=7)
    client = browser(teacher, "en")
    assert "Done: 1." in act(client, StudentSummary, "refresh", StudentSummary.objects.get())
    assert StudentSummary.objects.get().answers == 0
    old = RiskAssessment.objects.create(student=learner, score=1, computed_at=timezone.now() - timedelta(days=1))
    assert "Done: 1." in act(client, RiskAssessment, "assess_again", old)
    assert RiskAssessment.objects.latest().get(student=learner).score == 0


def test_an_invitation_is_revoked_by_who_may(browser, teacher, teacher_of_nobody, administrator, group):
    row, _link = invitations.make(by=teacher, group=group)
    act(browser(teacher_of_nobody), TeacherInvitation, "revoke", row)
    row.refresh_from_db()
    assert row.is_open
    client = browser(teacher, "en")
    assert "Done: 1." in act(client, TeacherInvitation, "revoke", row)
    row.refresh_from_db()
    assert row.revoked_at
    assert "left as they are: 1." in act(client, TeacherInvitation, "revoke", row)
    general, _link = invitations.make(by=administrator)
    assert client.get(address(TeacherInvitation, "change", general.pk)).status_code == 302


def test_the_lines_of_a_list_are_told_apart(browser, teacher, group):
    content = "username,name\nharu,하루\nbad name,이름\n".encode()
    roster = rosters.preview(by=teacher, group=group, content=content)
    text = browser(teacher, "en").get(address(RosterImport, "change", roster.pk)).text
    assert "3: A user name has letters, digits and @ . + - _ only, and no spaces." in text


def test_an_assignment_gets_more_time_and_is_taken_back(browser, teacher, teacher_of_nobody, learner, module):
    row = Assignment.objects.create(title="변수", student=learner, module=module, made_by=teacher)
    form = {"title": "변수와 자료형", "note": "", "due_0": "2030-01-02", "due_1": "09:00", "student": teacher.pk}
    for person in (teacher_of_nobody, teacher):
        browser(person).post(address(Assignment, "change", row.pk), form)
        row.refresh_from_db()
        assert row.title == ("변수와 자료형" if person == teacher else "변수")
    assert (row.student, row.due.year) == (learner, 2030)
    browser(teacher_of_nobody).post(address(Assignment, "delete", row.pk), {"post": "yes"})
    assert Assignment.objects.count() == 1
    browser(teacher).post(address(Assignment, "delete", row.pk), {"post": "yes"})
    assert not Assignment.objects.exists()
