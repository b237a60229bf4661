"""Welcome and topics."""

import pytest

pytestmark = pytest.mark.usefixtures("curriculum")


@pytest.mark.parametrize(("language", "headline"), [("ko", "나에게 맞는 말로."), ("en", "in words that fit you.")])
def test_the_welcome_page_says_what_this_is_and_links_every_topic(browser, language, headline):
    page = browser(language=language).get("/").content.decode()
    assert headline in page
    assert page.count("/sessions/new?topic=") >= 8


def test_the_topics_page_lists_every_subtopic(browser):
    page = browser(language="en").get("/topics").content.decode()
    assert "Transformer architecture" in page
    assert page.count("&amp;sub=") >= 40


def test_pages_are_light(browser):
    for address in ("/", "/topics", "/sessions/new?topic=ai-ml"):
        assert len(browser().get(address).content) <= 60 * 1024
