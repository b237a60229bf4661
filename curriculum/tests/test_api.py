"""`/levels`, `/main-topics`, `/sub-topics/curated`."""

import pytest

from curriculum.models import CuratedSubTopic, MainTopic

pytestmark = pytest.mark.usefixtures("curriculum")


def test_levels_come_in_order_with_their_fields(api):
    levels = api().get("/api/v1/levels").json()["levels"]
    assert [level["order"] for level in levels] == [1, 2, 3, 4, 5]
    assert levels[0]["name"] == "완전 초심자"
    assert [level["estimated_hours_per_week"] for level in levels] == [2, 3, 5, 6, 8]
    assert set(levels[0]) == {
        "code", "name", "description", "target_audience", "characteristics", "estimated_hours_per_week", "order",
    }  # fmt: skip


def test_topics_are_listed_with_counts_and_pages(api):
    answer = api().get("/api/v1/main-topics?category=tech&limit=2&page=2").json()
    assert answer["meta"] == {"total": MainTopic.objects.count(), "page": 2, "per_page": 2}
    assert set(answer["items"][0]) == {
        "id", "slug", "name", "description", "category", "popularity_score", "total_learners", "avg_completion_rate",
        "estimated_learning_time", "difficulty_range", "subtopic_count",
    }  # fmt: skip
    assert answer["items"][0]["subtopic_count"]["curated"] >= 5


def test_popular_topics_come_first_when_asked_for(api):
    MainTopic.objects.filter(slug="security").update(popularity_score=1.0)
    assert api().get("/api/v1/main-topics?popular=true").json()["items"][0]["slug"] == "security"


def test_names_follow_the_language(api):
    korean, english = (
        api(**{"Accept-Language": language}).get("/api/v1/main-topics?popular=true").json()["items"][0]["name"]
        for language in ("ko", "en")
    )
    assert (korean, english) == ("인공지능 & 머신러닝", "AI & machine learning")


def test_subtopics_can_be_kept_to_a_level(api):
    items = api().get("/api/v1/sub-topics/curated?main_slug=ai-ml&level=advanced&limit=100").json()["items"]
    assert items
    assert all("advanced" in item["levels"] for item in items)
    assert items[0]["id"] == CuratedSubTopic.objects.get(slug=items[0]["slug"]).public_id
    assert items[0]["source_type"] == "curated"


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("main-topics?category=cooking", "category"),
        ("main-topics?popular=maybe", "popular"),
        ("main-topics?limit=101", "limit"),
        ("main-topics?page=0", "page"),
        ("sub-topics/curated?main_slug=nothing", "main_slug"),
        ("sub-topics/curated?level=guru", "level"),
    ],
)
def test_unknown_filter_values_are_400_and_name_the_field(api, address, field):
    answer = api().get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
