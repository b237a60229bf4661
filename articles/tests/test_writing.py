"""Articles written by a model: streamed, checked, paid for once, and honest when no model could."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation
from redis import Redis

from articles import deltas, progress, prompts, tasks
from articles.models import Article, Content, ContentVersion, LearningSession
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.live import publishing
from lms.llm import slots
from lms.llm.models import LLMCall
from lms.llm.providers import CallError, Completion
from tests.fake_llm import article
from tests.fake_llm.brief import Brief

GOOD = article.write(Brief("토큰은 무엇인가", "ko", "beginner", "medium", examples=True))


@pytest.fixture
def said(monkeypatch) -> list[tuple[str, dict]]:
    events, publish = [], publishing.publish

    def listen(topic: str, event: dict, *more) -> int:
        events.append((topic, event))
        return publish(topic, event, *more)

    monkeypatch.setattr(publishing, "publish", listen)
    return events


def completion(text: str, finish: str = "stop") -> Completion:
    return Completion(text, finish, tokens_in=900, tokens_out=700, milliseconds=40, first_token_ms=5)


def test_an_article_says_which_model_wrote_it_and_the_session_what_it_cost(api, open_new, learner, model, run_tasks):
    model.will(completion(GOOD), completion(GOOD))
    session = open_new(learner, articles=2)
    run_tasks()
    version = ContentVersion.objects.order_by("pk").first()
    assert (version.source, version.llm_model, version.generation_prompt) == ("llm", "openai/first", "article@2")
    info = api(learner).get(f"/api/v1/sessions/{session.pk}").json()["generation_info"]
    assert (info["llm_model"], info["source"], info["total_tokens_used"]) == ("openai/first", "llm", 3200)
    assert info["cost_usd"] == pytest.approx(float(sum(call.cost_usd for call in LLMCall.objects.all())))


@pytest.mark.parametrize(
    "unusable",
    [
        completion(GOOD[: len(GOOD) // 2], "length"),
        completion("I'm sorry, but I can't help with that."),
        completion(""),
        completion(GOOD + "\n\n<script>alert(1)</script>"),
    ],
    ids=["cut off", "refusal", "empty", "script"],
)
def test_what_cannot_be_used_is_never_stored(open_new, learner, model, run_tasks, unusable):
    model.will(unusable, completion(GOOD))
    open_new(learner, articles=1)
    run_tasks()
    version = ContentVersion.objects.get()
    assert (version.source, version.llm_model) == ("llm", "openai/second")
    assert "<script" not in version.html


def test_a_text_copied_from_the_course_is_asked_for_again_in_other_words(open_new, learner, model, run_tasks, topic):
    with translation.override("ko"):
        item = topic.curated_sub_topics.first().outline_items.first()
        copy = f"## {item.title}\n\n{item.covers}\n\n## 예\n\n{item.example}\n\n## 실수\n\n{item.pitfall}"
    model.will(completion(copy), completion(GOOD))
    open_new(learner, articles=1)
    run_tasks()
    told = model.asked[1][1][-1]["content"]
    assert [name for name, _messages in model.asked] == ["openai/first", "openai/first"]
    assert "in your own words" in told
    assert LLMCall.objects.order_by("pk").first().error_type == "copied"
    assert ContentVersion.objects.get().llm_model == "openai/first"


def test_models_that_fail_for_the_moment_are_asked_again_and_the_reader_is_told(
    open_new, learner, model, run_tasks, said
):
    model.will(
        CallError("LLM_RATE_LIMIT", "RateLimitError", retry_after=30),
        CallError("LLM_TIMEOUT", "Timeout"),
        completion(GOOD),
    )
    session = open_new(learner, articles=1)
    run_tasks()
    task = Task.objects.get(task_type="article_generation")
    assert (task.status, task.retry_count, task.error_details["error_code"]) == ("pending", 1, "LLM_RATE_LIMIT")
    trouble = next(event for topic, event in said if event["kind"] == "error" and topic == session.topic)
    worded = progress.word(trouble)["data"]
    assert worded == worded | {"error_code": "LLM_RATE_LIMIT", "auto_retry": True}


def test_after_the_last_try_the_course_material_answers_and_says_so(open_new, learner, model, run_tasks):
    model.will(*[CallError("LLM_TIMEOUT", "Timeout")] * 6)
    open_new(learner, articles=1)
    for _try in range(3):
        run_tasks()
        Task.objects.update(next_retry_at=None)
    version = ContentVersion.objects.get()
    assert (version.source, version.llm_model, version.generation_prompt) == ("template", "", "template@1")
    assert LearningSession.objects.get().status == "ready"


def test_a_second_session_pays_nothing_and_its_hits_are_noted(open_new, learner, other_learner, model, run_tasks):
    model.will(completion(GOOD), completion(GOOD))
    open_new(learner, articles=2)
    run_tasks()
    open_new(other_learner, articles=2)
    run_tasks()
    assert len(model.asked) == 2
    assert LLMCall.objects.filter(cache_hit=True, user=other_learner).count() == 2
    assert LearningSession.objects.get(user=other_learner).generation_total_tokens == 0


def test_the_text_is_published_as_it_is_written_and_a_new_attempt_starts_anew(db, said):
    writing = deltas.Deltas(7)
    for attempt, piece in [(1, "Hel"), (1, "lo"), (2, "Good")]:
        writing(attempt, piece)
    writing.flush()
    events = [event for topic, event in said if topic == "contents.7"]
    assert events[0] == {"kind": "delta", "attempt": 1, "offset": 0, "text": "Hel"}
    assert {"kind": "reset", "attempt": 2} in events
    assert deltas.so_far(7) == [{"kind": "delta", "attempt": 2, "offset": 0, "text": "Good"}]


def test_a_text_that_nobody_watches_says_so_until_somebody_does(db):
    writing = deltas.Deltas(7)
    assert writing.watched, "the first words are never late"
    writing(1, "Hel")
    assert not writing.watched
    with Redis.from_url(settings.REDIS_URL).pubsub() as socket:
        socket.subscribe("live__group__contents.7")
        socket.get_message(timeout=5)
        writing.text += "lo"
        writing.flush()
    assert writing.watched


def test_the_draft_is_forgotten_when_the_article_is_there(open_new, learner, model, run_tasks):
    model.will(completion(GOOD))
    open_new(learner, articles=1)
    run_tasks()
    assert deltas.so_far(ContentVersion.objects.get().content_id) == []


def test_watching_an_article_of_another_session_is_refused(open_new, learner, other_learner, run_tasks):
    mine, theirs = open_new(learner), open_new(other_learner)
    run_tasks()
    foreign = theirs.articles.first().pk
    assert progress.watch(mine.pk, {"type": "watch", "article_id": foreign}) is None
    assert progress.watch(theirs.pk, {"type": "watch", "article_id": foreign}).context == {"article_id": foreign}


def test_deltas_are_worded_as_clients_know_them():
    event = {"kind": "delta", "attempt": 1, "offset": 3, "text": "lo", "article_id": "art_1"}
    data = {"article_id": "art_1", "attempt": 1, "offset": 3, "text": "lo"}
    assert progress.word(event) == {"type": "article_delta", "data": data}
    assert progress.word({"kind": "reset", "attempt": 2, "article_id": "art_1"}) == {
        "type": "article_reset",
        "data": {"article_id": "art_1", "attempt": 2},
    }


# --- a worker that is lost, or stops


def lose_worker_on_last_try(task: Task) -> None:
    """Claimed, content and all, when there are no tries left; then its lease runs out."""
    over = timezone.now() - timedelta(seconds=1)
    lost = {"status": "processing", "claimed_by": "lost/1", "retry_count": task.max_retries, "lease_until": over}
    Task.objects.filter(pk=task.pk).update(**lost)
    Content.objects.filter(article_levels__article_id=task.subject_id).update(
        state="writing", claimed_by="lost/1", claimed_until=timezone.now() + timedelta(seconds=5)
    )


@pytest.fixture
def articles_task(open_new, learner, run_tasks) -> Task:
    """Of a session with one article that nobody has begun to write."""
    open_new(learner, articles=1)
    run_tasks(stop_before="article_generation")
    return Task.objects.get(task_type="article_generation")


def sweep(capture) -> None:
    with capture(execute=True):
        lifecycle.sweep()


def test_an_article_whose_worker_was_lost_on_the_last_try_is_put_together_from_the_course(
    articles_task, said, django_capture_on_commit_callbacks
):
    lose_worker_on_last_try(articles_task)
    sweep(django_capture_on_commit_callbacks)
    articles_task.refresh_from_db()
    version = ContentVersion.objects.get()
    assert (articles_task.status, articles_task.error_details["error_type"]) == ("failed", "WorkerLost")
    assert (version.source, version.content.state, version.content.claimed_by) == ("template", "ready", "")
    assert LearningSession.objects.get().status == "ready"
    assert Article.objects.get().removed_at is None
    assert {"article_ready", "complete"} <= {event["kind"] for _topic, event in said}


def test_what_not_even_the_course_can_give_leaves_the_outline(
    articles_task, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(prompts, "template_article", lambda data: {}["nothing"])
    lose_worker_on_last_try(articles_task)
    sweep(django_capture_on_commit_callbacks)
    assert Article.objects.get().removed_at is not None
    assert not ContentVersion.objects.exists()
    assert LearningSession.objects.get().status != "generating"


def test_what_somebody_else_is_writing_then_is_waited_for(articles_task, run_tasks, django_capture_on_commit_callbacks):
    lose_worker_on_last_try(articles_task)
    Content.objects.update(claimed_by="other/2")
    sweep(django_capture_on_commit_callbacks)
    assert Article.objects.get().removed_at is None
    assert Task.objects.get(task_type="article_generation", status="pending").subject_id == articles_task.subject_id
    Content.objects.update(claimed_until=timezone.now())
    run_tasks()
    assert LearningSession.objects.get().status == "ready"


def test_a_cancelled_article_is_not_written_behind_its_readers_back(articles_task):
    lifecycle.cancel(articles_task)
    assert Article.objects.get().removed_at is not None
    assert not ContentVersion.objects.exists()


def test_a_job_that_waits_when_its_worker_stops_goes_back_with_all_its_tries(articles_task, model, monkeypatch):
    @contextmanager
    def stop(**_options):
        raise lifecycle.Later(at=timezone.now())
        yield

    monkeypatch.setattr(slots, "taken", stop)
    tasks.write_article(articles_task.pk)
    articles_task.refresh_from_db()
    content = Content.objects.get()
    assert (articles_task.status, articles_task.retry_count, articles_task.llm_api_calls) == ("pending", 0, 0)
    assert articles_task.next_retry_at <= timezone.now()
    assert (content.state, content.claimed_by) == ("planned", "")
    assert not LLMCall.objects.exists()
