"""An article written anew: by a wish, or by a model where the course material stood in; one more; nothing read is lost."""

import pytest

from articles import rewriting, texts
from articles.models import Article, ArticleLevel, Content, ContentVersion, LearningSession, Reading
from articles.tests.test_generations import GOOD as ABOUT_PIECES
from articles.tests.test_generations import outline
from articles.tests.test_writing import GOOD, completion
from lms.jobs.models import Task
from lms.llm.models import LLMCall
from lms.llm.providers import CallError
from lms.privacy.models import PrivateNote

WISH = "쇼핑몰 예제를 더 많이 kanaria-wish"
API = "/api/v1"


@pytest.fixture
def article(session) -> Article:
    """Assembled from the course, and read."""
    article = session.articles.first()
    texts.pin(article)
    Reading.objects.create(user=session.user, article=article)
    return article


@pytest.fixture
def regenerate(api, learner, article):
    def regenerate(**body):
        return api(learner).post(f"{API}/articles/{article.pk}/regenerate", body, format="json")

    return regenerate


def shown(api, person, article) -> dict:
    return api(person).get(f"{API}/articles/{article.pk}").json()


def test_a_wish_makes_a_text_of_this_sessions_own(api, learner, article, model, regenerate, run_tasks):
    model.will(completion(GOOD))
    started = regenerate(wish=WISH)
    assert started.status_code == 202
    assert set(started.json()) == {"task_id", "status", "websocket_url"}
    run_tasks()
    content = ArticleLevel.objects.get(article=article, level=article.level).content
    assert (content.session_id, content.outline_item_id) == (article.session_id, article.outline_item_id)
    assert shown(api, learner, article)["metadata"]["source"] == "llm"
    assert WISH in model.asked[0][1][1]["content"]


def test_the_wish_stands_in_no_row_but_encrypted(article, model, regenerate, run_tasks, planted_in_database):
    model.will(completion(GOOD))
    regenerate(wish=WISH)
    run_tasks()
    assert planted_in_database("kanaria-wish") == []
    assert PrivateNote.objects.get().purpose == "session_wish"


def test_what_was_read_before_stays_at_hand(browser, learner, article, model, regenerate, run_tasks):
    before = texts.of(article).version
    model.will(completion(GOOD))
    regenerate(wish=WISH)
    run_tasks()
    row = ArticleLevel.objects.get(article=article, level=article.level)
    assert [one.version for one in row.earlier.all()] == [before]
    page = browser(learner).get(f"/articles/{article.pk}?version={before.pk}")
    assert before.html in page.content.decode()
    assert Reading.objects.filter(article=article).exists()


def test_without_a_wish_the_shared_text_gets_better_for_everybody(
    api, learner, other_learner, article, open_new, model, regenerate, run_tasks
):
    theirs = open_new(other_learner)
    run_tasks()
    twin = theirs.articles.first()
    texts.pin(twin)
    model.will(completion(GOOD))
    regenerate()
    run_tasks()
    assert shown(api, learner, article)["metadata"]["source"] == "llm"
    offered = shown(api, other_learner, twin)["metadata"]
    assert (offered["source"], offered["newer_version"]) == ("template", 2)
    api(other_learner).post(f"{API}/articles/{twin.pk}/newest")
    assert shown(api, other_learner, twin)["metadata"]["source"] == "llm"


def test_two_readers_who_ask_for_the_same_pay_one_call(
    api, learner, other_learner, article, open_new, model, regenerate, run_tasks
):
    twin = open_new(other_learner).articles
    run_tasks()
    model.will(completion(GOOD))
    regenerate()
    api(other_learner).post(f"{API}/articles/{twin.first().pk}/regenerate", {}, format="json")
    run_tasks()
    assert len(model.asked) == 1
    assert shown(api, other_learner, twin.first())["metadata"]["source"] == "llm"


def test_where_no_model_could_write_it_everything_stays(api, learner, article, model, regenerate, run_tasks):
    model.will(*[CallError("LLM_TIMEOUT", "Timeout")] * 6)
    before = shown(api, learner, article)
    regenerate(wish=WISH)
    for _try in range(3):
        run_tasks()
        Task.objects.update(next_retry_at=None)
    assert Task.objects.latest("created_at").result_data["changed"] is False
    assert shown(api, learner, article)["content"] == before["content"]
    assert not Content.objects.filter(session=article.session).exists()
    assert not PrivateNote.objects.exists()
    assert Article.objects.get(pk=article.pk).removed_at is None


