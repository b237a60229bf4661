"""Feedback, reports, bookmarks, history; levels that follow two opinions in a row."""

import pytest

from articles import adapting
from articles.models import Article, ArticleFeedback, ArticleReport, LearningSession, ProgressLog, Reading

API = "/api/v1"


@pytest.fixture
def say(api, learner):
    def say(article: Article, **body):
        return api(learner).post(f"{API}/articles/{article.pk}/feedback", body, format="json")

    return say


def test_feedback_is_kept_with_the_version_and_level_it_is_about(say, articles, session):
    body = {"rating": "dislike", "feedback_type": ["clarity", "accuracy"], "comments": "예제가 없어요"}
    answer = say(articles[0], **body, difficulty_perceived="too_hard", session_id=session.pk)
    assert answer.status_code == 200
    kept = ArticleFeedback.objects.get()
    assert (kept.rating, kept.feedback_type, kept.user_level_at_time) == (
        "dislike",
        ["accuracy", "clarity"],
        "beginner",
    )
    assert kept.version.content.article_levels.get(article=articles[0])


def test_a_second_opinion_takes_the_place_of_the_first(say, articles):
    say(articles[0], rating="dislike")
    say(articles[0], rating="like")
    assert ArticleFeedback.objects.get().rating == "like"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "rating"),
        ({"rating": "meh"}, "rating"),
        ({"rating": "like", "feedback_type": ["looks"]}, "feedback_type.0"),
        ({"rating": "like", "comments": "x" * 2001}, "comments"),
        ({"rating": "like", "session_id": "sess_other"}, "session_id"),
        ({"difficulty_perceived": "impossible"}, "difficulty_perceived"),
    ],
)
def test_wrong_feedback_names_the_field(say, articles, body, field):
    answer = say(articles[0], **body)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not ArticleFeedback.objects.exists()


def test_buttons_of_the_page_add_to_what_was_said(browser, learner, articles):
    client = browser(learner)
    address = f"/articles/{articles[0].pk}/feedback"
    client.post(address, {"rating": "like"})
    part = client.post(address, {"difficulty_perceived": "appropriate"}, headers={"HX-Request": "true"})
    kept = ArticleFeedback.objects.get()
    assert (kept.rating, kept.difficulty_perceived) == ("like", "appropriate")
    assert part.content.decode().count('aria-pressed="true"') == 2


def test_two_that_were_too_hard_move_the_unread_ones_down(say, articles, session, run_tasks):
    Reading.objects.create(user=session.user, article=articles[0], started_at=session.created_at)
    for article in articles[:2]:
        say(article, difficulty_perceived="too_hard")
    run_tasks()
    levels = dict(Article.objects.values_list("pk", "level"))
    session.refresh_from_db()
    assert session.target_level == "absolute_beginner"
    assert levels[articles[0].pk] == "beginner", "what was begun stays"


def test_the_page_says_that_the_level_moved_until_it_is_undone(browser, learner, articles, session):
    client, said = browser(learner), {"difficulty_perceived": "too_easy"}
    for article in articles[:2]:
        Reading.objects.create(user=learner, article=article, started_at=session.created_at)
        part = client.post(f"/articles/{article.pk}/feedback", said, headers={"HX-Request": "true"})
    undo = f'action="/sessions/{session.pk}/level"'
    assert undo in part.content.decode()
    address = f"/articles/{articles[1].pk}"
    client.post(f"/sessions/{session.pk}/level", {"level": "beginner", "next": address})
    assert undo not in client.get(address).content.decode()


def test_the_others_follow_when_they_are_opened(say, api, learner, open_new, browser, run_tasks):
    session = open_new(learner, articles=4, level="advanced")
    run_tasks()
    articles = list(session.articles.all())
    for article in articles[:2]:
        say(article, difficulty_perceived="too_hard")
    run_tasks()
    assert Article.objects.get(pk=articles[3].pk).level == "advanced"
    browser(learner).get(f"/articles/{articles[3].pk}")
    run_tasks()
    assert Article.objects.get(pk=articles[3].pk).level == "intermediate"


def test_one_opinion_or_two_that_differ_move_nothing(say, articles, session):
    say(articles[0], difficulty_perceived="too_hard")
    say(articles[1], difficulty_perceived="too_easy")
    session.refresh_from_db()
    assert (session.target_level, session.adapted_at) == ("beginner", None)


def test_opinions_from_before_a_move_do_not_count_again(say, articles, session):
    for article in articles[:2]:
        say(article, difficulty_perceived="too_easy")
    say(articles[2], difficulty_perceived="too_easy")
    session.refresh_from_db()
    assert session.target_level == "intermediate"


