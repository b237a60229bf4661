"""Sessions about subtopics of a main topic: of the course, or made for the learner."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import sessions
from articles.choices import Options
from articles.models import GeneratedSubTopic, LearningSession, SessionSubTopic
from curriculum import unlocking
from curriculum.models import CuratedSubTopic, MainTopic
from lms.accounts.access import Person
from lms.accounts.models import User
from lms.problems import Problem

SubTopic = CuratedSubTopic | GeneratedSubTopic


@transaction.atomic
def open_session(
    *, user: User, topic: MainTopic, sub_topics: list[SubTopic], level: str, options: Options
) -> LearningSession:
    """A new session in the active language; its outline and articles are made in the background.

    Raises Problem 403 where a subtopic is about a module that is locked for this person.
    """
    unlocking.refuse_locked_among(user, [one.module_id for one in sub_topics if isinstance(one, CuratedSubTopic)])
    generated = [one for one in sub_topics if isinstance(one, GeneratedSubTopic)]
    note = generated[0].generation.private_note_id if generated else None
    session = sessions.begin(user, level, options, main_topic=topic, private_note_id=note)
    SessionSubTopic.objects.bulk_create(
        SessionSubTopic(session=session, position=position, **_chosen(sub_topic))
        for position, sub_topic in enumerate(sub_topics, start=1)
    )
    _note_use(generated)
    return session


def find_topic(topic_id: int) -> MainTopic:
    """Raises Problem 400 naming the field."""
    topic = MainTopic.objects.filter(pk=topic_id).first()
    if topic is None:
        raise Problem.invalid("main_topic_id", _("There is no main topic with this number."))
    return topic


def find_sub_topics(person: Person, topic: MainTopic, public_ids: list[str]) -> list[SubTopic]:
    """In the order that was asked for; generated ones only where they are the person's own. 2 queries.

    Raises Problem 400 naming what does not belong to the topic or can't be chosen.
    """
    curated, generated = _numbers(public_ids, "curated"), _numbers(public_ids, "generated")
    known = {row.public_id: row for row in CuratedSubTopic.objects.with_article_count().filter(pk__in=curated)}
    if generated and person.is_authenticated:
        own = GeneratedSubTopic.objects.choosable().filter(pk__in=generated, generation__user=person)
        known |= {row.public_id: row for row in own.select_related("generation")}
    unknown = [name for name in public_ids if name not in known or known[name].main_topic_id != topic.pk]
    if unknown:
        message = _("Not a subtopic of this main topic: %(names)s.") % {"names": ", ".join(unknown)}
        raise Problem.invalid("sub_topic_ids", message)
    return [known[name] for name in public_ids]


def _chosen(sub_topic: SubTopic) -> dict:
    return {"generated" if isinstance(sub_topic, GeneratedSubTopic) else "curated": sub_topic}


def _note_use(generated: list[GeneratedSubTopic]) -> None:
    used = GeneratedSubTopic.objects.filter(pk__in=[one.pk for one in generated])
    used.update(usage_count=F("usage_count") + 1, last_used_at=timezone.now())


def _numbers(public_ids: list[str], kind: str) -> list[int]:
    return [int(name.removeprefix(f"{kind}_")) for name in public_ids if name.startswith(f"{kind}_")]