def test_a_reader_of_assembled_text_is_offered_a_models(browser, learner, article, model):
    offer = "이제 언어 모델이 이 글을 제대로 쓸 수 있어요."
    assert offer in browser(learner).get(f"/articles/{article.pk}").content.decode()


def test_without_a_model_nothing_is_offered_and_asking_says_why(browser, learner, article, regenerate):
    assert "언어 모델이 이 글을" not in browser(learner).get(f"/articles/{article.pk}").content.decode()
    assert (regenerate().status_code, regenerate().json()["code"]) == (409, "no_language_model")


def test_a_level_made_later_follows_the_wish(article, api, learner, model, regenerate, run_tasks):
    model.will(completion(GOOD), completion(GOOD))
    regenerate(wish=WISH)
    run_tasks()
    api(learner).post(f"{API}/articles/{article.pk}/convert?target_level=advanced")
    run_tasks()
    assert WISH in model.asked[-1][1][1]["content"]
    assert ArticleLevel.objects.get(article=article, level="advanced").content.session_id == article.session_id


@pytest.fixture
def one_more(api, learner, session):
    def one_more(**body):
        return api(learner).post(f"{API}/sessions/{session.pk}/articles", body, format="json")

    return one_more


def test_one_more_without_a_model_is_the_closest_of_the_course(api, learner, session, one_more, run_tasks):
    before = set(session.articles.values_list("outline_item_id", flat=True))
    assert one_more(wish="임베딩").status_code == 202
    run_tasks()
    added = session.articles.order_by("-order_num").first()
    assert added.outline_item_id not in before
    assert "임베딩" in added.title + added.outline_item.covers
    assert LearningSession.objects.get(pk=session.pk).status == "ready"
    assert Task.objects.filter(task_type="curriculum_generation").latest("created_at").result_data == {
        "article_id": added.pk,
        "level": added.level,
    }


def test_one_more_by_a_wish_is_laid_out_and_written_for_it(session, one_more, model, run_tasks):
    planned = outline("장바구니를 벡터로 찾기").removeprefix('{"items": [').removesuffix("]}")
    model.will(planned, completion(ABOUT_PIECES))
    one_more(wish=WISH)
    run_tasks()
    added = session.articles.order_by("-order_num").first()
    assert (added.title, added.outline_item_id) == ("장바구니를 벡터로 찾기", None)
    assert all(WISH in messages[1]["content"] for _model, messages in model.asked)
    assert ContentVersion.objects.get(content__session=session).source == "llm"
    booked = LearningSession.objects.get(pk=session.pk)
    assert booked.generation_total_tokens == sum(
        call.tokens_in + call.tokens_out for call in LLMCall.objects.filter(session_id=session.pk)
    )


@pytest.mark.parametrize("consent", [{}, {"consent": "yes"}])
def test_a_wish_on_the_page_brings_the_consent_that_it_needs(browser, learner, session, model, consent):
    answer = browser(learner).post(f"/sessions/{session.pk}/one-more", {"wish": "임베딩", **consent})
    assert answer.status_code == (302 if consent else 409)
    assert Task.objects.unfinished().count() == len(consent)


def test_a_session_with_everything_on_its_topic_says_so(topic, learner, open_new, api, run_tasks):
    everything = open_new(learner, sub_topics=topic.curated_sub_topics.count(), articles=10)
    run_tasks()
    refused = api(learner).post(f"{API}/sessions/{everything.pk}/articles", {}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_left")


def test_a_wish_that_is_too_long_is_refused(one_more, regenerate):
    for answer in (one_more(wish="x" * 501), regenerate(wish="x" * 501)):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "wish"


def test_the_newest_of_a_text_without_a_newer_one_changes_nothing(article):
    before = texts.of(article).version
    rewriting.take_newest(article)
    row = ArticleLevel.objects.get(article=article, level=article.level)
    assert (row.version, row.earlier.count()) == (before, 0)
