"""`/curriculum/…`: categories, tracks, modules, careers, projects, the recommended path."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curriculum.models import LearningModule, LearningTrack, Question
from tests.routes import EXAMPLES, ROUTES

pytestmark = pytest.mark.usefixtures("curriculum")

ROOT = "/api/v1/curriculum"
GOALS = {
    "saas_fullstack": "saas_development",
    "fullstack": "saas_development",
    "saas_development": "saas_development",
    "react_specialist": "react_specialist",
    "data_engineer_advanced": "data_engineering_advanced",
    "data_engineer": "data_engineering_advanced",
    "data_engineering_advanced": "data_engineering_advanced",
}


def names(answer, field: str = "name") -> list[str]:
    return [item[field] for item in answer.json()["items"]]


def test_categories_are_three_in_order(api):
    answer = api().get(f"{ROOT}/categories")
    assert names(answer) == ["saas_development", "react_specialist", "data_engineering_advanced"]
    assert answer.json()["meta"] == {"total": 3, "page": 1, "per_page": 20}
    assert set(answer.json()["items"][0]) == {
        "id", "name", "display_name", "description", "target_audience", "estimated_total_months", "created_at",
    }  # fmt: skip


def test_a_category_and_a_track_are_found_by_number_or_name(api):
    category = api().get(f"{ROOT}/categories").json()["items"][0]
    tracks = api().get(f"{ROOT}/categories/{category['id']}/tracks?limit=100")
    assert names(tracks) == names(api().get(f"{ROOT}/categories/saas_development/tracks?limit=100"))
    assert names(tracks)[:3] == ["python_basics", "html_css", "javascript_basics"]
    track = tracks.json()["items"][0]
    assert track["curriculum_category"] == "saas_development"
    by_number = names(api().get(f"{ROOT}/tracks/{track['id']}/modules"))
    assert by_number == ["variables_types", "conditions", "loops", "functions", "data_structures", "classes"]


def test_a_module_has_its_fields_resources_and_prerequisites(api):
    module = api().get(f"{ROOT}/modules/python_basics.loops").json()
    assert set(module) == {
        "id", "track", "name", "display_name", "description", "module_type", "estimated_hours", "difficulty_level", "tags",
        "industry_focus", "lesson", "position", "created_at", "resources", "prerequisites", "status", "missing",
    }  # fmt: skip
    assert (module["estimated_hours"], module["tags"]) == (6, ["python", "control-flow", "loops"])
    assert module["prerequisites"] == [{"kind": "module", "name": "python_basics.conditions", "complete": False}]
    assert len(module["resources"]) >= 3
    assert module == api().get(f"{ROOT}/modules/{module['id']}").json() == api().get(f"{ROOT}/modules/loops").json()


def test_a_bare_name_of_several_modules_is_400_with_the_candidates(api):
    track = LearningTrack.objects.get(name="html_css")
    LearningModule.objects.create(track=track, name="loops", display_name="Another", description="Another")
    with_two = api().get(f"{ROOT}/modules/loops")
    assert (with_two.status_code, with_two.json()["errors"][0]["field"]) == (400, "module")
    assert "python_basics.loops" in with_two.json()["errors"][0]["message"]


@pytest.mark.parametrize("name", ["nothing", "python_basics.nothing", "999999", "9" * 30, "한글", "a%00b", "loops%20"])
@pytest.mark.parametrize("where", ["modules/{}", "tracks/{}/modules", "categories/{}/tracks"])
def test_what_is_not_there_is_404(api, where, name):
    assert api().get(f"{ROOT}/{where.format(name)}").status_code == 404


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("industry=fintech", "industry_focus", "fintech"),
        ("difficulty=5", "difficulty_level", 5),
        ("track=react_basics", "track", "react_basics"),
        ("module_type=core", "module_type", "core"),
    ],
)
def test_a_filter_keeps_those_alone(api, query, field, value):
    answer = api().get(f"{ROOT}/modules?{query}&limit=100")
    assert set(names(answer, field)) == {value}
    assert answer.json()["meta"]["total"] == LearningModule.objects.filter(
        **{field if field != "track" else "track__name": value}
    ).count()  # fmt: skip


def test_a_category_is_one_of_the_curriculum_or_a_kind_of_track(api):
    by_name = names(api().get(f"{ROOT}/modules?category=react_specialist&limit=100"), "track")
    assert set(by_name) == {
        "react_advanced", "react_performance", "react_architecture", "react_ecosystem", "react_ssr", "react_testing",
    }  # fmt: skip
    assert set(names(api().get(f"{ROOT}/modules?category=development&limit=100"), "track")) == {
        "react_basics", "fastapi_backend", "database_design",
    }  # fmt: skip


def test_a_tag_is_found_and_filters_add_up(api):
    answer = api().get(f"{ROOT}/modules?tag=react&difficulty=2&limit=100")
    assert set(names(answer)) == {"jsx_basics", "components_props", "state_events"}


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("modules?track=cooking", "track"),
        ("modules?category=cooking", "category"),
        ("modules?industry=cooking", "industry"),
        ("modules?difficulty=6", "difficulty"),
        ("modules?tag=cooking", "tag"),
        ("modules?module_type=cooking", "module_type"),
        ("modules?limit=101", "limit"),
        ("projects?track=cooking", "track"),
        ("projects?industry=cooking", "industry"),
        ("recommend-path?career_goal=cook", "career_goal"),
        ("recommend-path?career_goal=fullstack&current_level=guru", "current_level"),
        ("recommend-path", "career_goal"),
    ],
)
def test_unknown_values_are_400_and_name_the_field(api, address, field):
    answer = api().get(f"{ROOT}/{address}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_careers_have_their_tracks_with_roles(api):
    careers = {career["name"]: career for career in api().get(f"{ROOT}/careers").json()["items"]}
    assert list(careers) == ["saas_fullstack", "react_specialist", "data_engineer_advanced"]
    steps = [(step["track"], step["role"], step["industry"]) for step in careers["react_specialist"]["tracks"]]
    assert steps[:3] == [
        ("javascript_basics", "prerequisite", "general"),
        ("react_basics", "prerequisite", "general"),
        ("react_advanced", "core", "general"),
    ]
    assert ("react_ssr", "industry", "ecommerce") in steps


def test_projects_can_be_kept_to_an_industry(api):
    assert names(api().get(f"{ROOT}/projects?industry=fintech&track=data_analysis")) == ["trading_bot"]
    project = api().get(f"{ROOT}/projects?track=react_basics&difficulty=3").json()["items"][0]
    assert project["prerequisites"] == ["react_basics", "javascript_basics.javascript_apis"]
    assert (project["name"], project["technologies"]) == ("weather_dashboard", ["react", "api", "charts"])


@pytest.mark.parametrize(("goal", "category"), GOALS.items())
@pytest.mark.parametrize("level", ["absolute_beginner", "beginner", "expert"])
def test_a_path_has_nothing_before_what_it_needs(api, goal, category, level):
    answer = api().get(f"{ROOT}/recommend-path?career_goal={goal}&current_level={level}").json()
    assert (answer["curriculum_category"], answer["current_level"]) == (category, level)
    modules = LearningModule.objects.with_everything().in_bulk()
    by_name = {module.full_name: module for module in modules.values()}
    seen: set[str] = set()
    for step in answer["path"]:
        for name in (f"{step['track']}.{module}" for module in step["modules"]):
            for need in by_name[name].prerequisites.all():
                kind, wanted = need.required_node[0], need.required_name
                inner = {wanted} if kind == "module" else {one for one in by_name if one.startswith(f"{wanted}.")}
                assert inner <= seen, f"{name} needs {wanted}"
            seen.add(name)
    assert [step["order"] for step in answer["path"]] == list(range(1, len(answer["path"]) + 1))


def test_what_a_path_needs_comes_in_and_what_is_known_is_assumed(api):
    path = api().get(f"{ROOT}/recommend-path?career_goal=fullstack").json()
    assert [(step["track"], step["role"]) for step in path["path"]] == [
        ("python_basics", "core"),
        ("html_css", "core"),
        ("javascript_basics", "prerequisite"),
        ("react_basics", "core"),
        ("database_design", "prerequisite"),
        ("fastapi_backend", "core"),
        ("data_analysis", "specialization"),
        ("cloud_deployment", "specialization"),
    ]
    assert path["career_goal"] == "saas_fullstack"
    assert path["estimated_hours"] == sum(step["estimated_hours"] for step in path["path"])
    assert path["estimated_months"] == round(path["estimated_hours"] / 3 / 4.345 * 2) / 2
    expert = api().get(f"{ROOT}/recommend-path?career_goal=fullstack&current_level=intermediate").json()
    assumed = {step["track"] for step in expert["path"] if step["role"] == "assumed"}
    assert assumed == {"python_basics", "html_css", "javascript_basics"}
    counted = sum(step["estimated_hours"] for step in expert["path"] if step["role"] != "assumed")
    assert expert["estimated_hours"] == counted


def test_an_unknown_goal_is_told_the_known_ones(api):
    message = api().get(f"{ROOT}/recommend-path?career_goal=cook").json()["errors"][0]["message"]
    assert all(goal in message for goal in GOALS)


@pytest.mark.parametrize("address", ["modules", "careers", "projects", "categories/saas_development/tracks"])
def test_a_longer_list_asks_no_more(api, address, learner):
    client = api(learner)
    client.get(f"{ROOT}/{address}?limit=1")

    def count(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ROOT}/{address}?limit={limit}").status_code == 200
        return len(captured)

    assert count(100) <= count(1) <= 12


def test_no_address_shows_a_question(api, learner):
    """Not its key, not its explanation, nothing of it."""
    question = Question.objects.filter(module__track__name="python_basics", kind="multiple_choice").first()
    secrets = [
        question.explanation_ko,
        question.explanation_en,
        question.prompt_ko,
        '"correct_answer"',
        '"weakness_type"',
    ]
    for route in (route for route in ROUTES if route.startswith("api/v1/curriculum")):
        address = "/" + route
        for name, value in EXAMPLES.items():
            address = address.replace(f"<str:{name}>", value)
        text = api(learner).get(address, {"limit": 100, "career_goal": "fullstack"}).text
        assert not [secret for secret in secrets if secret in text], address
