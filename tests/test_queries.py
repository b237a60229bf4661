"""The number of queries of a page or endpoint does not grow with the rows behind it."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import generations
from articles.choices import Options, Wishes
from articles.models import Article
from articles.topic_sessions import open_session
from curriculum.models import Question
from lms.accounts.models import User
from lms.jobs.models import Task
from personalization import placements, subjects, submissions
from personalization.answering import Written
from personalization.models import Assignment
from tests.routes import ADMINS, EXAMPLES, ROUTES, TAUGHT, TEACHING

TEACHERS = (TEACHING, TAUGHT, ADMINS)  # theirs is held by tests of their own, over classes that grow
INSIDE = ("health", "api/v1/health", "metrics")
READ = [
    route
    for route, row in ROUTES.items()
    if row.methods.get("GET", TEACHING) not in TEACHERS and not route.startswith(INSIDE)
]


@pytest.fixture
def grow(topic, learner, run_tasks):
    """Another session of the learner with so many articles; returns the names that routes are filled with."""

    def grow(articles: int) -> dict[str, str]:
        sub_topics = list(topic.curated_sub_topics.all()[:1])
        options = Options(max_articles_per_subtopic=articles)
        session = open_session(user=learner, topic=topic, sub_topics=sub_topics, level="beginner", options=options)
        run_tasks()
        article = Article.objects.filter(session=session).order_by("order_num").first()
        task = Task.objects.filter(session_id=session.pk).first()
        wishes = Wishes(max_subtopics=articles)
        generation = generations.ask_for(user=learner, topic=topic, interests=[], goals="", wishes=wishes)
        run_tasks()
        names = {"session_id": session.pk, "article_id": article.pk, "task_id": task.pk}
        names |= {"placement_id": placements.start(learner).pk}
        assigned = [Assignment(title="Types", student=learner, due=timezone.now()) for _number in range(articles)]
        names["assignment_id"] = str(Assignment.objects.bulk_create(assigned)[0].pk)
        return names | {"generation_id": generation.pk, **practise(learner, articles)}

    return grow


def practise(learner: User, answers: int) -> dict[str, str]:
    """A run with so many answers, and one of its questions."""
    questions = Question.objects.filter(module__name="variables_types").values_list("pk", flat=True)[:answers]
    subject = subjects.find(learner, "python_basics.variables_types")
    run = submissions.submit(user=learner, subject=subject, written=[Written(pk, "?") for pk in questions])
    return {"submission_id": run.pk, "question_id": str(questions[0])}


@pytest.fixture
def count(browser, learner, settings):
    """`count(route, names)`: the queries of a request; not of the first one, which fills caches and notes what was seen."""
    settings.RATE_LIMIT_USER = "off"
    client = browser(learner)

    def count(route: str, names: dict[str, str]) -> int:
        address = "/" + route
        for name, value in (EXAMPLES | names).items():
            address = address.replace(f"<str:{name}>", value).replace(f"<int:{name}>", value)
        if ROUTES[route].query:
            address += "?" + urlencode(ROUTES[route].query)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, address
        return len(captured)

    return count


def test_the_number_of_queries_does_not_grow(grow, count):
    """All addresses over the same rows, which take longer to make than to read."""
    few = grow(1)
    with_few = {route: count(route, few) for route in READ}
    for _turn in range(3):
        many = grow(6)
    with_many = {route: count(route, many) for route in READ}
    assert {route: (with_few[route], with_many[route]) for route in READ if with_many[route] > with_few[route]} == {}
