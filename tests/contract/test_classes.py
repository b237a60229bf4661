"""Classes, as students and teachers ask for them: methods, addresses, statuses, and exactly the fields that clients know."""

from curriculum.models import ModuleCompletion
from tests.contract.shape import MOMENT, SOME, Nullable

MODULE = "python_basics.variables_types"
MINE = {"id": int, "name": SOME, "language": ("ko", "en"), "teachers": [SOME], "joined_at": MOMENT}
TEACHER = {"id": int, "username": SOME, "name": SOME}
GROUP = {
    "id": int,
    "name": SOME,
    "language": ("ko", "en"),
    "join_code": SOME,
    "join_url": SOME,
    "students": int,
    "teachers": [TEACHER],
    "created_at": MOMENT,
}
MEMBER = {"id": int, "username": SOME, "name": SOME, "joined_at": MOMENT, "seen_at": MOMENT, "waiting": bool}
ASSIGNMENT = {
    "id": int,
    "title": SOME,
    "note": str,
    "group_id": Nullable(int),
    "student_id": Nullable(int),
    "module": Nullable(SOME),
    "questions": [int],
    "resources": [int],
    "article_id": str,
    "is_test": bool,
    "due": Nullable(MOMENT),
    "created_at": MOMENT,
    "given_to": int,
    "done": int,
}
DECIDED = {
    "module": SOME,
    "complete": bool,
    "how": Nullable(tuple(ModuleCompletion.How.values)),
    "at": Nullable(MOMENT),
    "by": Nullable(int),
}


def test_a_class_is_joined_and_left(ask, other_learner, group):
    joined = ask(other_learner, "POST", "/groups/join", MINE, body={"code": group.join_code})
    page = {"items": [MINE], "meta": {"total": int, "page": int, "per_page": int}}
    assert ask(other_learner, "GET", "/groups", page)["items"] == [joined]
    ask(other_learner, "DELETE", f"/groups/{group.pk}/membership", status=204)


def test_a_teachers_classes_and_who_is_in_them(ask, teacher, learner, group):
    made = ask(teacher, "POST", "/teacher/groups", GROUP, status=201, body={"name": "2반"})["id"]
    assert len(ask(teacher, "GET", "/teacher/groups", [GROUP])) == 2
    ask(teacher, "GET", f"/teacher/groups/{made}", GROUP)
    ask(teacher, "PATCH", f"/teacher/groups/{made}", GROUP, body={"name": "3반"})
    ask(teacher, "POST", f"/teacher/groups/{made}/join-code", GROUP)
    ask(teacher, "POST", f"/teacher/groups/{made}/members", MEMBER, status=201, body={"username": "jiwoo"})
    assert len(ask(teacher, "GET", f"/teacher/groups/{made}/members", [MEMBER])) == 1
    ask(teacher, "PATCH", f"/teacher/groups/{made}/members/{learner.pk}", MEMBER, body={"group_id": group.pk})
    ask(teacher, "DELETE", f"/teacher/groups/{group.pk}/members/{learner.pk}", status=204)
    ask(teacher, "DELETE", f"/teacher/groups/{made}", status=204)


def test_work_is_given_and_a_completion_decided(ask, curriculum, teacher, learner, group):
    body = {"group_id": group.pk, "module": MODULE}
    number = ask(teacher, "POST", "/teacher/assignments", ASSIGNMENT, status=201, body=body)["id"]
    assert len(ask(teacher, "GET", "/teacher/assignments", [ASSIGNMENT])) == 1
    ask(teacher, "GET", f"/teacher/assignments/{number}", ASSIGNMENT)
    ask(teacher, "DELETE", f"/teacher/assignments/{number}", status=204)
    path = f"/teacher/students/{learner.pk}/completions"
    for complete in (True, False):
        body = {"module": MODULE, "complete": complete, "reason": "x"}
        assert ask(teacher, "PUT", path, DECIDED, body=body)["complete"] is complete
