"""Subtopics about modules that are locked for a student: shown, said what opens them, refused in a new session."""

import pytest

from articles.choices import Options
from articles.models import LearningSession
from articles.topic_sessions import open_session
from curriculum import unlocking
from curriculum.models import CuratedSubTopic, LearningModule, MainTopic

URL = "/api/v1/sessions"
LOOPS = "python_basics.loops"
BEFORE = ["python_basics.variables_types", "python_basics.conditions"]


@pytest.fixture
def python(curriculum) -> MainTopic:
    return MainTopic.objects.get(slug="python")


def about(topic: MainTopic, module: str) -> CuratedSubTopic:
    return topic.curated_sub_topics.with_article_count().get(module=LearningModule.objects.called(module).get())


def complete(person, *names: str) -> None:
    for name in names:
        unlocking.complete(user=person, module=LearningModule.objects.called(name).get(), how="mastered")


def body(topic: MainTopic, *sub_topics: CuratedSubTopic) -> dict:
    ids = [sub_topic.public_id for sub_topic in sub_topics]
    return {"main_topic_id": topic.pk, "sub_topic_ids": ids, "level": "beginner"}


def form(*sub_topics: CuratedSubTopic) -> dict:
    chosen = [sub_topic.pk for sub_topic in sub_topics]
    return {"sub_topics": chosen, "level": "beginner", "preferred_article_length": "medium", "learning_pace": "regular"}


def test_a_student_is_refused_with_what_is_missing_until_it_is_complete(api, learner, python):
    answer = api(learner).post(URL, body(python, about(python, LOOPS)), format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "prerequisites_missing")
    assert answer.json()["missing"] == BEFORE
    assert not LearningSession.objects.exists()
    complete(learner, *BEFORE)
    assert api(learner).post(URL, body(python, about(python, LOOPS)), format="json").status_code == 201


def test_one_locked_subtopic_refuses_the_whole_session_naming_everything_once(api, learner, python):
    chosen = [about(python, f"python_basics.{name}") for name in ("variables_types", "loops", "functions")]
    answer = api(learner).post(URL, body(python, *chosen), format="json").json()
    assert answer["missing"] == [*BEFORE, LOOPS]


def test_guests_teachers_admins_and_visitors_pass(api, guest, teacher, administrator, python):
    for person in (guest, teacher, administrator, None):
        answer = api(person).post(URL, body(python, about(python, LOOPS)), format="json")
        assert answer.status_code == 201


def test_a_session_that_is_there_stays_readable(api, browser, guest, python, run_tasks):
    sub_topic = about(python, LOOPS)
    session = open_session(user=guest, topic=python, sub_topics=[sub_topic], level="beginner", options=Options())
    run_tasks()
    guest.is_guest, guest.username = False, "signed-up"
    guest.save()
    article = session.articles.first().pk
    assert api(guest).get(f"{URL}/{session.pk}").status_code == 200
    assert api(guest).get(f"/api/v1/articles/{article}").json()["content"]
    assert browser(guest).get(f"/articles/{article}").status_code == 200


def test_the_page_shows_it_as_locked_and_what_opens_it(browser, learner, python):
    sub_topic = about(python, LOOPS)
    page = browser(learner, "en").get(f"/sessions/new?topic=python&sub={sub_topic.pk}").text
    assert f'value="{sub_topic.pk}"' not in page
    assert "Opens when you have finished:" in page
    assert "/modules/python_basics.conditions" in page
    assert f'value="{about(python, BEFORE[0]).pk}"' in page
    assert f'value="{sub_topic.pk}" checked' in browser(None).get(f"/sessions/new?topic=python&sub={sub_topic.pk}").text


def test_what_was_sent_all_the_same_is_refused(browser, learner, python):
    answer = browser(learner, "en").post("/sessions/new?topic=python", form(about(python, LOOPS)))
    assert answer.status_code == 403
    assert "python_basics.conditions" in answer.text
    assert not LearningSession.objects.exists()


def test_topics_offer_no_reading_about_what_is_locked(browser, learner, python):
    sub_topic = about(python, LOOPS)
    assert f"&amp;sub={sub_topic.pk}" not in browser(learner).get("/topics").text
    assert f"&amp;sub={sub_topic.pk}" in browser(None).get("/topics").text


def test_subtopics_about_no_module_cost_no_query(queries, learner):
    with queries(at_most=0):
        unlocking.refuse_locked_among(learner, [None, None])
