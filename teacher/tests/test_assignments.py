"""Work for a class or one student: what can be given, to whom, and how many have done it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curriculum.models import ModuleCompletion
from lms.accounts.models import Membership
from personalization.models import Assignment, Submission
from teacher import assignment_progress, class_forms
from teacher.tests.conftest import crowd

ADDRESS = "/api/v1/teacher/assignments"
MODULE = "python_basics.variables_types"


@pytest.fixture
def give(api, teacher):
    client = api(teacher)
    return lambda **body: client.post(ADDRESS, body, format="json")


def counts(**which) -> tuple[int, int]:
    row = assignment_progress.counted(Assignment.objects.filter(**which)).get()
    return row.given_to, row.done


def test_a_module_with_some_of_its_questions_is_given_to_a_class(give, api, learner, teacher, group, module):
    questions = list(module.questions.shown().values_list("pk", flat=True)[:3])
    due = timezone.now() + timedelta(days=3)
    made = give(group_id=group.pk, module=MODULE, questions=questions, is_test=True, due=due.isoformat(), note="x")
    assert made.status_code == 201
    shown = made.json()
    assert (shown["title"], shown["module"], shown["is_test"]) == (module.display_name_ko, MODULE, True)
    assert sorted(shown["questions"]) == sorted(questions)
    assert (shown["given_to"], shown["done"]) == (1, 0)
    row = Assignment.objects.get()
    assert row.made_by == teacher
    assert list(Assignment.objects.given_to(learner)) == [row]
    assert api(teacher).get(ADDRESS).json() == [shown]
    assert api(teacher).get(f"{ADDRESS}/{row.pk}").json() == shown


def test_only_students_and_classes_of_theirs_get_one(give, api, teacher_of_nobody, other_learner, foreign, learner):
    for to in ({"group_id": foreign.pk}, {"student_id": other_learner.pk}, {"student_id": teacher_of_nobody.pk}):
        assert give(**to, module=MODULE).status_code == 404
    row = Assignment.objects.create(student=learner, title="x")
    stranger = api(teacher_of_nobody)
    assert stranger.get(ADDRESS).json() == []
    assert stranger.delete(f"{ADDRESS}/{row.pk}").status_code == 404


def test_what_makes_no_sense_is_refused_by_field(give, group, learner, module):
    other = module.questions.model.objects.shown().exclude(module=module).first().pk
    to = {"group_id": group.pk}
    wrong = [
        ({**to}, "module", "nothing_to_do"),
        ({**to, "module": "no.such"}, "module", "unknown_module"),
        ({**to, "module": MODULE, "questions": [other]}, "questions", "unknown_question"),
        ({**to, "resources": [10**9]}, "resources", "unknown_resource"),
        ({**to, "article_id": "art_x"}, "article_id", "unknown_article"),
        ({**to, "module": MODULE, "due": "2020-01-01T00:00:00Z"}, "due", "due_is_over"),
        ({**to, "student_id": learner.pk, "module": MODULE}, "group_id", "invalid"),
        ({"module": MODULE}, "group_id", "invalid"),
    ]
    for body, field, code in wrong:
        answer = give(**body)
        assert (answer.status_code, answer.json()["errors"][0]["field"], answer.json()["code"]) == (400, field, code)
    assert not Assignment.objects.exists()


def test_done_is_counted_of_those_who_are_in_the_class_now(module, group, learner, other_learner, teacher):
    given = Assignment.objects.create(group=group, module=module, title="x")
    taken = {"assignment": given, "kind": Submission.Kind.TEST, "closed_at": timezone.now()}
    for student in crowd(group, 3):
        Submission.objects.create(user=student, **taken)
        Submission.objects.create(user=student, **taken)
    Submission.objects.create(user=learner, assignment=given, kind=Submission.Kind.TEST)  # begun
    Submission.objects.create(user=other_learner, **taken)  # in no class
    assert counts() == (4, 0)  # a test taken is no module completed
    ModuleCompletion.objects.create(user=learner, module=module, how="mastered")
    assert counts() == (4, 1)
    given.is_test = True
    given.save()
    assert counts() == (4, 3)
    Membership.objects.all().delete()
    assert counts() == (0, 0)


def test_done_by_one_student(module, learner):
    Assignment.objects.create(student=learner, module=module, title="x")
    assert counts() == (1, 0)
    ModuleCompletion.objects.create(user=learner, module=module, how="mastered")
    assert counts() == (1, 1)


def test_the_page_gives_lists_and_takes_back(browser, teacher, learner, group, module, queries):
    page = browser(teacher, "en")
    form = page.get(f"/teacher/assignments/new?to=student-{learner.pk}&module={MODULE}").text
    question = module.questions.shown().first()
    assert f'value="{question.pk}"' in form
    body = {"to": f"student-{learner.pk}", "module": MODULE, "questions": [question.pk], "due": "2001-01-01T10:00"}
    late = page.post("/teacher/assignments/new", body)
    assert (late.status_code, "This time is over already" in late.text) == (400, True)
    assert page.post("/teacher/assignments/new", body | {"due": ""})["Location"] == "/teacher/assignments"
    row = Assignment.objects.get()
    assert (row.student, list(row.questions.all())) == (learner, [question])
    Assignment.objects.bulk_create(Assignment(group=group, title=str(number)) for number in range(30))
    page.get("/teacher/assignments")
    with queries(at_most=9):
        text = page.get("/teacher/assignments?assignments_sort=made").text
    assert module.display_name_en in text
    page.post(f"/teacher/assignments/{row.pk}/delete")
    assert not Assignment.objects.filter(pk=row.pk).exists()


def test_the_chosen_student_can_be_given_work_also_when_the_list_is_long(
    browser, monkeypatch, teacher, group, curriculum
):
    monkeypatch.setattr(class_forms, "STUDENTS_SHOWN", 1)
    last = crowd(group, 3)[-1]
    body = {"to": f"student-{last.pk}", "module": MODULE}
    assert browser(teacher).post("/teacher/assignments/new", body).status_code == 302
    assert Assignment.objects.get().student == last
