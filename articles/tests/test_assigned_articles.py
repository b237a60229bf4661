"""An article that a teacher assigned: read by those it was given to, as long as it is, without a trace in its session."""

import pytest
from django.utils import timezone

from articles import analytics, outlines, sessions
from articles.models import Article, ArticleLevel, LearningSession, ProgressLog, Reading
from lms.accounts.models import Membership
from personalization import assignments
from personalization.models import Assignment


@pytest.fixture
def article(open_new, teacher, run_tasks) -> Article:
    """The first of two of the teacher's own."""
    session = open_new(teacher, articles=2)
    run_tasks()
    return session.articles.first()


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


def test_its_owner_sees_nothing_of_it(browser, teacher, learner, article, given):
    def seen() -> list:
        session = LearningSession.objects.with_progress().get()
        counts = (session.completed_articles, session.planned_articles, session.status, session.total_time_spent)
        outline = outlines.of(session)
        lines = [(entry.started, entry.completed) for entry in outline.entries]
        pinned = list(ArticleLevel.objects.values_list("version", flat=True))
        return [counts, session.last_accessed_at, lines, analytics.of(session), pinned, article.level]

    before, address = seen(), f"/articles/{article.pk}"
    for step in ("started", "completed"):
        browser(learner).post(f"{address}/{step}")
    browser(learner).get(f"{address}?level=expert")
    article.refresh_from_db()
    assert seen() == before
    assert not ProgressLog.objects.exists()
    sessions.move(article.session, to=teacher)
    assert Reading.objects.get().user == learner


def test_the_reader_offers_only_what_its_student_may_do(browser, api, learner, article, given, queries):
    client = browser(learner, "en")
    with queries(at_most=24):
        page = client.get(f"/articles/{article.pk}").content.decode()
    assert "Done reading" in page
    assert f"/assignments/{given.pk}" in page
    for other in ("/bookmark", "/skipped", "/feedback", "/report", "/regenerate", "/sessions/sess_", "/level"):
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
