"""Sessions over time: expiry, renewal, deletion; outlines that change; nothing read is ever lost."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import editing, partitions, reading, rewriting, sessions, statistics, versions
from articles.drafts import Draft
from articles.models import Article, ArticleLevel, LearningSession, ProgressLog, Reading
from articles.upkeep import expire_sessions, make_partitions, refresh_statistics
from curriculum.models import CuratedSubTopic, MainTopic
from lms.jobs.models import Task
from lms.llm.gateway import Answer
from lms.problems import Problem

API = "/api/v1"


@pytest.fixture
def expired(session) -> LearningSession:
    """Not used for longer than 30 days."""
    LearningSession.objects.filter(pk=session.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    session.refresh_from_db()
    return session


@pytest.mark.parametrize("marked", [False, True], ids=["before the job", "after the job"])
def test_an_expired_session_is_read_but_nothing_new_happens_in_it(api, learner, expired, marked):
    if marked:
        expire_sessions()
    client, article = api(learner), expired.articles.first()
    assert client.get(f"{API}/sessions/{expired.pk}").json()["status"] == "expired"
    assert client.get(f"{API}/articles/{article.pk}").json()["content"]
    refused = [
        client.post(
            f"{API}/sessions/{expired.pk}/progress", {"article_id": article.pk, "action": "started"}, format="json"
        ),
        client.post(f"{API}/sessions/{expired.pk}/articles", {}, format="json"),
        client.post(f"{API}/articles/{article.pk}/convert?target_level=intermediate"),
        client.post(f"{API}/articles/{article.pk}/feedback", {"rating": "like"}, format="json"),
        client.patch(f"{API}/sessions/{expired.pk}/curriculum", {"drop": [article.pk]}, format="json"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(409, "session_expired")}
    assert not Task.objects.unfinished().exists()


def test_renewed_it_goes_on_with_everything(api, learner, expired):
    expire_sessions()
    Reading.objects.create(user=learner, article=expired.articles.first(), started_at=timezone.now())
    shown = api(learner).post(f"{API}/sessions/{expired.pk}/renew").json()
    assert shown["status"] == "active"
    assert datetime.fromisoformat(shown["expires_at"]) > timezone.now() + timedelta(days=29)


def test_reading_the_session_keeps_it_alive_and_an_expired_one_asleep(api, learner, session):
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        api(learner).get(f"{API}/sessions/{session.pk}")
    session.refresh_from_db()
    assert session.expires_at > timezone.now() + timedelta(days=58)
    with time_machine.travel(timezone.now() + timedelta(days=70)):
        assert api(learner).get(f"{API}/sessions/{session.pk}").json()["status"] == "expired"


def test_a_deleted_session_stops_being_written(api, learner, open_new):
    session = open_new(learner)
    assert api(learner).delete(f"{API}/sessions/{session.pk}").status_code == 204
    assert Task.objects.get().status == "cancelled"


def test_the_outline_takes_another_order_and_lets_articles_go(api, learner, session):
    first, second, third = session.articles.values_list("pk", flat=True)
    body = {"order": [third, first], "drop": [second]}
    shown = api(learner).patch(f"{API}/sessions/{session.pk}/curriculum", body, format="json").json()
    assert [item["id"] for item in shown["items"]] == [third, first]
    assert [item["order"] for item in shown["items"]] == [1, 2]


@pytest.mark.parametrize(
    ("order", "drop", "field"),
    [([0, 1], [], "order"), ([0, 1, 1], [], "order"), ([], [0, 1, 2], "drop"), ([0, 1, 2], [2], "order")],
)
def test_an_outline_edit_that_does_not_fit_names_the_field(session, order, drop, field):
    pks = list(session.articles.values_list("pk", flat=True))
    with pytest.raises(Problem) as refused:
        editing.edit(session, order=[pks[n] for n in order], drop=[pks[n] for n in drop])
    assert refused.value.errors[0]["field"] == field


def test_an_article_of_another_session_is_refused(session, open_new, other_learner, run_tasks):
    foreign = open_new(other_learner)
    run_tasks()
    with pytest.raises(Problem) as refused:
        editing.edit(session, order=[], drop=[foreign.articles.first().pk])
    assert refused.value.errors[0]["field"] == "drop"


@pytest.mark.parametrize("action", [reading.STARTED, reading.COMPLETED, reading.BOOKMARKED])
def test_what_was_read_or_kept_cannot_be_dropped(session, action):
    article = session.articles.first()
    reading.record(session, article, reading.Step(action))
    with pytest.raises(Problem) as refused:
        editing.edit(session, order=[], drop=[article.pk])
    assert refused.value.code == "already_read"


STEPS = st.lists(
    st.tuples(st.sampled_from(["read", "keep", "drop", "reverse", "teacher", "newest", "renew"]), st.integers(0, 2)),
    max_size=12,
)


def edit_by_teacher(article: Article) -> None:
    """As a teacher's edit does: the next version of what the article shows."""
    row = ArticleLevel.objects.get(article=article, level=article.level)
    draft = Draft("## 고침\n\n선생님이 고친 글입니다.", [], [], [], [], [], 0)
    versions.add(row.content, Answer(draft, "template"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=STEPS)
def test_nothing_read_kept_or_completed_disappears_whatever_happens(open_new, learner, run_tasks, steps):
    session = open_new(learner)
    run_tasks()
    seen: dict[str, str] = {}
    kept: set[str] = set()
    for what, place in steps:
        articles = list(Article.objects.filter(session=session).in_outline())
        apply_step(what, articles[place % len(articles)], session, seen, kept)
    present = set(Article.objects.filter(session=session).in_outline().values_list("pk", flat=True))
    assert set(seen) | kept <= present
    assert set(Article.objects.read_by(learner.pk).values_list("pk", flat=True)) >= set(seen)
    assert set(Article.objects.bookmarked_by(learner.pk).values_list("pk", flat=True)) >= kept
    for pk, version in seen.items():
        row = ArticleLevel.objects.get(article=pk, level=Article.objects.get(pk=pk).level)
        at_hand = {row.version_id, *row.earlier.values_list("version_id", flat=True)}
        assert version in at_hand


def apply_step(what, article, session, seen, kept) -> None:
    match what:
        case "read":
            reading.record(session, article, reading.Step(reading.COMPLETED))
            row = ArticleLevel.objects.get(article=article, level=article.level)
            seen.setdefault(article.pk, row.version_id)
        case "keep":
            reading.record(session, article, reading.Step(reading.BOOKMARKED))
            kept.add(article.pk)
        case "drop":
            with suppress(Problem):  # what was read, and the last one
                editing.edit(session, order=[], drop=[article.pk])
        case "reverse":
            pks = list(Article.objects.filter(session=session).in_outline().values_list("pk", flat=True))
            editing.edit(session, order=pks[::-1], drop=[])
        case "teacher":
            edit_by_teacher(article)
        case "newest":
            rewriting.take_newest(article)
        case "renew":
            sessions.renew(session)


def test_the_log_is_partitioned_by_month_and_months_are_made_ahead(session):
    make_partitions()
    assert partitions.make_coming() == []
    reading.record(session, session.articles.first(), reading.Step(reading.STARTED))
    assert ProgressLog.objects.raw("SELECT id, tableoid::regclass AS kept_in FROM articles_progresslog")[
        0
    ].kept_in == partitions.NAME.format(datetime.now(UTC))


def test_rows_from_before_their_months_partition_move_into_it(session):
    later = datetime(2031, 5, 3, tzinfo=UTC)
    ProgressLog.objects.create(session=session, article=session.articles.first(), action="started", timestamp=later)
    with time_machine.travel(later):
        assert "articles_progresslog_2031_05" in partitions.make_coming()
    line = ProgressLog.objects.raw("SELECT id, tableoid::regclass AS kept_in FROM articles_progresslog")[0]
    assert line.kept_in == "articles_progresslog_2031_05"


def test_topics_and_subtopics_show_numbers_from_real_use(session, api, learner, topic):
    reading.record(session, session.articles.first(), reading.Step(reading.COMPLETED))
    refresh_statistics()
    shown = MainTopic.objects.get(pk=topic.pk)
    assert (shown.popularity_score, shown.total_learners, shown.avg_completion_rate) == (1.0, 1, 0.3333)
    assert set(MainTopic.objects.exclude(pk=topic.pk).values_list("popularity_score", flat=True)) == {0.0}
    used = CuratedSubTopic.objects.get(usage_count=1)
    assert used.avg_rating is None, "one rating is not enough"


def test_five_ratings_make_stars(session, open_new, run_tasks, django_user_model):
    article = session.articles.first()
    for number in range(5):
        person = django_user_model.objects.create_user(username=f"reader{number}")
        theirs = open_new(person)
        run_tasks()
        twin = theirs.articles.first()
        twin.feedback.create(
            session=theirs, user=person, rating="like" if number else "dislike", user_level_at_time="x"
        )
    statistics.refresh()
    sub_topic = CuratedSubTopic.objects.get(pk=article.session_subtopic.curated_id)
    assert (sub_topic.avg_rating, sub_topic.usage_count) == (4.2, 6)
