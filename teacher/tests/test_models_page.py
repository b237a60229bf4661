"""The language models page: in words and tables, for teachers; everything on it from the ledger and from what readers did."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from articles.models import (
    Article,
    ArticleFeedback,
    ArticleLevel,
    Content,
    ContentVersion,
    LearningSession,
    Reading,
    SessionSubTopic,
)
from curriculum.models import Question
from lms.llm.models import Budget, LLMCall
from personalization.models import Submission, SubmissionAnswer
from teacher import model_worth

ADDRESS = "/teacher/models"


def call(user=None, **more) -> LLMCall:
    known = {"provider": "openai", "model": "openai/first", "request_type": "article_generation", "success": True}
    known |= {"response_time_ms": 1500, "tokens_in": 100, "tokens_out": 100, "cost_usd": Decimal("0.5")}
    return LLMCall.objects.create(user=user, **known | more)


@pytest.fixture
def text(browser):
    """`text(user, query)`: the page in English."""
    return lambda user, query="": browser(user, language="en").get(f"{ADDRESS}{query}").content.decode()


@pytest.fixture
def read_article(topic, learner) -> ContentVersion:
    """A model wrote it, the learner read it; a second one that nobody opened cost three times as much."""
    session = LearningSession.objects.create(user=learner, main_topic=topic, target_level="beginner", language="ko")
    chosen = SessionSubTopic.objects.create(session=session, curated=topic.curated_sub_topics.first(), position=1)
    article = Article.objects.create(session=session, session_subtopic=chosen, order_num=1, title="t", level="beginner")
    about = {"level": "beginner", "length": "short", "language": "ko", "prompt_version": "1"}
    contents = [Content.objects.create(key=key, **about) for key in ("opened", "unopened")]
    made = {"number": 1, "markdown": "", "html": "", "word_count": 1, "source": "llm"}
    opened, _unopened = (
        ContentVersion.objects.create(content=content, tokens_used=tokens, **made)
        for content, tokens in zip(contents, (100, 300), strict=True)
    )
    ArticleLevel.objects.create(article=article, level="beginner", content=contents[0], version=opened)
    Reading.objects.create(user=learner, article=article, completed_at=timezone.now())
    return opened


def rate(version: ContentVersion, user, rating: str) -> None:
    session = LearningSession.objects.create(
        user=user, main_topic=Article.objects.get().session.main_topic, target_level="beginner", language="ko"
    )
    ArticleFeedback.objects.create(
        article=Article.objects.get(), session=session, version=version, user=user, rating=rating
    )


def test_without_models_it_says_that_course_material_answers(text, teacher):
    assert "No language model is set up" in text(teacher)


def test_it_is_for_teachers_and_knows_get_alone(browser, teacher, learner):
    assert browser(learner).get(ADDRESS).status_code == 403
    assert browser(teacher).post(ADDRESS).status_code == 405


def test_numbers_models_errors_and_people(text, teacher, learner, other_learner):
    for _turn in range(3):
        call(learner)
    call(other_learner, success=False, error_type="RateLimitError", tokens_out=0, cost_usd=0)
    call(learner, cache_hit=True, model="", tokens_in=0, tokens_out=0, cost_usd=0, response_time_ms=0)
    call(learner, success=False, error_type="no_slot", tokens_in=0, tokens_out=0, cost_usd=0, response_time_ms=0)
    page = text(teacher)
    assert "The language models are doing well" in page
    for words in ("$1.50", "$0.75 a learner", "saved about $0.50", "25.0%", "Too many requests", "No place free"):
        assert words in page
    assert learner.name in page
    assert other_learner.name not in page, "not a student of theirs"


def test_what_is_wrong_stands_first(text, teacher, learner):
    LLMCall.objects.bulk_create(LLMCall(model="m", request_type="x", response_time_ms=9000) for _turn in range(60))
    page = text(teacher)
    assert "The language models need a look" in page
    assert page.index("answer late: after 9.0 seconds") < page.index(
        "error rate of the language models is high: 100.0%"
    )


def test_the_day_is_told_against_its_budget(text, teacher, time_machine):
    time_machine.move_to("2026-11-21T12:00:00Z", tick=False)
    call(cost_usd=Decimal(6))
    Budget.objects.create(scope="day", period="2026-11-21", cap=10, spent=6)
    page = text(teacher)
    assert "Today's budget won't last" in page
    assert "expected by the end of the day $12.00, daily budget $10.00" in page


def test_tables_sort_and_come_as_files(browser, text, teacher):
    for name, seconds in (("openai/slow", 9000), ("openai/fast", 100), ("openai/fast", 100)):
        call(model=name, response_time_ms=seconds)
    assert text(teacher).index("openai/fast") < text(teacher).index("openai/slow")
    page = text(teacher, "?timeframe=1h&models_sort=-median")
    assert page.index("openai/slow") < page.index("openai/fast")
    file = browser(teacher, language="en").get(f"{ADDRESS}?timeframe=1h&format=csv&table=models")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Model,Provider,Asked for,Calls")
    assert lines[1].startswith("openai/fast,openai,Article generation,2,1.0,0.1")


@pytest.mark.parametrize("table", ["people", "errors", "nothing"])
def test_each_table_has_a_file_of_its_own(browser, teacher, learner, table):
    call(learner, success=False, error_type="Timeout")
    answer = browser(teacher).get(f"{ADDRESS}?format=csv&table={table}")
    assert answer.headers["Content-Type"].startswith("text/html" if table == "nothing" else "text/csv")


def test_the_part_that_is_fetched_again_keeps_what_was_chosen(browser, teacher):
    part = browser(teacher).get(f"{ADDRESS}/board?timeframe=7d&models_sort=cost").content.decode()
    assert part.lstrip().startswith('<div id="models"')
    assert 'hx-get="/teacher/models/board?timeframe=7d&amp;models_sort=cost"' in part
    assert f'href="{ADDRESS}?timeframe=7d" aria-current="true"' in part


def test_what_came_of_the_money(read_article, learner, other_learner, teacher, administrator, guest):
    call(tokens_in=300, tokens_out=100)
    call(request_type="feedback_generation")
    for person, rating in zip([learner, other_learner, teacher, administrator], ["like"] * 4, strict=True):
        rate(read_article, person, rating)
    before = timezone.now() - timedelta(hours=1)
    assert model_worth.of(before).rating is None, "four ratings are not enough"
    rate(read_article, guest, "dislike")
    found = model_worth.of(before)
    assert (found.articles_read, found.tokens_an_article, found.share_read) == (1, 400, 0.25)
    assert (found.rating, found.ratings, found.rating_is_low) == (4.2, 5, False)
    nothing = model_worth.of(timezone.now() + timedelta(hours=1))
    assert (nothing.tokens_an_article, nothing.share_read, nothing.rating) == (None, None, None)


def test_recommended_questions_beside_their_bands(curriculum, learner):
    ids = list(Question.objects.values_list("pk", flat=True)[:4])
    chances = [
        (0.78, "weakness_focused"),
        (0.6, "challenge_questions"),
        (0.9, "challenge_questions"),
        (0.1, "review_questions"),
    ]
    plan = [{"id": pk, "predicted": chance, "reason": why} for pk, (chance, why) in zip(ids, chances, strict=True)]
    run = Submission.objects.create(user=learner, subject="x", language="ko", plan={"questions": plan})
    Submission.objects.create(user=learner, subject="x", language="ko", plan={})
    for pk, right in zip(ids[:2], (True, False), strict=True):
        SubmissionAnswer.objects.create(
            submission=run, question_id=pk, answer_hash="x", score=right, is_correct=right, answered_at=timezone.now()
        )
    found = model_worth.of(timezone.now() - timedelta(hours=1)).predictions
    assert (found.questions, found.in_band) == (3, pytest.approx(2 / 3))
    assert (found.predicted, found.right) == (pytest.approx(0.69), 0.5)
