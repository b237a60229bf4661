"""Teachers and admins complete a module for a student, or take it back: through the admin site, with a reason, on the record."""

import pytest
from django.contrib.admin.models import LogEntry

from curriculum import unlocking
from curriculum.models import LearningModule, ModuleCompletion
from lms.accounts import erasure
from lms.problems import Problem

pytestmark = pytest.mark.usefixtures("curriculum")

LIST = "/admin/curriculum/modulecompletion/"
HOOKS = "react_basics.hooks_basic"
BEFORE = ["react_basics.jsx_basics", "react_basics.components_props", "react_basics.state_events"]


def module(name: str) -> LearningModule:
    return LearningModule.objects.select_related("track").called(name).get()


def complete(client, student, name: str, reason: str = "shown in class"):
    return client.post(f"{LIST}add/", {"user": student.pk, "module": module(name).pk, "reason": reason})


def take_back(client, completion: ModuleCompletion, reason: str = "by mistake"):
    return client.post(f"{LIST}{completion.pk}/delete/", {"post": "yes", "reason": reason})


def what_answers(client, token_client) -> dict:
    """How the module shows itself to this student, everywhere."""
    items = token_client.get("/api/v1/curriculum/modules?track=react_basics").json()["items"]
    return {
        "list": next(item["status"] for item in items if item["name"] == "hooks_basic"),
        "detail": token_client.get(f"/api/v1/curriculum/modules/{HOOKS}").status_code,
        "page": client.get(f"/modules/{HOOKS}").status_code,
        "session": token_client.post("/api/v1/sessions", {"module": HOOKS}, format="json").status_code,
        "read": client.post(f"/modules/{HOOKS}/read").status_code,
    }


LOCKED = {"list": "locked", "detail": 403, "page": 403, "session": 403, "read": 403}
OPEN = {"list": "open", "detail": 200, "page": 200, "session": 201, "read": 302}


def test_hooks_open_only_when_javascript_and_the_modules_before_are_complete(editor, browser, api, learner):
    student = (browser(learner), api(learner))
    javascript = LearningModule.objects.filter(track__name="javascript_basics").in_order()
    needed = [f"javascript_basics.{row.name}" for row in javascript] + BEFORE
    for name in needed:
        page = student[0].get(f"/modules/{HOOKS}")
        assert page.status_code == 403, name
        assert complete(editor, learner, name).status_code == 302
    assert what_answers(*student) == OPEN
    last = ModuleCompletion.objects.get(user=learner, module=module(BEFORE[-1]))
    assert take_back(editor, last).status_code == 302
    assert what_answers(*student) == LOCKED


def test_nothing_of_it_is_open_before(browser, api, learner):
    assert what_answers(browser(learner), api(learner)) == LOCKED


def test_a_completion_says_who_gave_it_and_why(editor, learner, teacher):
    complete(editor, learner, HOOKS, "showed me a timer of her own")
    row = ModuleCompletion.objects.get()
    assert (row.user, row.how, row.by, row.reason) == (learner, "teacher", teacher, "showed me a timer of her own")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (teacher, str(learner.pk))
    assert "completed react_basics.hooks_basic: showed me" in entry.change_message


def test_taking_back_asks_for_a_reason_and_keeps_it_on_record(editor, learner, teacher):
    complete(editor, learner, HOOKS)
    row = ModuleCompletion.objects.get()
    assert 'name="reason"' in editor.get(f"{LIST}{row.pk}/delete/").text
    take_back(editor, row, " ")
    assert ModuleCompletion.objects.exists()
    take_back(editor, row, "copied from a friend")
    assert not ModuleCompletion.objects.exists()
    entry = LogEntry.objects.order_by("pk").last()
    assert (entry.user, entry.object_id) == (teacher, str(learner.pk))
    assert entry.change_message == "took back react_basics.hooks_basic (teacher): copied from a friend"


@pytest.mark.parametrize("field", ["user", "module", "reason"])
def test_each_field_is_needed(editor, learner, field):
    form = {"user": learner.pk, "module": module(HOOKS).pk, "reason": "why"} | {field: ""}
    answer = editor.post(f"{LIST}add/", form)
    assert [*answer.context["adminform"].form.errors] == [field]


def test_completing_twice_is_said_and_changes_nothing(editor, learner):
    unlocking.complete(user=learner, module=module(HOOKS), how="mastered")
    assert complete(editor, learner, HOOKS).status_code == 200
    assert ModuleCompletion.objects.get().how == "mastered"


def test_a_teacher_of_nobody_and_other_peoples_students_are_out_of_reach(
    browser, editor, teacher_of_nobody, learner, other_learner, guest
):
    for student in (other_learner, guest):
        assert "user" in complete(editor, student, HOOKS).context["adminform"].form.errors
    unlocking.complete(user=learner, module=module(HOOKS), how="mastered")
    take_back(browser(teacher_of_nobody), ModuleCompletion.objects.get())
    assert ModuleCompletion.objects.exists()


def test_an_admin_does_it_for_anybody_with_an_account(browser, administrator, other_learner):
    client = browser(administrator)
    assert complete(client, other_learner, HOOKS).status_code == 302
    assert take_back(client, ModuleCompletion.objects.get()).status_code == 302
    assert not ModuleCompletion.objects.exists()


def test_many_at_once_are_not_taken_back_without_a_reason(browser, administrator, learner):
    unlocking.complete(user=learner, module=module(HOOKS), how="mastered")
    row = ModuleCompletion.objects.get()
    browser(administrator).post(LIST, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert ModuleCompletion.objects.exists()


def test_a_student_takes_nothing_back(learner):
    row = unlocking.complete(user=learner, module=module(HOOKS), how="mastered")
    with pytest.raises(Problem) as refused:
        unlocking.withdraw(row, by=learner, reason="please")
    assert refused.value.status == 403
    assert ModuleCompletion.objects.exists()


def test_the_record_goes_with_the_student(editor, learner):
    complete(editor, learner, HOOKS)
    erasure.begin(learner)
    erasure.run(learner.pk)
    assert not LogEntry.objects.exists()
