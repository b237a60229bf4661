"""An article that a teacher assigned: read by those it was given to, as long as it is, without a trace in its session."""

import pytest
from django.utils import timezone

from articles import analytics, outlines, sessions
from articles.models import (
    Article,
    ArticleFeedback,
    ArticleLevel,
    ArticleReport,
    LearningSession,
    ProgressLog,
    Reading,
)
from lms.accounts.models import Membership
from personalization import assignments
from personalization.models import Assignment


@pytest.fixture
def article(open_new, teacher, run_tasks) -> Article:
    """The first of two of the teacher's own."""
    session = open_new(teacher, articles=2)
    run_tasks()
    return session.articles.first()


API = "/api/v1"


@pytest.fixture
def given(article, teacher) -> Assignment:
    """To the class, in which the learner is."""
    group = teacher.taught_groups.get()
    return Assignment.objects.create(title="Read this", group=group, article_id=article.pk, made_by=teacher)


def status(person, assignment: Assignment) -> str:
    return assignments.get(person, assignment.pk).standing.status


def test_one_of_their_own_is_done_when_it_is_read(session, learner):
    article = session.articles.first()
    row = Assignment.objects.create(title="Read this", student=learner, article_id=article.pk)
    assert status(learner, row) == "open"
    reading = Reading.objects.create(user=learner, article=article, started_at=timezone.now())
    assert status(learner, row) == "begun"
    Reading.objects.filter(pk=reading.pk).update(completed_at=timezone.now())
    assert status(learner, row) == "done"


def test_the_class_reads_it_until_it_is_taken_back(browser, api, learner, other_learner, article, given):
    page, endpoint = f"/articles/{article.pk}", f"/api/v1/articles/{article.pk}"
    assert browser(learner).get(page).status_code == api(learner).get(endpoint).status_code == 200
    assert browser(other_learner).get(page).status_code == api(other_learner).get(endpoint).status_code == 404
    given.delete()
    assert browser(learner).get(page).status_code == api(learner).get(endpoint).status_code == 404


def test_who_leaves_the_class_reads_it_no_more(browser, learner, article, given):
    Membership.objects.filter(student=learner).delete()
    assert browser(learner).get(f"/articles/{article.pk}").status_code == 404


def test_nobody_opens_to_others_what_is_not_theirs(browser, learner, other_learner, teacher_of_nobody, article):
    """Whatever an assignment names, its maker has to be whose article it is."""
    for maker in (teacher_of_nobody, None):
        Assignment.objects.create(title="Not mine", student=other_learner, article_id=article.pk, made_by=maker)
    assert browser(other_learner).get(f"/articles/{article.pk}").status_code == 404


def test_it_is_done_when_it_is_read_to_its_end(browser, learner, article, given):
    client, address = browser(learner), f"/articles/{article.pk}"
    assert client.post(f"{address}/started").status_code == 204
    assert client.post(f"{address}/progress", {"seconds": 40, "scroll_depth": 0.5}).status_code == 204
    assert status(learner, given) == "begun"
    assert client.post(f"{address}/completed").url == f"/assignments/{given.pk}"
    assert status(learner, given) == "done"
    reading = Reading.objects.get()
    assert (reading.user, reading.seconds, reading.scroll_depth) == (learner, 40, 0.5)


def test_over_the_api_as_well_and_the_answer_is_about_this_article_alone(api, learner, teacher, article, given):
    Reading.objects.create(user=teacher, article=article, completed_at=timezone.now())
    address = f"{API}/sessions/{article.session_id}/progress"

    def send(**step) -> dict:
        answer = api(learner).post(address, {"article_id": article.pk, **step}, format="json")
        assert answer.status_code == 200
        return answer.json()

    nothing = {"session_id": article.session_id, "completed_articles": 0, "completion_percentage": 0}
    nothing |= {"current_article_id": article.pk, "status": "ready"}
    assert send(action="bookmarked") == nothing
    assert send(action="started", time_spent=40, scroll_depth=0.5) == nothing | {"status": "active"}
    assert status(learner, given) == "begun"
    done = {"completed_articles": 1, "completion_percentage": 100, "current_article_id": None, "status": "completed"}
    for _twice in range(2):
        assert send(action="completed", time_spent=20) == nothing | done
    assert status(learner, given) == "done"
    kept = Reading.objects.get(user=learner)
    assert (kept.seconds, kept.scroll_depth, kept.bookmarked) == (80, 0.5, True)


