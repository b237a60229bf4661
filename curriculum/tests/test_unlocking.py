"""What is locked for a student, and what opens it."""

import pytest

from curriculum import unlocking
from curriculum.models import LearningModule, ModuleCompletion
from lms.accounts import merging

pytestmark = pytest.mark.usefixtures("curriculum")

HOOKS = "/api/v1/curriculum/modules/react_basics.hooks_basic"
BEFORE = ["react_basics.jsx_basics", "react_basics.components_props", "react_basics.state_events"]


def complete(user, *names: str) -> None:
    for name in names:
        module = LearningModule.objects.called(name).get()
        unlocking.complete(user=user, module=module, how=ModuleCompletion.How.MASTERED)


def javascript() -> list[str]:
    return [f"javascript_basics.{name}" for name in names_in("javascript_basics")]


def names_in(track: str) -> list[str]:
    return list(LearningModule.objects.filter(track__name=track).in_order().values_list("name", flat=True))


def test_a_locked_module_is_shown_in_lists_and_refused_by_itself(api, learner):
    client = api(learner)
    items = client.get("/api/v1/curriculum/tracks/react_basics/modules").json()["items"]
    assert {item["name"]: item["status"] for item in items} == dict.fromkeys(names_in("react_basics"), "locked")
    answer = client.get(HOOKS)
    assert (answer.status_code, answer.json()["code"]) == (403, "prerequisites_missing")
    assert answer.json()["missing"] == ["javascript_basics", *BEFORE]


def test_it_opens_when_the_last_one_is_complete(api, learner):
    client = api(learner)
    complete(learner, *BEFORE, *javascript()[1:])
    assert client.get(HOOKS).json()["missing"] == ["javascript_basics"]
    complete(learner, javascript()[0])
    answer = client.get(HOOKS).json()
    assert (answer["status"], answer["missing"]) == ("open", [])
    assert answer["prerequisites"] == [{"kind": "module", "name": BEFORE[-1], "complete": True}]
    assert answer["lesson"]
    complete(learner, "react_basics.hooks_basic")
    assert client.get(HOOKS).json()["status"] == "completed"


def test_what_is_complete_stays_open_whatever_comes_before_it(api, learner):
    complete(learner, "react_basics.hooks_basic")
    assert api(learner).get(HOOKS).json()["status"] == "completed"


def test_teachers_admins_guests_and_visitors_read_everything(api, teacher, administrator, guest):
    for person in (teacher, administrator, guest, None):
        assert (api(person).get(HOOKS).status_code, api(person).get(HOOKS).json()["status"]) == (200, "open")


def test_the_lesson_is_in_no_list(api, learner):
    items = api(learner).get("/api/v1/curriculum/modules?track=react_basics").json()["items"]
    assert all("lesson" not in item for item in items)


def test_completing_twice_keeps_the_first(learner, teacher):
    module = LearningModule.objects.called("python_basics.loops").get()
    unlocking.complete(user=learner, module=module, how="mastered")
    unlocking.complete(user=learner, module=module, how="teacher", by=teacher, reason="again")
    assert [(row.how, row.by) for row in ModuleCompletion.objects.filter(user=learner)] == [("mastered", None)]


def test_what_a_guest_completed_goes_with_them(guest, learner):
    complete(guest, "python_basics.variables_types", "python_basics.conditions")
    complete(learner, "python_basics.conditions")
    merging.merge(guest=guest, account=learner)
    assert unlocking.completed_by(learner) == {"python_basics.variables_types", "python_basics.conditions"}


def test_standings_cost_four_queries_however_many_are_asked_for(learner, queries):
    with queries(at_most=4):
        standings = unlocking.standings_of(learner)
        assert {standings.of(f"react_basics.{name}").status for name in ("jsx_basics", "hooks_basic")} == {"locked"}
