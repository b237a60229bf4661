"""What was read, beside what was answered."""

from django.utils import timezone

from articles import reading_time
from articles.choices import Options
from articles.models import ProgressLog
from articles.topic_sessions import open_session
from curriculum.models import Question
from personalization import activity, subjects, submissions
from personalization.submissions import Written

FIRST = "python_basics.variables_types"


def test_reading_and_answering_add_up(learner, other_learner, topic, queries):
    subject = subjects.find(learner, FIRST)
    for person, seconds in ((learner, 240), (other_learner, 999)):
        read(person, topic, seconds)
    run = submissions.submit(user=learner, subject=subject, written=[])
    submissions.add(run, [Written(first_question(), "?")])
    with queries(at_most=2):
        found = activity.of(learner.pk, reading_time.by_day(learner.pk, activity.since()))
    assert found.days == {timezone.localdate(): 300}
    assert (found.lately, found.reading_seconds, found.answering_seconds) == (1, 240, 60)


def first_question() -> int:
    return Question.objects.filter(module__track__name="python_basics", module__name="variables_types").first().pk


def read(person, topic, seconds: int) -> None:
    chosen = [topic.curated_sub_topics.first()]
    session = open_session(user=person, topic=topic, sub_topics=chosen, level="beginner", options=Options())
    about = {"order_num": 1, "session_subtopic": session.sub_topics.get(), "title": "t", "level": "beginner"}
    article = session.articles.create(**about)
    ProgressLog.objects.create(session=session, article=article, action="started", time_spent_seconds=seconds)
