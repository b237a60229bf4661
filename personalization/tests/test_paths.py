"""Each learner's own path, progress and dashboard."""

import pytest

from curriculum import unlocking
from curriculum.models import CareerPath, LearningModule
from personalization import dashboard, path_wishes, personal_path, profiles
from personalization.models import LearnerProfile
from personalization.tests.conftest import FIRST

ADDRESS = "/api/v1/personalization"
pytestmark = pytest.mark.usefixtures("curriculum")


def goes(user, career: str, **more) -> None:
    profiles.change(user, career_path=CareerPath.objects.get(name=career), **more)


def tracks(path) -> list[str]:
    return list(dict.fromkeys(entry.track.name for entry in path.entries))


def test_an_industry_comes_as_early_as_what_it_needs_allows():
    needs = {"realtime": {"python", "backend"}, "far": {"elsewhere"}, "backend": {"python"}}
    order = path_wishes.order(["python", "html", "backend", "react"], ["far", "realtime"], ["cloud"], needs)
    assert order == ["python", "html", "backend", "realtime", "react", "far", "cloud"]


def test_every_prerequisite_stands_before_what_needs_it(learner):
    for career in CareerPath.objects.all():
        for industry in ("general", "fintech", "ecommerce", "enterprise"):
            seen = set()
            entries = personal_path.of(learner, goal=career.name, industry=industry).entries
            for entry in entries:
                for row in entry.module.prerequisites.select_related("required_module__track", "required_track"):
                    if row.required_module_id:
                        assert row.required_name in seen
                    else:
                        assert all(
                            f"{row.required_name}.{one.name}" in seen for one in row.required_track.modules.all()
                        )
                seen.add(entry.module.full_name)


def test_fintech_brings_real_time_data_before_the_specializations(learner):
    goes(learner, "saas_fullstack", industry="fintech")
    found = tracks(personal_path.of(learner))
    assert found.index("real_time_data") < found.index("cloud_deployment")
    goes(learner, "saas_fullstack", industry="general")
    assert "real_time_data" not in tracks(personal_path.of(learner))


def test_a_choice_of_specialization_leaves_the_other_out(learner):
    goes(learner, "saas_fullstack", specializations=["cloud_deployment"])
    found = tracks(personal_path.of(learner))
    assert "cloud_deployment" in found
    goes(learner, "saas_fullstack", specializations=[])
    assert "data_analysis" in tracks(personal_path.of(learner))


def test_what_is_completed_is_behind_and_the_first_open_module_is_the_present_one(learner):
    goes(learner, "saas_fullstack")
    before = personal_path.of(learner)
    assert before.current.module.full_name == FIRST
    module = LearningModule.objects.get(track__name="python_basics", name="variables_types")
    unlocking.complete(user=learner, module=module, how="teacher")
    after = personal_path.of(learner)
    assert FIRST not in [entry.module.full_name for entry in after.ahead]
    assert after.hours_left == before.hours_left - module.estimated_hours
    assert after.overall > before.overall == 0


def test_more_hours_a_week_end_sooner_and_the_same_profile_gives_the_same_path(learner):
    goes(learner, "saas_fullstack", weekly_hours=5)
    slow = personal_path.of(learner)
    goes(learner, "saas_fullstack", weekly_hours=10)
    fast = personal_path.of(learner)
    assert fast.months_left < slow.months_left
    assert fast.completion_date < slow.completion_date
    assert [entry.module for entry in slow.entries] == [entry.module for entry in fast.entries]


def test_dashboards_differ_by_career(learner):
    found = {career.name: dashboard.of(learner, goal=career.name) for career in CareerPath.objects.all()}
    assert [skill.label for skill in found["react_specialist"].skills][:2] == ["JSX", "Components"]
    assert found["saas_fullstack"].skills[0].key == "python_basics"
    assert all(len(one.skills) == 6 for one in found.values())
    assert len({one.title for one in found.values()}) == len(found)


def test_mastery_of_a_track_is_weighted_by_hours(learner, practise, questions, module):
    practise(learner, *[(question, True) for question in module.questions.shown()])
    python = dashboard.of(learner, goal="saas_fullstack").skills[0]
    core = LearningModule.objects.filter(track__name="python_basics", module_type="core")
    hours = sum(core.values_list("estimated_hours", flat=True))
    mastery = learner.topic_progress.get().mastery
    assert python.mastery == pytest.approx(100 * mastery * module.estimated_hours / hours, abs=1.5)


def test_the_api_of_path_dashboard_and_progress(api, learner, practise, questions):
    practise(learner, (questions[0], False))
    client = api(learner)
    path = client.get(f"{ADDRESS}/curriculum", {"career_goal": "fullstack"}).json()
    assert path["career_goal"] == "saas_fullstack"
    assert len(path["next_milestones"]) == 3
    assert path["weakness_focus_areas"] == [FIRST]
    board = client.get(f"{ADDRESS}/dashboard").json()
    assert set(board) == {"career_goal", "title", "skill_mastery", "learning_path", "recommendations", "progress"}
    assert board["skill_mastery"][0]["target"] == 80
    assert {step["status"] for step in board["learning_path"]} == {"current", "locked", "open"}
    assert board["progress"]["current_module"] == FIRST
    progress = client.get(f"{ADDRESS}/progress").json()
    assert progress["topics"][0]["topic"] == FIRST
    assert progress["tracks"][0]["total_questions"] == 1


def test_an_unknown_goal_is_refused_with_the_known_ones(api, learner):
    for address in ("curriculum", "dashboard"):
        refused = api(learner).get(f"{ADDRESS}/{address}", {"career_goal": "astronaut"})
        assert refused.status_code == 400
        assert "saas_fullstack" in refused.json()["errors"][0]["message"]


def test_the_profile_keeps_interests_private(api, learner, planted_in_database):
    body = {"career_goal": "react_specialist", "industry": "fintech", "weekly_hours": 7, "interests": ["거미여우"]}
    shown = api(learner).put(f"{ADDRESS}/profile", body, format="json").json()
    assert (shown["career_goal"], shown["weekly_hours"], shown["interests"]) == ("react_specialist", 7, ["거미여우"])
    assert planted_in_database("거미여우") == []
    again = api(learner).put(f"{ADDRESS}/profile", {"learning_goals": "취업"}, format="json").json()
    assert again["interests"] == ["거미여우"]
    assert LearnerProfile.objects.get(user=learner).private_note.owner == learner
    assert learner.private_notes.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("career_goal", "astronaut"), ("industry", "mining"), ("weekly_hours", 0), ("current_level", "guru"), ("interests", "x")],
)  # fmt: skip
def test_a_wrong_profile_names_the_field(api, learner, field, value):
    refused = api(learner).put(f"{ADDRESS}/profile", {field: value}, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"].startswith(field)
