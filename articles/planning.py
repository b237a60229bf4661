"""The outline of a session: which articles, about what, and the contents they share with others."""

from django.db import transaction
from django.utils import timezone, translation

from articles import contents, course, generations, progress, remedies, sessions, template_articles
from articles.choices import Options
from articles.matters import Matter
from articles.models import Article, ArticleLevel, Content, LearningSession, SessionSubTopic
from articles.models.generated import OUTLINE_ARTICLES
from articles.outline_prompts import OUTLINE, OutlineInput, as_matter
from articles.prompts import ARTICLE_TAG, MANNERS
from curriculum.content_files import LANGUAGE_NAMES
from curriculum.models import Level, OutlineItem
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway, ledger
from lms.llm.gateway import Answer, Asker
from lms.llm.prompts import Prompt
from lms.privacy.models import PrivateNote

FIRST_ARTICLE_PRIORITY, OTHER_ARTICLES_PRIORITY = 0, 3
SUMMARY_CHARACTERS = 300


class NothingToReadError(Exception):
    """The chosen subtopics have no material any more."""


def plan(task: Task) -> None:
    """Outline, articles and their tasks in one transaction; a second run finds them made and changes nothing."""
    session = LearningSession.objects.select_related("user", "main_topic", "private_note").get(pk=task.subject_id)
    with translation.override(session.language):
        if session.status == LearningSession.Status.INITIALIZING:
            _lay_out_generated(task, session)
        with transaction.atomic():
            session = LearningSession.objects.select_for_update().get(pk=session.pk)
            if session.status == LearningSession.Status.INITIALIZING:
                _make_outline(session)
            lifecycle.complete(task, session_id=session.pk)


def give_up(task: Task) -> None:
    """Not even the template could make an outline. An article that was to be added later is just not added."""
    without_outline = LearningSession.objects.filter(pk=task.subject_id, status=LearningSession.Status.INITIALIZING)
    if without_outline.update(status=LearningSession.Status.FAILED):
        progress.publish_failure(task.subject_id)


def ask(task: Task, session: LearningSession, prompt: Prompt, data: OutlineInput) -> Answer:
    """What articles will be about, booked on the session. Raises TryAgain while models fail and tries are left."""
    asker = Asker(session.user, session.pk, last_try=task.retry_count >= task.max_retries)
    try:
        answer = gateway.ask(prompt, data, asker)
    except gateway.ComeBackError as trouble:
        sessions.book(session.pk, task, trouble.bill)
        progress.publish_trouble(session.pk, trouble.code, trouble.retry_after)
        raise lifecycle.TryAgain(trouble.code, trouble.retry_after) from trouble
    sessions.book(session.pk, task, answer.bill, answer.model)
    return answer


def add_articles(
    session: LearningSession, planned: list[tuple[SessionSubTopic, Matter]], note: PrivateNote | None = None
) -> list[Article]:
    """Articles behind those that are there, their contents, and a task for each that nobody has written yet.

    `note` is a wish that what a model laid out is to be written by.
    """
    last = session.articles.order_by("-order_num").values_list("order_num", flat=True).first() or 0
    articles = Article.objects.bulk_create(
        _article(session, number, sub_topic, matter)
        for number, (sub_topic, matter) in enumerate(planned, start=last + 1)
    )
    level = session.target_level
    found = contents.ensure(contents.wanted_in(session, matter, level, note) for _sub_topic, matter in planned)
    ArticleLevel.objects.bulk_create(
        ArticleLevel(article=article, level=article.level, content=content)
        for article, content in zip(articles, found, strict=True)
    )
    _enqueue(session, articles, found)
    _note_hits(session, found)
    return articles


def matters_in(session: LearningSession) -> set[int]:
    """Numbers of the outline items that its articles are about."""
    used = session.articles.exclude(outline_item=None).values_list("outline_item_id", flat=True)
    return set(used)


def _lay_out_generated(task: Task, session: LearningSession) -> None:
    """A model lays out each generated subtopic that it named; stored one by one, so that none is paid twice."""
    missing = [
        one for one in _sub_topics(session) if one.generated and not (one.outline or one.generated.curated_items)
    ]
    if not missing:
        return
    material, level = course.of(session.main_topic), Level.objects.get(pk=session.target_level)
    for sub_topic in missing:
        data = _outline_input(session, sub_topic, material, level)
        answer = ask(task, session, OUTLINE, data)
        sub_topic.outline = [matter.as_json() for matter in _matters_in(answer, data.count)]
        sub_topic.save(update_fields=["outline"])


