"""Reading: begun, finished, counted once, and what a reader sees."""

import pytest

from articles import planning, reading
from articles.models import ArticleLevel, ContentVersion, LearningSession, Reading
from lms.jobs import lifecycle
from lms.jobs.models import Task


@pytest.fixture
def tell(api, learner, session):
    """`tell(article, action, …)`: what the API says of it."""

    def tell(article, action: str, **more):
        body = {"article_id": article.pk, "action": action, **more}
        return api(learner).post(f"/api/v1/sessions/{session.pk}/progress", body, format="json")

    return tell


def test_starting_makes_the_session_active(tell, articles, session):
    answer = tell(articles[0], "started").json()
    assert answer == {
        "session_id": session.pk,
        "completed_articles": 0,
        "completion_percentage": 0,
        "current_article_id": articles[0].pk,
        "status": "active",
    }


def test_completing_twice_counts_once_and_time_adds_up(tell, articles, session):
    for _turn in range(2):
        answer = tell(articles[0], "completed", time_spent=90, scroll_depth=1).json()
    assert (answer["completed_articles"], answer["completion_percentage"]) == (1, 33)
    assert answer["current_article_id"] == articles[1].pk
    assert Reading.objects.get().seconds == 180
    assert LearningSession.objects.get(pk=session.pk).total_time_spent == 180


def test_reading_everything_completes_the_session(tell, articles):
    statuses = [tell(article, "completed").json()["status"] for article in articles]
    assert statuses == ["active", "active", "completed"]


@pytest.mark.parametrize(
    ("action", "more", "field"),
    [
        ("danced", {}, "action"),
        ("started", {"time_spent": 14_401}, "time_spent"),
        ("started", {"scroll_depth": 1.1}, "scroll_depth"),
        ("started", {"engagement_score": -1}, "engagement_score"),
    ],
)
def test_wrong_progress_names_the_field_and_stores_nothing(tell, articles, action, more, field):
    answer = tell(articles[0], action, **more)
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Reading.objects.exists()


def test_an_article_of_another_session_is_refused(api, learner, open_new, session, run_tasks):
    other = open_new(learner, sub_topics=2)
    run_tasks()
    body = {"article_id": other.articles.first().pk, "action": "started"}
    answer = api(learner).post(f"/api/v1/sessions/{session.pk}/progress", body, format="json")
    assert answer.json()["errors"][0]["field"] == "article_id"


def test_a_reader_keeps_the_version_that_was_first_read(articles, session):
    row = ArticleLevel.objects.select_related("content").get(article=articles[0])
    reading.record(session, articles[0], reading.Step(reading.STARTED))
    first = row.content.versions.get()
    ContentVersion.objects.create(
        content=row.content,
        number=2,
        markdown="new",
        html="<p>new</p>",
        word_count=1,
        source="teacher",
        review_state="approved",
    )
    row.refresh_from_db()
    assert row.version == first


def test_the_article_has_the_fields_clients_know(api, learner, articles, session):
    answer = api(learner).get(f"/api/v1/articles/{articles[1].pk}").json()
    assert set(answer) == {
        "id", "session_id", "title", "status", "content", "content_html", "level", "sub_topic_slug", "word_count",
        "estimated_read_time", "next_article_id", "previous_article_id", "metadata", "learning_elements", "sources",
        "difficulty_variants",
    }  # fmt: skip
    assert answer["metadata"]["source"] == "template"
    assert answer["metadata"]["llm_model"] is None
    assert "generation_prompt" not in answer["metadata"]
    assert (answer["previous_article_id"], answer["next_article_id"]) == (articles[0].pk, articles[2].pk)
    assert answer["difficulty_variants"] == {
        "available_levels": ["beginner"],
        "producible_levels": ["beginner", "intermediate", "advanced"],
        "current_level": "beginner",
    }
    assert set(answer["learning_elements"]) == {
        "key_terms", "key_term_definitions", "code_examples", "practical_tips", "related_concepts",
    }  # fmt: skip


def test_teachers_see_which_prompt_made_it(api, teacher, articles):
    answer = api(teacher).get(f"/api/v1/articles/{articles[0].pk}").json()
    assert answer["metadata"]["generation_prompt"] == "template@1"


def test_a_level_that_is_not_written_is_404_with_its_own_code(api, learner, articles):
    answer = api(learner).get(f"/api/v1/articles/{articles[0].pk}?level=expert")
    assert (answer.status_code, answer.json()["code"]) == (404, "level_not_generated")


def test_an_article_that_is_still_being_written_is_empty_and_says_so(api, learner, open_new):
    session = open_new(learner)
    planning.plan(lifecycle.claim(Task.objects.get().pk))
    answer = api(learner).get(f"/api/v1/articles/{session.articles.first().pk}").json()
    assert (answer["status"], answer["content"], answer["content_html"]) == ("planned", "", "")


def test_a_teacher_may_read_but_not_say_that_it_was_read(api, teacher, articles, session):
    body = {"article_id": articles[0].pk, "action": "started"}
    answer = api(teacher).post(f"/api/v1/sessions/{session.pk}/progress", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only")
    assert not Reading.objects.exists()


def test_read_only_is_a_problem_for_pages_too(browser, teacher, articles):
    answer = browser(teacher).post(f"/articles/{articles[0].pk}/completed")
    assert answer.status_code == 403
    assert "고치는 것은 주인만" in answer.content.decode()
