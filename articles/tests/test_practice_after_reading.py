"""At the end of an article stand the questions of its module, where its session is to have them."""

import pytest
from django.urls import reverse

from articles import module_sessions
from articles.choices import Options
from articles.models import Article, LearningSession
from articles.topic_sessions import open_session


@pytest.fixture
def about_module(curriculum, learner, run_tasks) -> Article:
    module = module_sessions.find_module("python_basics.variables_types")
    options = Options(include_practice_problems=True)
    session = module_sessions.open_session(user=learner, module=module, level="beginner", options=options)
    run_tasks()
    return session.articles.first()


def test_an_article_about_a_module_ends_with_its_practice(browser, learner, about_module):
    text = browser(learner).get(reverse("article", args=[about_module.pk])).content.decode()
    assert 'value="python_basics.variables_types"' in text
    assert "직접 풀어 보기" in text
    browser(learner).post(reverse("practice"), {"subject": "python_basics.variables_types", "count": "3"})
    assert len(learner.submissions.get().plan["questions"]) == 3


def test_a_session_without_practice_problems_ends_with_its_text(browser, learner, about_module):
    LearningSession.objects.update(generation_options={"include_practice_problems": False})
    assert "직접 풀어 보기" not in browser(learner).get(reverse("article", args=[about_module.pk])).content.decode()


def test_the_new_session_page_asks_for_them(browser, topic):
    page = browser(language="en").get(f"/sessions/new?topic={topic.slug}").content.decode()
    assert 'name="include_practice_problems"' in page


def test_a_topic_without_a_module_has_none(browser, learner, topic, run_tasks):
    sub_topics = list(topic.curated_sub_topics.filter(module=None)[:1])
    session = open_session(user=learner, topic=topic, sub_topics=sub_topics, level="beginner", options=Options())
    run_tasks()
    text = browser(learner).get(reverse("article", args=[session.articles.first().pk])).content.decode()
    assert "직접 풀어 보기" not in text


def test_who_only_looks_on_is_not_asked_to_practise(browser, teacher, about_module):
    text = browser(teacher).get(reverse("article", args=[about_module.pk])).content.decode()
    assert "직접 풀어 보기" not in text
