"""A session of the learner that is ready to read, its articles, and what is published meanwhile."""

import pytest

from articles.choices import Options
from articles.models import Article, LearningSession
from articles.topic_sessions import open_session
from lms.live import publishing


@pytest.fixture
def open_new(topic):
    """`open_new(user, subtopics=1, articles=3)`: a new session that nobody has worked on yet."""

    def open_new(user, sub_topics: int = 1, articles: int = 3, level: str = "beginner") -> LearningSession:
        chosen = list(topic.curated_sub_topics.all()[:sub_topics])
        options = Options(max_articles_per_subtopic=articles)
        return open_session(user=user, topic=topic, sub_topics=chosen, level=level, options=options)

    return open_new


@pytest.fixture
def session(open_new, learner, run_tasks) -> LearningSession:
    session = open_new(learner)
    run_tasks()
    session.refresh_from_db()
    return session


@pytest.fixture
def articles(session) -> list[Article]:
    return list(session.articles.all())


@pytest.fixture
def said(monkeypatch) -> list[tuple[str, dict]]:
    """(topic, event) of everything published."""
    events = []
    monkeypatch.setattr(publishing, "publish", lambda topic, event: events.append((topic, event)))
    return events
