"""Levels, topics, categories, tracks, modules, careers, projects, the recommended path: open to everybody."""

import re

import pytest

from tests.contract.shape import ADDRESS, LEVEL, MOMENT, SOME, Nullable, page_of

pytestmark = pytest.mark.usefixtures("curriculum")

NAME, FULL_NAME = re.compile("[a-z0-9_]+"), re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?")
DIFFICULTY = (1, 2, 3, 4, 5)
CURATED_ID = re.compile(r"curated_\d+")

LEVELS = {
    "levels": [
        {
            "code": LEVEL,
            "name": SOME,
            "description": SOME,
            "target_audience": SOME,
            "characteristics": [SOME],
            "estimated_hours_per_week": int,
            "order": DIFFICULTY,
        }
    ]
}
CATEGORY = {
    "id": int,
    "name": NAME,
    "display_name": SOME,
    "description": SOME,
    "target_audience": SOME,
    "estimated_total_months": int,
    "created_at": MOMENT,
}
TRACK = {
    "id": int,
    "name": NAME,
    "display_name": SOME,
    "description": SOME,
    "curriculum_category": NAME,
    "category": ("foundation", "development", "specialization"),
    "specialization_level": ("general", "specialist", "expert", "master"),
    "difficulty_level": DIFFICULTY,
    "position": int,
    "created_at": MOMENT,
}
RESOURCE = {
    "id": int,
    "track": NAME,
    "module": FULL_NAME,
    "sub_topic": str,
    "resource_type": ("documentation", "tutorial", "video", "project"),
    "title": SOME,
    "url": ADDRESS,
    "description": SOME,
    "difficulty_level": DIFFICULTY,
    "industry_focus": NAME,
    "created_at": MOMENT,
}
MODULE_IN_LIST = {
    "id": int,
    "track": NAME,
    "name": NAME,
    "display_name": SOME,
    "description": SOME,
    "module_type": ("core", "elective", "project"),
    "estimated_hours": int,
    "difficulty_level": DIFFICULTY,
    "tags": [SOME],
    "industry_focus": NAME,
    "position": int,
    "created_at": MOMENT,
    "resources": [RESOURCE],
    "prerequisites": [{"kind": ("module", "track"), "name": FULL_NAME, "complete": bool}],
    "status": ("completed", "open", "locked"),
    "missing": [FULL_NAME],
}
MODULE = MODULE_IN_LIST | {"lesson": str}  # lists leave it out: a locked module's lesson isn't shown
CAREER = {
    "id": int,
    "name": NAME,
    "aliases": [NAME],
    "display_name": SOME,
    "category": NAME,
    "description": SOME,
    "created_at": MOMENT,
    "tracks": [
        {
            "track": NAME,
            "display_name": SOME,
            "role": ("prerequisite", "core", "specialization", "industry"),
            "industry": NAME,
            "position": int,
        }
    ],
}
PROJECT = {
    "id": int,
    "name": NAME,
    "display_name": SOME,
    "difficulty_level": DIFFICULTY,
    "track": NAME,
    "industry_focus": NAME,
    "github_url": str,
    "brief": SOME,
    "technologies": [SOME],
    "estimated_hours": int,
    "prerequisites": [FULL_NAME],
    "created_at": MOMENT,
}
MAIN_TOPIC = {
    "id": int,
    "slug": SOME,
    "name": SOME,
    "description": SOME,
    "category": SOME,
    "popularity_score": float,
    "total_learners": int,
    "avg_completion_rate": float,
    "estimated_learning_time": SOME,
    "difficulty_range": [DIFFICULTY],
    "subtopic_count": {"curated": int, "generated": int},
}
CURATED_SUB_TOPIC = {
    "id": CURATED_ID,
    "main_topic_id": int,
    "slug": SOME,
    "name": SOME,
    "description": SOME,
    "source_type": ("curated",),
    "quality_score": Nullable(float),
    "usage_count": int,
    "avg_rating": Nullable(float),
    "learning_outcomes": [SOME],
    "levels": [LEVEL],
}
PATH = {
    "career_goal": NAME,
    "curriculum_category": NAME,
    "current_level": LEVEL,
    "path": [
        {
            "order": int,
            "track": NAME,
            "display_name": SOME,
            "role": ("prerequisite", "core", "specialization", "assumed"),
            "difficulty_level": DIFFICULTY,
            "reason": SOME,
            "modules": [NAME],
            "estimated_hours": int,
        }
    ],
    "estimated_hours": int,
    "estimated_months": float,
}
LISTS = {
    "/curriculum/categories": CATEGORY,
    "/curriculum/categories/saas_development/tracks": TRACK,
    "/curriculum/tracks/python_basics/modules": MODULE_IN_LIST,
    "/curriculum/modules": MODULE_IN_LIST,
    "/curriculum/careers": CAREER,
    "/curriculum/projects": PROJECT,
    "/main-topics": MAIN_TOPIC,
    "/sub-topics/curated": CURATED_SUB_TOPIC,
}
FILTERED = {
    "/curriculum/modules?track=react_basics&difficulty=2&tag=react&module_type=core&industry=general": MODULE_IN_LIST,
    "/curriculum/modules?category=saas_development&search=react": MODULE_IN_LIST,
    "/curriculum/projects?track=data_analysis&industry=fintech&difficulty=5": PROJECT,
    "/main-topics?category=tech&popular=true&limit=20&page=1": MAIN_TOPIC,
    "/sub-topics/curated?main_slug=ai-ml&level=intermediate&limit=5": CURATED_SUB_TOPIC,
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_items_and_how_many_there_are(ask, path):
    shown = ask(None, "GET", path, page_of(LISTS[path]))
    assert shown["meta"] == {"total": shown["meta"]["total"], "page": 1, "per_page": 20}
    assert len(shown["items"]) == min(20, shown["meta"]["total"]) > 0
    one = ask(None, "GET", f"{path}?limit=1&page=2", page_of(LISTS[path]))
    assert (one["items"], one["meta"]["per_page"]) == (shown["items"][1:2], 1)
    everything = ask(None, "GET", f"{path}?limit=100", page_of(LISTS[path]))
    assert len(everything["items"]) == min(100, everything["meta"]["total"])


@pytest.mark.parametrize("path", FILTERED)
def test_a_list_takes_its_filters(ask, path):
    assert ask(None, "GET", path, page_of(FILTERED[path]))["items"]


def test_there_are_five_levels(ask):
    assert [level["code"] for level in ask(None, "GET", "/levels", LEVELS)["levels"]] == list(LEVEL)


def test_a_module_is_shown_by_number_and_name(ask, learner):
    for person in (None, learner):
        shown = ask(person, "GET", "/curriculum/modules/python_basics.variables_types", MODULE)
        assert ask(person, "GET", f"/curriculum/modules/{shown['id']}", MODULE) == shown
        assert (shown["status"], shown["missing"], shown["prerequisites"]) == ("open", [], [])


def test_topics_come_by_name_or_by_popularity(ask):
    names = [topic["name"] for topic in ask(None, "GET", "/main-topics", page_of(MAIN_TOPIC))["items"]]
    assert names == sorted(names)
    popular = ask(None, "GET", "/main-topics?popular=true", page_of(MAIN_TOPIC))["items"]
    scores = [topic["popularity_score"] for topic in popular]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("goal", ["saas_fullstack", "fullstack", "react_specialist", "data_engineer"])
def test_a_path_is_recommended(ask, goal):
    shown = ask(None, "GET", f"/curriculum/recommend-path?career_goal={goal}", PATH)
    assert shown["current_level"] == "beginner"
    assert [step["order"] for step in shown["path"]] == list(range(1, len(shown["path"]) + 1))
