"""The pages of a session, without JavaScript."""

import re

import pytest

from articles.choices import Options
from articles.models import LearningSession, Reading
from curriculum.models import CuratedSubTopic

NEW = "/sessions/new?topic=ai-ml"


@pytest.fixture
def picked(topic) -> dict:
    chosen = [sub_topic.pk for sub_topic in topic.curated_sub_topics.all()[:2]]
    return {"sub_topics": chosen, "level": "beginner", "preferred_article_length": "medium", "learning_pace": "regular"}


def test_a_visitor_becomes_a_guest_with_a_session(browser, picked, run_tasks):
    client = browser()
    answer = client.post(NEW, picked, follow=True)
    session = LearningSession.objects.get()
    assert answer.redirect_chain == [(f"/sessions/{session.pk}", 302)]
    assert session.user.is_guest
    run_tasks()
    assert "첫 글 읽기" in client.get(f"/sessions/{session.pk}").content.decode()


def test_picking_nothing_says_what_to_do_and_makes_no_guest(browser, picked, django_user_model):
    answer = browser().post(NEW, picked | {"sub_topics": []})
    assert answer.status_code == 400
    assert "소주제를 하나 이상 골라 주세요" in answer.content.decode()
    assert not django_user_model.objects.exists()


def test_what_was_picked_stays_picked_after_an_error(browser, picked):
    page = browser().post(NEW, picked | {"learning_pace": "warp"}).content.decode()
    assert page.count(" checked") == 3


def test_the_summary_counts_what_is_picked(browser, picked):
    page = browser().get("/sessions/summary", {"topic": "ai-ml", **picked}).content.decode()
    assert "<dd>11</dd>" in page
    assert "이번 주 안에" in page


SETTINGS = {
    "language": "en",
    "preferred_article_length": "short",
    "include_examples": "no",
    "max_articles_per_subtopic": "2",
    "learning_pace": "light",
    "enable_adaptive_difficulty": "no",
}


def test_the_settings_of_a_session_are_kept(browser, picked):
    browser().post(NEW, picked | SETTINGS)
    session = LearningSession.objects.get()
    assert (session.language, session.generation_options) == (
        "en",
        {
            "preferred_article_length": "short",
            "include_examples": False,
            "max_articles_per_subtopic": 2,
            "learning_pace": "light",
            "enable_adaptive_difficulty": False,
            "include_practice_problems": False,
        },
    )


def test_making_subtopics_without_a_script_keeps_what_was_picked_and_set(browser, picked):
    client, wish = browser(language="en"), {"interests": "chatbots"}
    kept = SETTINGS | {"include_practice_problems": "no"}
    answer = client.post("/sub-topics/generate?topic=ai-ml", picked | kept | wish, follow=True)
    assert [status for _address, status in answer.redirect_chain] == [302]
    form = answer.context["form"]
    assert {name: str(form[name].value()) for name in kept} == kept
    assert answer.context["summary"].options == Options("light", "short", False, 2, False, False)
    assert "chatbots" not in answer.redirect_chain[0][0]
    again = client.post("/sub-topics/generate?topic=ai-ml", picked | kept | {"goal": "x" * 501})
    assert again.status_code == 400
    assert {name: str(again.context["form"][name].value()) for name in kept} == kept


def test_a_setting_in_the_address_that_is_none_is_passed_over(browser, topic):
    page = browser(language="en").get(f"{NEW}&learning_pace=warp&max_articles_per_subtopic=99&language=fr")
    assert page.status_code == 200
    assert page.context["summary"].options == Options()


def test_what_is_left_out_is_as_usual(browser, picked):
    browser(language="en").post(NEW, {"sub_topics": picked["sub_topics"], "level": "beginner"})
    session = LearningSession.objects.get()
    assert (session.language, session.generation_options) == ("en", Options().as_json())


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_is_none_is_refused(browser, picked, name):
    assert browser().post(NEW, picked | {name: "warp"}).status_code == 400
    assert not LearningSession.objects.exists()


def test_the_summary_says_the_articles_of_the_settings(browser, picked):
    page = browser().get("/sessions/summary", {"topic": "ai-ml", **picked, **SETTINGS}).content.decode()
    assert ("<dd>4</dd>" in page, "<dd>영어</dd>" in page, page.count("글 2편")) == (True, True, 2)


def test_enter_in_a_field_presses_a_button_that_does_nothing(browser, topic):
    page = browser().get(NEW).content.decode()
    form = page[page.index('action="/sessions/new') :]
    assert re.search(r"<button[^>]*>", form)[0] == '<button type="submit" disabled hidden>'


def test_a_subtopics_link_comes_with_it_picked(browser, topic):
    sub_topic = CuratedSubTopic.objects.filter(main_topic=topic).first()
    page = browser().get(f"{NEW}&sub={sub_topic.pk}").content.decode()
    assert f'value="{sub_topic.pk}" checked' in page


def test_an_unknown_topic_is_404(browser, curriculum):
    assert browser().get("/sessions/new?topic=nothing").status_code == 404
    assert browser().get("/sessions/new").status_code == 404


def test_while_it_is_made_the_page_watches_and_without_javascript_reloads(browser, learner, open_new):
    session = open_new(learner)
    page = browser(learner).get(f"/sessions/{session.pk}").content.decode()
    assert f'data-live="/sessions/{session.pk}/ws"' in page
    assert re.search(r'<noscript>\s*<meta http-equiv="refresh"', page)


def test_a_ready_session_watches_nothing(browser, learner, session):
    page = browser(learner).get(f"/sessions/{session.pk}").content.decode()
    assert "data-live" not in page
    assert page.count("읽을 수 있음") == 3


def test_the_article_shows_text_origin_and_neighbours(browser, learner, session):
    second = session.articles.get(order_num=2)
    page = browser(learner).get(f"/articles/{second.pk}").content.decode()
    assert second.title in page
    assert "교재에서 엮은 글입니다. 언어 모델은 쓰지 않았어요." in page
    assert "아직 선생님이 살펴보지 않은 글이에요." in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_done_leads_to_the_next_article_and_at_last_back_to_the_session(browser, learner, session):
    client = browser(learner)
    places = [client.post(f"/articles/{article.pk}/completed")["Location"] for article in session.articles.all()]
    numbers = [article.pk for article in session.articles.all()]
    assert places == [f"/articles/{numbers[1]}", f"/articles/{numbers[2]}", f"/sessions/{session.pk}"]
    assert Reading.objects.exclude(completed_at=None).count() == 3


def test_my_sessions_lists_only_mine(browser, learner, other_learner, session):
    assert f"/sessions/{session.pk}" in browser(learner).get("/sessions").content.decode()
    assert f"/sessions/{session.pk}" not in browser(other_learner).get("/sessions").content.decode()
    assert "읽던 글이 없어요" in browser().get("/sessions").content.decode()


def test_the_welcome_page_offers_to_go_on(browser, learner, session):
    assert "이어 읽기" in browser(learner).get("/").content.decode()