def test_who_switched_it_off_stays_where_they_are(say, articles, session):
    options = session.generation_options | {"enable_adaptive_difficulty": False}
    LearningSession.objects.filter(pk=session.pk).update(generation_options=options)
    for article in articles[:2]:
        say(article, difficulty_perceived="too_hard")
    session.refresh_from_db()
    assert session.target_level == "beginner"


def test_the_highest_level_has_none_above(session):
    assert adapting._beside("expert", 1) is None


def test_a_report_is_about_the_version_that_was_read(api, learner, articles):
    body = {"reason": "wrong", "text": "셋째 줄"}
    answer = api(learner).post(f"{API}/articles/{articles[0].pk}/report", body, format="json")
    assert answer.status_code == 201
    report = ArticleReport.objects.get()
    assert (report.reason, report.article, report.resolved_at) == ("wrong", articles[0], None)
    refused = api(learner).post(f"{API}/articles/{articles[0].pk}/report", {"reason": "ugly"}, format="json")
    assert refused.json()["errors"][0]["field"] == "reason"


def progress(api, learner, session, article, **body):
    body = {"article_id": article.pk, **body}
    return api(learner).post(f"{API}/sessions/{session.pk}/progress", body, format="json")


def test_bookmarks_are_listed_the_latest_first_and_can_be_taken_away(api, learner, session, articles):
    for article in articles[:2]:
        progress(api, learner, session, article, action="bookmarked")
    listed = api(learner).get(f"{API}/bookmarks").json()
    assert [item["article_id"] for item in listed["items"]] == [articles[1].pk, articles[0].pk]
    progress(api, learner, session, articles[1], action="bookmarked", bookmarked=False)
    assert api(learner).get(f"{API}/bookmarks").json()["meta"]["total"] == 1


def test_skipped_articles_leave_the_total(api, learner, session, articles):
    answer = progress(api, learner, session, articles[0], action="skipped").json()
    assert answer["completed_articles"] == 0
    shown = api(learner).get(f"{API}/sessions/{session.pk}").json()
    assert shown["curriculum"]["total_articles"] == 2


def test_a_switch_of_level_names_both_levels(api, learner, session, articles):
    refused = progress(api, learner, session, articles[0], action="level_switched")
    assert refused.json()["errors"][0]["field"] == "to_level"
    progress(api, learner, session, articles[0], action="level_switched", from_level="beginner", to_level="expert")
    line = ProgressLog.objects.get()
    assert (line.action, line.from_level, line.to_level) == ("level_switched", "beginner", "expert")


def test_the_page_says_how_long_and_how_far(browser, learner, session, articles):
    address = f"/articles/{articles[0].pk}/progress"
    assert browser(learner).post(address, {"seconds": 40, "scroll_depth": 0.8}).status_code == 204
    browser(learner).post(address, {"seconds": 20, "scroll_depth": 0.3})
    reading = Reading.objects.get()
    session.refresh_from_db()
    assert (reading.seconds, reading.scroll_depth, session.total_time_spent) == (60, 0.8, 60)


def test_analytics_count_what_happened(api, learner, session, articles, say):
    progress(api, learner, session, articles[0], action="completed", time_spent=100, engagement_score=0.5)
    progress(api, learner, session, articles[1], action="started", time_spent=50, engagement_score=0.25)
    progress(api, learner, session, articles[1], action="level_switched", from_level="beginner", to_level="expert")
    say(articles[0], rating="like", difficulty_perceived="too_hard")
    say(articles[1], rating="dislike", difficulty_perceived="appropriate")
    shown = api(learner).get(f"{API}/sessions/{session.pk}/analytics").json()
    assert shown == {
        "completion_rate": 0.333,
        "avg_time_per_article": 75,
        "total_engagement_score": 0.75,
        "positive_feedback_count": 1,
        "negative_feedback_count": 1,
        "avg_difficulty_rating": 2.5,
        "level_switches_count": 1,
        "most_used_level": "beginner",
        "preferred_article_length": "short",
    }


def test_the_history_has_what_was_read_also_when_its_session_is_gone(api, browser, learner, session, articles):
    progress(api, learner, session, articles[0], action="completed")
    progress(api, learner, session, articles[1], action="bookmarked")
    assert api(learner).delete(f"{API}/sessions/{session.pk}").status_code == 204
    page = browser(learner).get("/history").content.decode()
    assert articles[0].title in page
    assert articles[1].title in page
    assert api(learner).get(f"{API}/sessions").json()["items"] == []
