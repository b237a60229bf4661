"""Subtopics for one learner: asked for, and made one after the other, each stored and shown as soon as it is there."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Avg, F
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import course, generation_progress
from articles.choices import HOURS_A_WEEK, PRACTICE_MINUTES_AN_ARTICLE, Wishes, difficulty_steps
from articles.models import GeneratedSubTopic, LearningSession, SubTopicGeneration
from articles.outline_prompts import SUB_TOPIC, SubTopicInput
from articles.template_articles import PROMPT_VERSION
from curriculum.content_files import LANGUAGE_NAMES
from curriculum.models import Level, MainTopic
from lms import durations
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway
from lms.llm.gateway import Answer, Asker, Bill
from lms.privacy import notes
from lms.privacy.models import PrivateNote

PRIORITY = 0  # somebody waits for it
MEASURED_TASKS = 20
USUAL_SECONDS = 20  # until something has been measured


@transaction.atomic
def ask_for(*, user: User, topic: MainTopic, interests: list[str], goals: str, wishes: Wishes) -> SubTopicGeneration:
    """A batch that the worker makes; what the learner said of themselves goes into a private note alone."""
    generation = SubTopicGeneration.objects.create(
        main_topic=topic,
        user=user,
        private_note=_note(user, interests, goals),
        language=get_language(),
        generation_options=wishes.as_json(),
    )
    lifecycle.add(
        user_id=user.pk,
        task_type=Task.Type.SUBTOPIC_GENERATION,
        subject=("generation", generation.pk),
        session_id=None,
        dedupe_key=f"subtopics:{generation.pk}",
        priority=PRIORITY,
    )
    return generation


def make(task: Task) -> None:
    """All that are missing. Killed midway it goes on behind the last one that was stored."""
    generation = SubTopicGeneration.objects.select_related("user", "main_topic", "private_note").get(pk=task.subject_id)
    wishes = Wishes.from_json(generation.generation_options)
    if generation.being_made:
        generation_progress.publish(generation)
        with translation.override(generation.language):
            _make_missing(task, generation, wishes)
    with transaction.atomic():
        lifecycle.complete(task, generation_id=generation.pk)
        _close(generation)


def give_up(task: Task) -> None:
    """What was made stays; without any the batch has failed."""
    generation = SubTopicGeneration.objects.filter(pk=task.subject_id).first()
    if generation and generation.being_made:
        _close(generation)


def expected_end(now: datetime) -> datetime:
    """From how long the latest batches took."""
    done = Task.objects.filter(task_type=Task.Type.SUBTOPIC_GENERATION, status=Task.Status.COMPLETED)
    latest = done.order_by("-completed_at").values("processing_time_seconds")[:MEASURED_TASKS]
    mean = latest.aggregate(mean=Avg("processing_time_seconds"))["mean"]
    return now + timedelta(seconds=USUAL_SECONDS if mean is None else max(1, mean))


def private_words(holder: SubTopicGeneration | LearningSession, *, for_model: bool = False) -> dict:
    """What the learner wrote: interests and goals; empty ones where nothing was written or it has been erased, and for a
    model where the learner doesn't want one to see it."""
    kept_away = for_model and not holder.user.has_consented
    said = notes.read(holder.private_note) if holder.private_note and not kept_away else {}
    return {"interests": said.get("interests", []), "goals": said.get("goals", "")}


def _note(user: User, interests: list[str], goals: str) -> PrivateNote | None:
    if not interests and not goals:
        return None
    said = {"interests": interests, "goals": goals}
    return notes.write(owner=user, purpose=PrivateNote.Purpose.SUBTOPIC_PERSONALIZATION, text=said)


