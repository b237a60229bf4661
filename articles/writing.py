"""Writes the content an article needs: once, whoever needs it, and tells every session that waits for it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone, translation

from articles import deltas, levels, progress, prompts, sessions, template_articles
from articles.drafts import Draft
from articles.models import Article, Content, ContentVersion, LearningSession, ReviewEvent
from curriculum.models import OutlineItem
from lms import markdown
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway, ledger
from lms.llm.gateway import Answer, Asker

WHY_CHECKED = {
    gateway.TEMPLATE: "assembled from curated material",
    gateway.LLM: "passed the quality gate",
}


def write(task: Task) -> None:
    """One article's step at the level the task names. Somebody else's writing is waited for, never repeated."""
    article = Article.objects.select_related("session__user").get(pk=task.subject_id)
    level = task.input_data.get("level", article.level)
    content = article.levels.select_related("content__outline_item").get(level=level).content
    wrote = content.state != Content.State.READY and _write_or_wait(task, article, content)
    with transaction.atomic():
        lifecycle.complete(task, article_id=article.pk, level=level)
        if not wrote:
            _note_hit(task, article)
        if task.task_type == Task.Type.LEVEL_CONVERSION:
            levels.move(article.pk, level)
        else:
            _step(article)


def give_up(task: Task) -> None:
    """An article that can't be written leaves the outline, so that the session still becomes ready."""
    article = Article.objects.filter(pk=task.subject_id).first()
    if article is None or task.task_type == Task.Type.LEVEL_CONVERSION:
        return  # it stays readable at the level it has
    Article.objects.filter(pk=article.pk, removed_at=None).update(removed_at=timezone.now())
    if sessions.close_if_written(article.session_id):
        progress.publish_end(article.session_id)


@transaction.atomic
def renew_claims(tokens: list[str]) -> None:
    """A content stays claimed as long as the task that writes it keeps its lease. Never waits, as there."""
    until = timezone.now() + timedelta(seconds=lifecycle.LEASE_SECONDS)
    mine = Content.objects.filter(state=Content.State.WRITING, claimed_by__in=tokens)
    Content.objects.filter(pk__in=mine.select_for_update(skip_locked=True).values("pk")).update(claimed_until=until)


def _note_hit(task: Task, article: Article) -> None:
    """Somebody else has paid for it meanwhile."""
    asker = {"user_id": article.session.user_id, "session_id": article.session_id}
    ledger.write_hits(1, task.task_type, prompts.ARTICLE_TAG, **asker)


def _write_or_wait(task: Task, article: Article, content: Content) -> bool:
    """Whether it was written here. Raises Later while somebody else does, TryAgain when the models failed for the moment."""
    progress.publish(article.session_id, current=article)
    now = timezone.now()
    until = now + timedelta(seconds=lifecycle.LEASE_SECONDS)
    claim = {"state": Content.State.WRITING, "claimed_by": task.claimed_by, "claimed_until": until}
    if Content.objects.writable(now).filter(pk=content.pk).update(**claim):
        _write(task, article, content)
        return True
    content.refresh_from_db()
    if content.state != Content.State.READY:
        raise lifecycle.Later(at=content.claimed_until or until)
    return False


def _write(task: Task, article: Article, content: Content) -> None:
    with translation.override(content.language):
        data = prompts.article_input(content)
        answer = _ask(task, article, content, data)
        html = markdown.to_html(answer.value.markdown, answer.value.glosses)
    with transaction.atomic():
        mine = Content.objects.filter(pk=content.pk, state=Content.State.WRITING, claimed_by=task.claimed_by)
        if not mine.update(state=Content.State.READY, claimed_until=None, claimed_by=""):
            return  # taken over by another, who writes it
        save_version(content, answer, html)
        _book(task, article, answer)
        lifecycle.wake(_waiting_for(content))
    deltas.forget(content.pk)


def _ask(task: Task, article: Article, content: Content, data: prompts.ArticleInput) -> Answer:
    """Raises TryAgain, and gives the content back, while models fail and tries are left."""
    said = deltas.Deltas(content.pk)
    asker = Asker(article.session.user, article.session_id, last_try=task.retry_count >= task.max_retries)
    try:
        answer = gateway.ask(prompts.article_prompt(content.length), data, asker, on_text=said)
    except gateway.ComeBackError as trouble:
        Content.objects.filter(pk=content.pk, claimed_by=task.claimed_by).update(
            state=Content.State.PLANNED, claimed_until=None, claimed_by=""
        )
        progress.publish_trouble(article.session_id, trouble.code, trouble.retry_after)
        raise lifecycle.TryAgain(trouble.code, trouble.retry_after) from trouble
    said.flush()
    return answer


def save_version(content: Content, answer: Answer, html: str) -> ContentVersion:
    """The next version of this content, checked; versions before it stay as they are."""
    draft: Draft = answer.value
    number = (content.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    written_by_model = answer.source == gateway.LLM
    version = ContentVersion.objects.create(
        content=content,
        number=number,
        markdown=draft.markdown,
        html=html,
        word_count=markdown.words(draft.markdown),
        key_terms=[term for term, _definition in draft.terms],
        key_term_definitions=[{"term": term, "definition": definition} for term, definition in draft.terms],
        practical_tips=draft.tips,
        related_concepts=draft.related or _beside(content),
        sources=[{"title": title, "url": url} for title, url in draft.resources],
        code_examples_count=draft.code_examples,
        difficulty_indicators=draft.indicators,
        content_warnings=[*draft.warnings, *(["contains_code"] if draft.code_examples else [])],
        source=answer.source,
        llm_model=answer.model,
        generation_prompt=prompts.ARTICLE_TAG if written_by_model else template_articles.PROMPT_VERSION,
        tokens_used=answer.tokens,
        cost_usd=answer.cost_usd,
        quality_score=draft.score,
        review_state=ContentVersion.Review.CHECKED,
    )
    why = WHY_CHECKED[answer.source]
    ReviewEvent.objects.create(version=version, from_state="draft", to_state="checked", why=why)
    return version


def _book(task: Task, article: Article, answer: Answer) -> None:
    """Tokens and money of all attempts, on the session whose task paid for them."""
    spent = {
        "generation_total_tokens": F("generation_total_tokens") + answer.tokens,
        "generation_cost_usd": F("generation_cost_usd") + answer.cost_usd,
    }
    if answer.model:
        spent["generation_llm_model"] = answer.model
    LearningSession.objects.filter(pk=article.session_id).update(**spent)
    Task.objects.filter(pk=task.pk).update(tokens_used=answer.tokens, llm_api_calls=answer.calls)


def _beside(content: Content) -> list[str]:
    """The titles beside it in its subtopic."""
    with translation.override(content.language):
        beside = OutlineItem.objects.filter(sub_topic=content.outline_item.sub_topic_id)
        return [item.title for item in beside.exclude(pk=content.outline_item_id)]


def _waiting_for(content: Content):
    articles = Article.objects.filter(levels__content=content).values("pk")
    return Task.objects.unfinished().filter(subject_type="article", subject_id__in=articles, status=Task.Status.PENDING)


def _step(article: Article) -> None:
    progress.publish_article(article)
    if sessions.close_if_written(article.session_id):
        progress.publish_end(article.session_id)
    else:
        progress.publish(article.session_id)