def _outline_input(session: LearningSession, sub_topic: SessionSubTopic, material: list, level: Level) -> OutlineInput:
    generated, chosen = sub_topic.generated, _sub_topics(session)
    curated = {one.curated.name for one in chosen if one.curated}
    return OutlineInput(
        language=session.language,
        language_name=LANGUAGE_NAMES[session.language],
        level=level.pk,
        level_name=level.name,
        manner=MANNERS[level.pk],
        topic=session.main_topic.name,
        sub_topic=generated.name,
        description=generated.description,
        outcomes=generated.learning_outcomes,
        taken=[title for one in chosen for title in _titles(one)],
        course=material,
        used={matter.number for one in material if one.name in curated for matter in one.matters},
        count=min(Options.from_json(session.generation_options).max_articles_per_subtopic, OUTLINE_ARTICLES),
        **generations.private_words(session, for_model=True),
    )


def _titles(sub_topic: SessionSubTopic) -> list[str]:
    if sub_topic.curated:
        return [item.title for item in sub_topic.curated.outline_items.all()]
    return [matter["title"] for matter in sub_topic.outline]


def _matters_in(answer: Answer, count: int) -> list[Matter]:
    """A model's items; the course's own where none could write."""
    if answer.source == gateway.TEMPLATE:
        return answer.value
    return [as_matter(item, answer.model) for item in answer.value.items[:count]]


def _make_outline(session: LearningSession) -> None:
    options = Options.from_json(session.generation_options)
    planned, used = [], set()
    for sub_topic in _sub_topics(session):
        matters = [
            matter for matter in _matters(session, sub_topic) if matter.number not in used or matter.number is None
        ]
        matters = matters[: options.max_articles_per_subtopic]
        used |= {matter.number for matter in matters}
        planned += [(sub_topic, matter) for matter in matters]
    if not planned:
        raise NothingToReadError
    session.status = LearningSession.Status.GENERATING
    session.curriculum_generated_at = timezone.now()
    session.save(update_fields=["status", "curriculum_generated_at", "updated_at"])
    add_articles(session, planned)
    sessions.step(session.pk)


def _matters(session: LearningSession, sub_topic: SessionSubTopic) -> list[Matter]:
    """What its articles are about, in order."""
    if session.module:
        weakness = Options.from_json(session.generation_options).weakness
        return remedies.matters_of(session.module, weakness)
    if sub_topic.curated:
        return [Matter.of_item(item) for item in sub_topic.curated.outline_items.all()]
    if sub_topic.outline:
        return [Matter.from_json(stored) for stored in sub_topic.outline]
    numbers = sub_topic.generated.curated_items
    items = OutlineItem.objects.in_bulk(numbers)
    return [Matter.of_item(items[number]) for number in numbers if number in items]


def _sub_topics(session: LearningSession) -> list[SessionSubTopic]:
    rows = session.sub_topics.select_related("curated", "generated")
    return list(rows.prefetch_related("curated__outline_items"))


def _article(session: LearningSession, number: int, sub_topic: SessionSubTopic, matter: Matter) -> Article:
    return Article(
        session=session,
        order_num=number,
        session_subtopic=sub_topic,
        outline_item_id=matter.number,
        title=matter.title,
        summary=template_articles.first_sentence(matter.covers)[:SUMMARY_CHARACTERS],
        key_concepts=matter.key_concepts,
        level=session.target_level,
    )


def _enqueue(session: LearningSession, articles: list[Article], found: list[Content]) -> None:
    for article, content in zip(articles, found, strict=True):
        if content.state != Content.State.READY:
            lifecycle.add(
                user_id=session.user_id,
                task_type=Task.Type.ARTICLE_GENERATION,
                subject=("article", article.pk),
                session_id=session.pk,
                dedupe_key=f"article:{article.pk}:{article.level}",
                priority=FIRST_ARTICLE_PRIORITY if article.order_num == 1 else OTHER_ARTICLES_PRIORITY,
            )


def _note_hits(session: LearningSession, found: list[Content]) -> None:
    """Articles that somebody else's session has paid for already."""
    hits = [content for content in found if content.state == Content.State.READY]
    ledger.write_hits(
        len(hits), Task.Type.ARTICLE_GENERATION, ARTICLE_TAG, user_id=session.user_id, session_id=session.pk
    )