def _make_missing(task: Task, generation: SubTopicGeneration, wishes: Wishes) -> None:
    """Once no model could write one, the course material answers for the rest: nobody waits for the same failure again."""
    steps = difficulty_steps(wishes.current_level, wishes.max_subtopics, rising=wishes.difficulty_progression)
    material, levels = course.of(generation.main_topic), Level.objects.in_bulk()
    words = private_words(generation)
    by_template = any(words.values()) and not generation.user.has_consented
    made = list(generation.sub_topics.all())
    for position, step in list(enumerate(steps, start=1))[len(made) :]:
        data = SubTopicInput(
            language=generation.language,
            language_name=LANGUAGE_NAMES[generation.language],
            level=step,
            level_name=levels[step].name,
            topic=generation.main_topic.name,
            taken=[*(one.name for one in material), *(one.name for one in made)],
            course=material,
            used={number for one in made for number in one.curated_items},
            style=wishes.preferred_style,
            hours_a_week=HOURS_A_WEEK[wishes.time_availability],
            with_prerequisites=wishes.include_prerequisites,
            number=position,
            count=len(steps),
            **words,
        )
        answer = Answer(SUB_TOPIC.fallback(data), gateway.TEMPLATE) if by_template else _ask(task, generation, data)
        by_template = answer.source == gateway.TEMPLATE
        if answer.value is None:
            return
        made.append(_save(generation, position, levels[step], answer))


def _ask(task: Task, generation: SubTopicGeneration, data: SubTopicInput) -> Answer:
    """Raises TryAgain while models fail and tries are left."""
    asker = Asker(generation.user, last_try=task.retry_count >= task.max_retries)
    try:
        answer = gateway.ask(SUB_TOPIC, data, asker)
    except gateway.ComeBackError as trouble:
        _book(generation, task, trouble.bill)
        generation_progress.publish_trouble(generation, trouble.code, trouble.retry_after)
        raise lifecycle.TryAgain(trouble.code, trouble.retry_after) from trouble
    _book(generation, task, answer.bill)
    return answer


def _book(generation: SubTopicGeneration, task: Task, bill: Bill) -> None:
    SubTopicGeneration.objects.filter(pk=generation.pk).update(
        total_tokens_used=F("total_tokens_used") + bill.tokens, llm_cost_usd=F("llm_cost_usd") + bill.cost
    )
    lifecycle.note_calls(task, tokens=bill.tokens, calls=bill.calls)


@transaction.atomic
def _save(generation: SubTopicGeneration, position: int, level: Level, answer: Answer) -> GeneratedSubTopic:
    by_model = answer.source == gateway.LLM
    columns = _written(answer) if by_model else _recut(answer)
    row = GeneratedSubTopic.objects.create(
        generation=generation,
        main_topic=generation.main_topic,
        position=position,
        slug=_slug(columns["name"], position),
        target_audience=level.target_audience,
        difficulty_focus=level.pk,
        llm_model=answer.model,
        llm_temperature=SUB_TOPIC.temperature if by_model else None,
        generation_prompt=SUB_TOPIC.tag if by_model else PROMPT_VERSION,
        **columns,
    )
    SubTopicGeneration.objects.filter(pk=generation.pk).update(generated_count=position)
    generation_progress.publish_made(generation, row)
    return row


def _written(answer: Answer) -> dict:
    written = answer.value.model_dump()
    hours = written.pop("estimated_hours")
    return written | {"estimated_learning_time": durations.exact(hours * durations.HOUR), "quality_score": answer.score}


def _recut(answer: Answer) -> dict:
    recut = answer.value
    minutes = len(recut.items) * PRACTICE_MINUTES_AN_ARTICLE
    return {
        "name": recut.name,
        "description": recut.description,
        "learning_outcomes": recut.outcomes,
        "prerequisites": recut.prerequisites,
        "estimated_learning_time": durations.spent(minutes * durations.MINUTE),
        "curated_items": recut.items,
    }


def _slug(name: str, position: int) -> str:
    """In Latin letters; unique by its place."""
    return f"{slugify(name)[:60].strip('-') or 'subtopic'}-{position}"


def _close(generation: SubTopicGeneration) -> None:
    """Once, whoever comes first."""
    count = generation.sub_topics.count()
    states = SubTopicGeneration.Status
    ended = {"status": states.COMPLETED if count else states.FAILED, "completed_at": timezone.now()}
    if not count:
        with translation.override(generation.language):
            ended["error_message"] = _("No subtopics could be made. Please try again, or pick from the course.")
    if SubTopicGeneration.objects.filter(pk=generation.pk, status=states.PROCESSING).update(**ended):
        generation_progress.publish_end(generation.pk)