def test_no_other_article_of_that_session_and_nothing_that_changes_it(api, learner, other_learner, article, given):
    address = f"{API}/sessions/{article.session_id}/progress"

    def answer(person, pk: str, action: str = "completed", **step) -> int:
        return api(person).post(address, {"article_id": pk, "action": action, **step}, format="json").status_code

    neighbour = article.session.articles.exclude(pk=article.pk).get()
    assert answer(learner, neighbour.pk) == answer(other_learner, article.pk) == 404
    levels = {"from_level": "beginner", "to_level": "expert"}
    assert answer(learner, article.pk, "skipped") == answer(learner, article.pk, "level_switched", **levels) == 403
    given.delete()
    assert answer(learner, article.pk) == 404
    assert not Reading.objects.exists()


def test_what_they_keep_and_say_is_theirs(api, browser, learner, teacher, article, given):
    client, address = browser(learner), f"/articles/{article.pk}"
    client.post(f"{address}/bookmark")
    client.post(f"{address}/feedback", {"rating": "like"})
    page = client.post(f"{address}/feedback", {"difficulty_perceived": "too_hard"}, follow=True).content.decode()
    assert page.count('aria-pressed="true"') == 3
    body = {"rating": "dislike", "session_id": article.session_id}
    shown = api(learner).post(f"{API}{address}/feedback", body, format="json").json()
    assert (shown["session_id"], shown["rating"]) == (article.session_id, "dislike")
    client.post(f"{address}/report", {"reason": "wrong", "text": "셋째 줄"})
    assert ArticleReport.objects.get().user == learner
    browser(teacher).post(f"{address}/bookmark")
    browser(teacher).post(f"{address}/feedback", {"rating": "like"})
    said = ArticleFeedback.objects.values_list("user", "rating", "session")
    assert set(said) == {(learner.pk, "dislike", None), (teacher.pk, "like", article.session_id)}
    listed = api(learner).get(f"{API}/bookmarks").json()["items"]
    assert [one["article_id"] for one in listed] == [article.pk]
    given.delete()
    assert api(learner).get(f"{API}/bookmarks").json()["items"] == []
    assert address not in client.get("/history").content.decode()


def test_its_owner_sees_nothing_of_it(browser, teacher, learner, article, given):
    def seen() -> list:
        session = LearningSession.objects.with_progress().get()
        counts = (session.completed_articles, session.planned_articles, session.status, session.total_time_spent)
        counts += (session.target_level, session.adapted_at)
        outline = outlines.of(session)
        lines = [(entry.started, entry.completed) for entry in outline.entries]
        pinned = list(ArticleLevel.objects.values_list("version", flat=True))
        return [counts, session.last_accessed_at, lines, analytics.of(session), pinned, article.level]

    before, address = seen(), f"/articles/{article.pk}"
    for step in ("started", "bookmark", "completed"):
        browser(learner).post(f"{address}/{step}")
    for one in article.session.articles.all():
        Assignment.objects.create(title="Both", group=given.group, article_id=one.pk, made_by=teacher)
        said = {"rating": "dislike", "difficulty_perceived": "too_hard"}
        assert browser(learner).post(f"/articles/{one.pk}/feedback", said).status_code == 302
    browser(learner).get(f"{address}?level=expert")
    article.refresh_from_db()
    assert seen() == before
    assert not ProgressLog.objects.exists()
    sessions.move(article.session, to=teacher)
    assert Reading.objects.get().user == learner


def test_the_reader_offers_only_what_its_student_may_do(browser, api, learner, article, given, queries):
    client = browser(learner, "en")
    with queries(at_most=26):
        page = client.get(f"/articles/{article.pk}").content.decode()
    assert "Done reading" in page
    for own in (f"/assignments/{given.pk}", "/bookmark", "/feedback", "/report"):
        assert own in page
    for other in ("/skipped", "/regenerate", "/sessions/sess_", "/level"):
        assert other not in page
    shown = api(learner).get(f"/api/v1/articles/{article.pk}").json()
    assert (shown["next_article_id"], shown["previous_article_id"]) == (None, None)


def test_another_level_that_is_there_is_looked_at(browser, learner, teacher, article, given, run_tasks):
    address = f"/articles/{article.pk}"
    browser(teacher).post(f"{address}/level", {"level": "advanced"})
    run_tasks()
    client = browser(learner)
    page = client.get(address)
    assert page.context["text"].level == "advanced"
    assert 'href="?level=beginner"' in page.content.decode()
    assert client.get(f"{address}?level=beginner").context["text"].level == "beginner"
    assert client.get(f"{address}?level=expert").context["text"].level == "advanced"
    article.refresh_from_db()
    assert article.level == "advanced"
