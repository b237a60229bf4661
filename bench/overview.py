"""The class overview of 20,000 students beside that of 20, in the same database: time and number of queries.

`python -m bench.overview`, with fewer than 20,000 in a hurry: `BENCH_STUDENTS=3000`. Synthetic students with 30 answers each, on
a PostgreSQL and a Valkey of its own; requests go through the whole product, middlewares and templates included, without a
network.
"""

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from random import Random
from statistics import median
from time import perf_counter

VAR = tempfile.mkdtemp(prefix="bo-")
os.environ |= {"VAR_DIR": VAR, "RATE_LIMIT_IP": "off", "RATE_LIMIT_USER": "off", "DEMO": "0"}
os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"

import django

django.setup()  # before the models are imported

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import rounds
from curriculum import loading
from curriculum.models import CareerPath, LearningModule, Question
from lms.accounts.models import ClassGroup, Membership, User
from lms.embedded import servers
from lms.embedded.places import Places
from personalization.models import LearnerProfile, TopicProgress
from teacher import assessing, snapshots, summaries

SMALL, LARGE, RUNS, ANSWERS_A_RUN = 20, int(os.environ.get("BENCH_STUDENTS", "20000")), 3, 10
REQUESTS = 5
LISTED = 3  # in each class, whom the teacher is to look at: both pages show as much
TARGET = 2.0
DAYS = 30
SUBMISSIONS = """
    INSERT INTO personalization_submission
        (id, user_id, kind, subject, language, status, quick_score, aids, plan, submitted_at)
    SELECT 'sub_' || md5(student_id || '-' || run), student_id, 'practice', 'python_basics', 'ko', 'completed', 0, '{}', '{}',
           now()
    FROM accounts_membership CROSS JOIN generate_series(1, %(runs)s) AS run
    WHERE group_id = %(group)s
"""
ANSWERS = """
    INSERT INTO personalization_submissionanswer
        (submission_id, question_id, answer, answer_hash, try_number, hints_used, counted, score, is_correct, weakness_type,
         feedback, feedback_source, feedback_prompt_version, resources, answered_at)
    SELECT id, question_id, CASE WHEN correct THEN 'a' ELSE 'b' END, 'x', 1, 0, true, correct::int, correct,
           CASE WHEN correct THEN '' ELSE 'concept_gap' END, '', '', '', '[]', now() - random() * %(days)s * interval '1 day'
    FROM (
        SELECT run.id, question_id, random() < 0.7 AS correct
        FROM personalization_submission run
        JOIN accounts_membership ON student_id = run.user_id AND group_id = %(group)s
        CROSS JOIN unnest(%(questions)s) AS question_id
    ) AS given
"""
AWAY = """
    UPDATE personalization_submissionanswer SET answered_at = answered_at - interval '10 days'
    WHERE submission_id IN (SELECT id FROM personalization_submission WHERE user_id = ANY(%(students)s))
"""


def main() -> None:
    """Ends with 1 where the target is missed."""
    logging.disable(logging.INFO)
    running = servers.start_servers(Places.of(VAR), durable=False)
    try:
        call_command("migrate", verbosity=0)
        loading.load()
        sys.exit(measure() > TARGET)
    finally:
        connection.close()
        servers.stop(running)
        shutil.rmtree(VAR, ignore_errors=True)


def measure() -> float:
    """The median of the ratios."""
    for students in (SMALL, LARGE):
        started = perf_counter()
        _make_class(students)
        print(
            f"  {students} students with {students * RUNS * ANSWERS_A_RUN} answers made in {perf_counter() - started:.0f} s"
        )
    _count_all()
    small, large = _client(SMALL), _client(LARGE)
    for name, client in (("20", small), (f"{LARGE:,}", large)):
        print(f"  queries of {name} students: {_queries(client)}")
    found = rounds.in_turns(rounds.ROUNDS, small=lambda: _milliseconds(small), large=lambda: _milliseconds(large))
    ratios = rounds.ratios(found["large"], found["small"])
    print(f"20: {rounds.spread(found['small'])} ms, {LARGE:,}: {rounds.spread(found['large'])} ms")
    print(f"{LARGE:,} to 20: {rounds.spread(ratios)}, wanted at most {TARGET}")
    return median(ratios)


def _make_class(number: int) -> None:
    """A class with its teacher; what its students did is written in bulk, on three career paths and thirty days."""
    now, dice = timezone.now(), Random(number)
    careers = list(CareerPath.objects.filter(name__in=("saas_fullstack", "react_specialist", "data_engineer_advanced")))
    module = LearningModule.objects.get(track__name="python_basics", name="variables_types")
    questions = list(Question.objects.filter(module=module).values_list("pk", flat=True)[:ANSWERS_A_RUN])
    teacher = User.objects.create(username=f"teacher-of-{number}", role=User.Role.TEACHER)
    group = ClassGroup.objects.create(name=f"{number}")
    group.teachers.add(teacher)
    joined = now - timedelta(days=DAYS)
    students = User.objects.bulk_create(
        [User(username=f"s{number}-{place}", date_joined=joined) for place in range(number)], batch_size=2000
    )
    Membership.objects.bulk_create([Membership(group=group, student=one) for one in students], batch_size=2000)
    LearnerProfile.objects.bulk_create(
        [LearnerProfile(user=one, career_path=dice.choice(careers)) for one in students], batch_size=2000
    )
    TopicProgress.objects.bulk_create(
        [TopicProgress(user=one, module=module, mastery=dice.random(), last_activity=now) for one in students],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute(SUBMISSIONS, {"group": group.pk, "runs": RUNS})
        cursor.execute(ANSWERS, {"group": group.pk, "questions": questions, "days": DAYS})
        cursor.execute(AWAY, {"students": [one.pk for one in students[:LISTED]]})


def _count_all() -> None:
    """What the clock does: summaries, risk, and the numbers of whoever looked."""
    _analyze()
    _timed("summaries of all", lambda: [*iter(summaries.refresh_due, 0)])
    _timed("risk of all", assessing.assess_due)
    _get(_client(LARGE))  # a wish
    _timed("numbers of the large class", snapshots.renew)
    _get(_client(SMALL))
    _timed("a beat when nobody did anything", lambda: (summaries.refresh_due(), snapshots.renew()))
    _analyze()


def _analyze() -> None:
    """As PostgreSQL does by itself a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(name: str, work: Callable[[], object]) -> None:
    started = perf_counter()
    work()
    print(f"  {name} in {perf_counter() - started:.2f} s")


def _client(students: int) -> Client:
    client = Client(headers={"Accept-Language": "ko", "Host": "localhost"})
    client.force_login(
        User.objects.get(username=f"teacher-of-{students}"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def _get(client: Client) -> bytes:
    answer = client.get("/teacher")
    if answer.status_code != 200:
        raise SystemExit(f"/teacher answered {answer.status_code}")
    return answer.content


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as caught:
        _get(client)
    return len(caught)


def _milliseconds(client: Client) -> float:
    """Of the middle one of some requests."""
    times = []
    for _request in range(REQUESTS):
        started = perf_counter()
        _get(client)
        times.append(1000 * (perf_counter() - started))
    return median(times)


if __name__ == "__main__":
    main()
