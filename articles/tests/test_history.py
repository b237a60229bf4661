"""The history: what was read and what was kept, page by page, one's own alone."""

import pytest
from django.utils import timezone

from articles.models import Article, Reading
from articles.views import watching
from personalization.models import Assignment


def finished(person, article: Article, **more) -> Reading:
    return Reading.objects.create(user=person, article=article, completed_at=timezone.now(), **more)


def rows(page, name: str) -> list[str]:
    return [article.pk for article in page.context[name]]


def test_it_lists_what_was_finished_and_what_was_kept(browser, learner, articles):
    first, second, third = articles
    finished(learner, first)
    finished(learner, second)
    Reading.objects.create(user=learner, article=third, bookmarked=True, bookmarked_at=timezone.now())
    page = browser(learner, "en").get("/history")
    assert (rows(page, "read"), rows(page, "kept")) == ([second.pk, first.pk], [third.pk])
    for article in articles:
        assert f'href="/articles/{article.pk}">{article.title}<' in page.content.decode()


@pytest.mark.parametrize("signed_in", [True, False])
def test_who_has_read_nothing_is_told_how_to_begin(browser, learner, session, signed_in):
    page = browser(learner if signed_in else None, "en").get("/history")
    assert page.status_code == 200
    assert "Nothing read yet" in page.content.decode()


def test_a_long_one_has_pages(browser, learner, articles, monkeypatch):
    monkeypatch.setattr(watching, "HISTORY_ON_A_PAGE", 2)
    for article in articles:
        finished(learner, article, bookmarked=True, bookmarked_at=timezone.now())
    client = browser(learner, "en")
    page = client.get("/history?read=2")
    assert rows(page, "read") == [articles[0].pk]
    assert rows(page, "kept") == [articles[2].pk, articles[1].pk]
    assert 'href="?read=1&amp;kept=1#read"' in page.content.decode()
    assert 'href="?kept=2&amp;read=2#kept"' in page.content.decode()
    assert rows(client.get("/history?read=99&kept=?"), "read") == [articles[0].pk]


def test_nobody_elses_rows_are_in_it(browser, learner, other_learner, articles):
    finished(learner, articles[0])
    finished(other_learner, articles[1])
    assert rows(browser(learner).get("/history"), "read") == [articles[0].pk]
    assert rows(browser(other_learner).get("/history"), "read") == []


def test_an_article_that_several_have_read_is_listed_once_with_ones_own_day(browser, learner, other_learner, articles):
    given = Assignment.objects.create(
        title="Read", student=other_learner, article_id=articles[0].pk, made_by=articles[0].session.user
    )
    mine, theirs = finished(learner, articles[0]), finished(other_learner, articles[0])
    for person, reading in ((learner, mine), (other_learner, theirs)):
        days = [article.done_at for article in browser(person).get("/history").context["read"]]
        assert days == [reading.completed_at]
    given.delete()
    assert rows(browser(other_learner).get("/history"), "read") == []


def test_it_takes_as_many_queries_however_much_was_read(browser, learner, articles, queries):
    client = browser(learner)
    finished(learner, articles[0], bookmarked=True, bookmarked_at=timezone.now())
    with queries(at_most=20) as first:
        client.get("/history")
    for article in articles[1:]:
        finished(learner, article, bookmarked=True, bookmarked_at=timezone.now())
    with queries(at_most=len(first)):
        client.get("/history")


def test_it_is_only_looked_at(browser, learner):
    assert browser(learner).post("/history").status_code == 405
