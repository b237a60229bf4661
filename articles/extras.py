"""One more article for a session, by the reader's wish or as the next thing worth reading."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from articles import consent, course, planning, sessions
from articles.choices import MAX_ARTICLES
from articles.matters import Matter
from articles.models import Article, LearningSession, SessionSubTopic
from articles.outline_prompts import EXTRA, ExtraInput, as_matter
from articles.prompts import MANNERS
from articles.recutting import CourseSubTopic
from curriculum.content_files import LANGUAGE_NAMES
from curriculum.models import Level, OutlineItem
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway
from lms.llm.gateway import Answer
from lms.privacy import notes
from lms.privacy.models import PrivateNote
from lms.problems import Problem

PRIORITY = 0  # somebody waits for it
NOT_YET = (LearningSession.Status.INITIALIZING, LearningSession.Status.FAILED)


@transaction.atomic
def ask_for(session: LearningSession, wish: str = "") -> Task:
    """The task that plans it; the article is written like the others. Raises Problem 409 where there can't be one."""
    if wish:
        consent.refuse_without(session.user, Task.Type.CURRICULUM_GENERATION)
    _refuse_where_impossible(session)
    note = (
        notes.write(owner=session.user, purpose=PrivateNote.Purpose.SESSION_WISH, text={"wish": wish}) if wish else None
    )
    return lifecycle.add(
        user_id=session.user_id,
        task_type=Task.Type.CURRICULUM_GENERATION,
        subject=("session", session.pk),
        session_id=session.pk,
        dedupe_key=f"extra:{session.pk}:{note.pk if note else ''}",
        priority=PRIORITY,
        input_data={"extra": True, "note": note.pk if note else None},
    )


def add(task: Task) -> None:
    """Plan it, then the article and its task in one transaction."""
    session = LearningSession.objects.select_related("user", "main_topic", "module__track").get(pk=task.subject_id)
    note = PrivateNote.objects.filter(pk=task.input_data["note"]).first()
    with translation.override(session.language):
        answer = planning.ask(task, session, EXTRA, _input(session, note))
        matter = _matter(answer)
        with transaction.atomic():
            session = LearningSession.objects.select_for_update().get(pk=session.pk)
            article = _add(session, matter, note) if matter else None
            lifecycle.complete(task, **({"article_id": article.pk, "level": article.level} if article else {}))


def being_added(session: LearningSession) -> bool:
    """Whether one is being planned; as soon as it has a title it stands in the outline."""
    waiting = Task.objects.unfinished().filter(session_id=session.pk, task_type=Task.Type.CURRICULUM_GENERATION)
    return waiting.filter(input_data__extra=True).exists()


def may_add(session: LearningSession) -> bool:
    return session.status not in NOT_YET and not session.expired


def _refuse_where_impossible(session: LearningSession) -> None:
    sessions.refuse_expired(session)
    if session.status in NOT_YET:
        raise Problem.conflict("not_ready", _("This session has no contents yet."))
    if session.articles.in_outline().count() >= MAX_ARTICLES:
        raise Problem.conflict("session_full", _("This session is full. Open another one for more."))
    by_model = gateway.configured_models(Task.Type.CURRICULUM_GENERATION, private=True)
    if not by_model and not _left_in_course(session):
        raise Problem.conflict("nothing_left", _("This session has everything there is on its topic."))


def _left_in_course(session: LearningSession) -> bool:
    """A module's lesson is in its session whole."""
    if session.module_id:
        return False
    items = OutlineItem.objects.filter(sub_topic__main_topic=session.main_topic_id)
    return items.exclude(pk__in=planning.matters_in(session)).exists()


def _course(session: LearningSession) -> list[CourseSubTopic]:
    return course.of(session.main_topic) if session.main_topic else []


def _input(session: LearningSession, note: PrivateNote | None) -> ExtraInput:
    level, last = Level.objects.get(pk=session.target_level), _last_sub_topic(session)
    return ExtraInput(
        language=session.language,
        language_name=LANGUAGE_NAMES[session.language],
        level=level.pk,
        level_name=level.name,
        manner=MANNERS[level.pk],
        topic=str(session.subject),
        sub_topic=str(last.chosen),
        description=last.chosen.description,
        outcomes=[] if last.is_module else last.chosen.learning_outcomes,
        interests=[],
        goals="",
        taken=list(session.articles.in_outline().values_list("title", flat=True)),
        course=_course(session),
        used=planning.matters_in(session),
        count=1,
        wish=notes.read(note).get("wish", "") if note else "",
    )


def _last_sub_topic(session: LearningSession) -> SessionSubTopic:
    return session.sub_topics.select_related("curated", "generated").last()


def _matter(answer: Answer) -> Matter | None:
    return answer.value if answer.source == gateway.TEMPLATE else as_matter(answer.value, answer.model)


def _add(session: LearningSession, matter: Matter, note: PrivateNote | None) -> Article:
    sessions.reopen(session)
    (article,) = planning.add_articles(session, [(_last_sub_topic(session), matter)], note)
    sessions.step(session.pk)
    return article
