"""The privacy page says what is true of this instance."""

import pytest

from lms.accounts import consent
from lms.accounts.guests import UNUSED_FOR
from lms.privacy.notes import KEPT_UNUSED


@pytest.fixture
def page(browser, db):
    return lambda person=None: browser(person, "en").get("/privacy").text


def test_everybody_may_read_it_in_both_languages(browser, db):
    for language in ("ko", "en"):
        answer = browser(language=language).get("/privacy")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text


def test_it_names_the_models_that_are_asked(page, settings):
    settings.LLM_MODELS, settings.LLM_MODELS_PRIVATE = ["openai/first"], ["ollama/home"]
    settings.LLM_MODELS_BY_TYPE = {"article_generation": ["openai/special"]}
    text = page()
    assert "openai/first, openai/special" in text
    assert "ollama/home" in text


def test_without_models_it_says_so(page, settings):
    settings.LLM_MODELS, settings.LLM_MODELS_PRIVATE, settings.LLM_MODELS_BY_TYPE = [], [], {}
    assert page().count("none; course material answers") == 2


def test_its_times_are_those_of_the_code(page):
    text = page()
    assert f"{UNUSED_FOR.days} days after their last visit" in text
    assert f"{KEPT_UNUSED.days} days after their last use" in text


def test_it_says_whether_its_reader_agreed(page, learner):
    assert "You have not agreed" in page(learner)
    consent.give(learner)
    assert "You agreed; withdraw" in page(learner)
