"""Writes the content an article needs: once, whoever needs it, and tells every session that waits for it."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone, translation

from articles import deltas, levels, progress, prompts, sessions, versions
from articles.models import Article, ArticleLevel, Content, ContentVersion
from lms import bundles
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway, ledger
from lms.llm.gateway import Answer, Asker

log = logging.getLogger(__name__)

CONTENT = ("outline_item", "session__user", "private_note")


def write(task: Task) -> None:
    """One article's step at the level the task names. Somebody else's writing is waited for, never repeated."""
    article, level, content = _asked_for(task)
    wrote = content.state != Content.State.READY and _write(task, article, content)
    with transaction.atomic():
        lifecycle.complete(task, article_id=article.pk, level=level)
        if not wrote:
            _note_hit(task, article)
        if task.task_type == Task.Type.LEVEL_CONVERSION:
            levels.move(article.pk, level)
        else:
            progress.publish_article(article)
            sessions.step(article.session_id)


def _asked_for(task: Task) -> tuple[Article, str, Content]:
    """At the level the task names, else the article's own."""
    levels = ArticleLevel.objects.select_related("article__session__user", *(f"content__{name}" for name in CONTENT))
    row = levels.get(article_id=task.subject_id, level=task.input_data.get("level", F("article__level")))
    return row.article, row.level, row.content


def give_up(task: Task) -> None:
    """What no worker lived to write is put together from the course. Where even that fails, or it was cancelled, the
    article leaves the outline, so that the session still becomes ready. One that can be read at some level stays."""
    article = Article.objects.unwritten().filter(pk=task.subject_id).first()
    if article is None or task.task_type == Task.Type.LEVEL_CONVERSION:
        return
    if task.status == Task.Status.FAILED and _rescue(task, article):
        return
    Article.objects.filter(pk=article.pk).update(removed_at=timezone.now())
    if sessions.close_if_written(article.session_id):
        progress.publish_end(article.session_id)


def _rescue(task: Task, article: Article) -> bool:
    try:
        with transaction.atomic():
            _assemble(task, article)
    except Exception:  # whatever it was that failed, the session has to become ready
        log.exception("article_not_assembled", extra={"task_id": task.pk})
        return False
    return True


def _assemble(task: Task, article: Article) -> None:
    """No model is asked any more. What somebody else is writing just now, a new task waits for."""
    _article, _level, content = _asked_for(task)
    free = Content.objects.writable(timezone.now()) | Content.objects.filter(claimed_by=task.claimed_by)
    if not free.filter(pk=content.pk).update(state=Content.State.WRITING, claimed_by=task.claimed_by):
        _wait_anew(task)
        return
    with translation.override(content.language):
        draft = prompts.template_article(prompts.article_input(content))
    save(task, content, Answer(draft, gateway.TEMPLATE))
    transaction.on_commit(lambda: deltas.forget(content.pk))
    progress.publish_article(article)
    sessions.step(article.session_id)


def _wait_anew(task: Task) -> None:
    lifecycle.add(
        user_id=task.user_id,
        task_type=task.task_type,
        subject=(task.subject_type, task.subject_id),
        session_id=task.session_id,
        dedupe_key=task.dedupe_key,
        priority=task.priority,
        input_data=task.input_data,
    )


@transaction.atomic
def renew_claims(tokens: list[str]) -> None:
    """A content stays claimed as long as the task that writes it keeps its lease. Never waits, as there."""
    until = timezone.now() + timedelta(seconds=lifecycle.LEASE_SECONDS)
    mine = Content.objects.claimed().filter(bundles.is_one_of("claimed_by", tokens))
    Content.objects.filter(pk__in=mine.select_for_update(skip_locked=True).values("pk")).update(claimed_until=until)


def claim_and_ask(task: Task, article: Article, content: Content, free: QuerySet[Content]) -> Answer | None:
    """The text of a content that is among the free ones, claimed for this task; None where it has been written meanwhile.

    Raises Later while somebody else writes it, TryAgain when the models failed for the moment.
    """
    until = timezone.now() + timedelta(seconds=lifecycle.LEASE_SECONDS)
    state = Case(When(state=Content.State.READY, then=Value(Content.State.READY)), default=Value(Content.State.WRITING))
    if free.filter(pk=content.pk).update(state=state, claimed_by=task.claimed_by, claimed_until=until):
        return _ask(task, article, content)
    content.refresh_from_db(fields=["state", "claimed_by", "claimed_until"])
    if content.state != Content.State.READY or content.claimed_by:
        raise lifecycle.Later(at=content.claimed_until or until)
    return None


def _note_hit(task: Task, article: Article) -> None:
    """Somebody else has paid for it meanwhile."""
    asker = {"user_id": article.session.user_id, "session_id": article.session_id}
    ledger.write_hits(1, task.task_type, prompts.ARTICLE_TAG, **asker)


def save(task: Task, content: Content, answer: Answer) -> ContentVersion | None:
    """The text as the content's next version; None where another took the content over, who writes it."""
    mine = Content.objects.filter(pk=content.pk, claimed_by=task.claimed_by)
    if not mine.update(state=Content.State.READY, claimed_until=None, claimed_by=""):
        return None
    version = versions.add(content, answer)
    lifecycle.wake(_waiting_for(content))
    return version


def _write(task: Task, article: Article, content: Content) -> bool:
    """Whether it was written here, and not by somebody else meanwhile."""
    progress.publish(article.session, current=article)
    answer = claim_and_ask(task, article, content, Content.objects.writable(timezone.now()))
    if answer is None:
        return False
    with transaction.atomic():
        save(task, content, answer)
    deltas.forget(content.pk)
    return True


def _ask(task: Task, article: Article, content: Content) -> Answer:
    """Raises TryAgain, and gives the content back, while models fail and tries are left; Later in a worker that stops."""
    said = deltas.Deltas(content.pk)
    asker = Asker(article.session.user, article.session_id, last_try=task.retry_count >= task.max_retries)
    prompt = prompts.article_prompt(content.length, private=content.session_id is not None)
    with translation.override(content.language):
        data = prompts.article_input(content)
        try:
            answer = gateway.ask(prompt, data, asker, on_text=said)
        except gateway.ComeBackError as trouble:
            _give_back(task, content)
            sessions.book(article.session_id, task, trouble.bill)
            progress.publish_trouble(article.session_id, trouble.code, trouble.retry_after)
            raise lifecycle.TryAgain(trouble.code, trouble.retry_after) from trouble
        except lifecycle.Later:
            _give_back(task, content)
            raise
    said.flush()
    sessions.book(article.session_id, task, answer.bill, answer.model)
    return answer


def _give_back(task: Task, content: Content) -> None:
    mine = Content.objects.filter(pk=content.pk, claimed_by=task.claimed_by)
    mine.filter(state=Content.State.WRITING).update(state=Content.State.PLANNED)
    mine.update(claimed_until=None, claimed_by="")


def _waiting_for(content: Content):
    articles = Article.objects.filter(levels__content=content).values("pk")
    return Task.objects.unfinished().filter(subject_type="article", subject_id__in=articles, status=Task.Status.PENDING)
