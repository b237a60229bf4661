"""Another level for an article: at once where its text exists, else written once."""

import pytest

from articles.models import Article, ArticleLevel, Content, ContentVersion
from lms.jobs.models import Task


@pytest.fixture
def article(session) -> Article:
    return session.articles.get(order_num=1)


@pytest.fixture
def convert(api, learner, article):
    def convert(level: str, method: str = "post", client=None):
        client = client or api(learner)
        return getattr(client, method)(f"/api/v1/articles/{article.pk}/convert?target_level={level}")

    return convert


def test_a_level_that_does_not_exist_is_written_and_the_article_moves_there(convert, article, run_tasks):
    answer = convert("advanced")
    assert answer.status_code == 202
    assert set(answer.json()) == {"task_id", "status", "websocket_url"}
    run_tasks()
    article.refresh_from_db()
    assert article.level == "advanced"
    answer = convert("advanced")
    assert (answer.status_code, answer.json()["level"]) == (200, "advanced")
    assert Task.objects.get(task_type="level_conversion").result_data == {"article_id": article.pk, "level": "advanced"}


def test_going_back_is_at_once_and_keeps_what_was_read(convert, article, run_tasks):
    convert("intermediate")
    run_tasks()
    answer = convert("beginner")
    assert (answer.status_code, answer.json()["level"]) == (200, "beginner")
    assert ArticleLevel.objects.filter(article=article).count() == 2


def test_asked_again_it_is_the_same_task(convert):
    assert convert("advanced").json()["task_id"] == convert("advanced").json()["task_id"]


def test_two_sessions_share_what_is_written_for_a_level(convert, api, other_learner, open_new, run_tasks):
    open_new(other_learner)
    run_tasks()
    theirs = Article.objects.get(session__user=other_learner, order_num=1)
    convert("advanced")
    api(other_learner).post(f"/api/v1/articles/{theirs.pk}/convert?target_level=advanced")
    run_tasks()
    assert ContentVersion.objects.filter(content__level="advanced").count() == 1
    assert set(Article.objects.filter(order_num=1).values_list("level", flat=True)) == {"advanced"}


def test_without_a_model_a_level_that_would_read_the_same_is_refused(convert):
    answer = convert("absolute_beginner")
    assert (answer.status_code, answer.json()["code"]) == (400, "level_not_producible")
    assert answer.json()["errors"][0]["field"] == "target_level"
    assert not Task.objects.filter(task_type="level_conversion").exists()


def test_with_a_model_all_five_can_be_made(api, learner, article, model):
    answer = api(learner).get(f"/api/v1/articles/{article.pk}").json()
    assert len(answer["difficulty_variants"]["producible_levels"]) == 5


def test_get_starts_work_for_token_callers_only(convert, browser, learner):
    assert convert("advanced", "get", browser(learner)).json()["code"] == "level_not_generated"
    assert not Task.objects.filter(task_type="level_conversion").exists()
    assert convert("advanced", "get").status_code == 202


def test_a_conversion_leaves_the_session_ready(convert, session, run_tasks):
    convert("advanced")
    run_tasks()
    session.refresh_from_db()
    assert session.status == "ready"
    assert Content.objects.count() == 4


def test_on_the_page_the_switch_moves_the_article(browser, learner, article, run_tasks):
    client = browser(learner)
    answer = client.post(f"/articles/{article.pk}/level", {"level": "advanced"})
    page = client.get(answer["Location"]).content.decode()
    assert "그 수준으로 쓰고 있어요" in page
    run_tasks()
    page = client.get(f"/articles/{article.pk}").content.decode()
    assert "무슨 일이 일어나나" in page
    assert client.post(f"/articles/{article.pk}/level", {"level": "guru"}).status_code == 400


def test_starting_work_is_limited_and_looking_is_not(convert, settings, run_tasks):
    settings.RATE_LIMIT_AI = "1/10m"
    assert convert("advanced").status_code == 202
    run_tasks()
    assert [convert("advanced").status_code, convert("beginner").status_code] == [200, 200]
    assert convert("intermediate").status_code == 429
