"""Completions that a teacher decides, and links for a lost password."""

import pytest
from django.contrib.admin.models import LogEntry

from curriculum.models import ModuleCompletion
from lms.problems import Problem
from personalization import overrides
from personalization.models import MasteryOverride

MODULE = "python_basics.variables_types"


@pytest.fixture
def put(api, teacher, learner):
    client = api(teacher)
    path = f"/api/v1/teacher/students/{learner.pk}/completions"

    def put(complete: bool, reason: str = "shown at the blackboard", module: str = MODULE):
        return client.put(path, {"module": module, "complete": complete, "reason": reason}, format="json")

    return put


def test_a_completion_is_set_and_taken_back_and_both_stay_on_record(put, module, teacher, learner):
    made = put(True)
    assert made.status_code == 200
    shown = made.json()
    assert (shown["complete"], shown["how"], shown["by"]) == (True, "teacher", teacher.pk)
    assert put(True, "again").json() == shown  # changes nothing
    gone = put(False, "was somebody else's work").json()
    assert gone == {"module": MODULE, "complete": False, "how": None, "at": None, "by": None}
    assert not ModuleCompletion.objects.filter(user=learner).exists()
    trail = MasteryOverride.objects.order_by("pk").values_list("complete", "reason", "teacher")
    assert list(trail) == [
        (True, "shown at the blackboard", teacher.pk),
        (False, "was somebody else's work", teacher.pk),
    ]
    assert LogEntry.objects.filter(user=teacher, object_id=str(learner.pk)).count() == 2


@pytest.mark.parametrize(("body", "field"), [({"reason": " "}, "reason"), ({"module": "no.such"}, "module")])
def test_a_reason_and_a_module_are_needed(put, module, learner, body, field):
    answer = put(True, **body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert not ModuleCompletion.objects.filter(user=learner).exists()


def test_nobody_but_their_teachers_decides(module, learner, other_learner, teacher, teacher_of_nobody):
    for by, student in ((teacher_of_nobody, learner), (teacher, other_learner), (learner, learner)):
        with pytest.raises(Problem, match="permission_denied"):
            overrides.decide(by=by, student=student, module=module, complete=True, reason="x")
    assert not MasteryOverride.objects.exists()


def test_the_page_decides_and_shows_what_was_decided(browser, module, teacher, learner):
    page, address = browser(teacher, "en"), f"/teacher/students/{learner.pk}/completions"
    assert "has completed 0 modules" in page.get(address).text
    refused = page.post(address, {"module": MODULE, "complete": "yes", "reason": ""})
    assert refused.status_code == 400
    done = page.post(address, {"module": MODULE, "complete": "yes", "reason": "shown <b>well</b>"}, follow=True).text
    assert "has completed 1 module" in done
    assert "shown &lt;b&gt;well&lt;/b&gt;" in done


def test_a_password_link_is_for_their_students_alone(browser, teacher, learner, foreign, administrator):
    page = browser(teacher)
    shown = page.post(f"/teacher/students/{learner.pk}/password-link")
    assert shown.text.count("/new-password/") == 1
    assert "no-store" in shown["Cache-Control"]
    assert LogEntry.objects.filter(user=teacher, object_id=str(learner.pk)).count() == 1
    for person in (*foreign.teachers.all(), foreign.memberships.get().student, administrator, teacher):
        assert page.post(f"/teacher/students/{person.pk}/password-link").status_code == 404
        assert browser(administrator).post(f"/teacher/students/{teacher.pk}/password-link").status_code == 404
