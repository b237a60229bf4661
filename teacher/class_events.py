"""What a class did in a period, counted in SQL over all its students at once."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from articles.models import ArticleFeedback
from lms.accounts.models import User

QUESTIONS, DISTRACTORS, ARTICLES = 100, 3, 50
ANSWERS_A_QUESTION = 3  # fewer say nothing about a question

# Answers and readings of the class. A log of reading is partitioned by time, and both are found by their people.
EVENTS = """
    WITH student AS MATERIALIZED ({students}), event AS MATERIALIZED (
        SELECT run.user_id, answer.answered_at AS at, answer.counted, answer.is_correct
        FROM student
        JOIN personalization_submission run ON run.user_id = student.id
        JOIN personalization_submissionanswer answer ON answer.submission_id = run.id
        WHERE answer.answered_at >= %(start)s
        UNION ALL
        SELECT session.user_id, log.timestamp, false, false
        FROM student
        JOIN articles_learningsession session ON session.user_id = student.id
        JOIN articles_progresslog log ON log.session_id = session.id
        WHERE log.timestamp >= %(start)s
    )
"""
DAYS = """
    SELECT (at AT TIME ZONE %(zone)s)::date AS day, count(DISTINCT user_id),
           count(*) FILTER (WHERE counted), count(*) FILTER (WHERE counted AND is_correct),
           count(DISTINCT user_id) FILTER (WHERE at > %(week)s),
           count(DISTINCT user_id) FILTER (WHERE at > %(fortnight)s AND at <= %(week)s)
    FROM event GROUP BY GROUPING SETS ((day), ())
"""

# How hard a question is, and whether those who know more get it right: the correlation of the answer with the share of
# their other answers that was right (point-biserial, the question itself left out).
TRIED = """
    WITH student AS MATERIALIZED ({students}), tried AS MATERIALIZED (
        SELECT run.user_id, answer.question_id, answer.answer, answer.is_correct, answer.weakness_type
        FROM student
        JOIN personalization_submission run ON run.user_id = student.id
        JOIN personalization_submissionanswer answer ON answer.submission_id = run.id
        WHERE answer.counted AND answer.answered_at >= %(start)s
    ), person AS (
        SELECT user_id, count(*) AS answers, sum(is_correct::int) AS correct FROM tried GROUP BY user_id
    ), stood AS MATERIALIZED (
        SELECT question_id, count(*) AS answers, avg((NOT is_correct)::int) AS missed,
               count(DISTINCT tried.user_id) FILTER (WHERE NOT is_correct) AS people,
               corr(is_correct::int, (correct - is_correct::int)::float / nullif(person.answers - 1, 0)) AS discrimination,
               mode() WITHIN GROUP (ORDER BY weakness_type)
                   FILTER (WHERE NOT is_correct AND weakness_type <> '') AS misconception
        FROM tried JOIN person USING (user_id)
        GROUP BY question_id
        HAVING count(*) >= %(enough)s AND bool_or(NOT is_correct)
        ORDER BY missed DESC, answers DESC, question_id
        LIMIT %(limit)s
    ), chosen AS (
        SELECT question_id, answer, count(*) AS number,
               row_number() OVER (PARTITION BY question_id ORDER BY count(*) DESC, answer) AS place
        FROM tried WHERE NOT is_correct AND answer <> '' AND question_id IN (SELECT question_id FROM stood)
        GROUP BY question_id, answer
    ), wrong AS (
        SELECT question_id, json_agg(json_build_array(left(answer, 80), number) ORDER BY place) AS distractors
        FROM chosen WHERE place <= %(distractors)s GROUP BY question_id
    )
    SELECT question_id, answers, missed, people, discrimination, misconception, distractors
    FROM stood LEFT JOIN wrong USING (question_id)
    ORDER BY missed DESC, answers DESC, question_id
"""


def days(students: QuerySet[User], start: datetime, now: datetime) -> dict:
    """{days: [{day, active, answers, right}], week: people active in the last 7 days, week_before}."""
    values = {
        "start": min(start, now - timedelta(days=14)),
        "week": now - timedelta(days=7),
        "fortnight": now - timedelta(days=14),
        "zone": timezone.get_current_timezone_name(),
    }
    rows = _rows(EVENTS + DAYS, students, values)
    *_rest, week, week_before = next(row for row in rows if row[0] is None)
    first = timezone.localdate(start)
    shown = sorted(row for row in rows if row[0] is not None and row[0] >= first)
    found = [
        {"day": day.isoformat(), "active": active, "answers": answers, "right": right}
        for day, active, answers, right, *_weeks in shown
    ]
    return {"days": found, "week": week, "week_before": week_before}


def questions(students: QuerySet[User], start: datetime) -> list[dict]:
    """Most often missed first, a hundred at most: {id, answers, missed (0-1), people, discrimination (-1 to 1 or None),
    misconception, distractors [[answer, times]]}."""
    values = {"start": start, "enough": ANSWERS_A_QUESTION, "limit": QUESTIONS, "distractors": DISTRACTORS}
    names = ("id", "answers", "missed", "people", "discrimination", "misconception", "distractors")
    rows = [dict(zip(names, row, strict=True)) for row in _rows(TRIED, students, values)]
    return [row | {"missed": float(row["missed"])} for row in rows]


def disliked(students: QuerySet[User], start: datetime) -> list[dict]:
    """Articles by their text: {content, title, dislikes, likes, too_hard, too_easy}, most disliked first."""
    rows = ArticleFeedback.objects.filter(user__in=students, updated_at__gte=start, version__isnull=False)
    rows = rows.order_by().values("version__content").annotate(
        title=Min("article__title"),
        dislikes=Count("pk", filter=Q(rating=ArticleFeedback.Rating.DISLIKE)),
        likes=Count("pk", filter=Q(rating=ArticleFeedback.Rating.LIKE)),
        too_hard=Count("pk", filter=Q(difficulty_perceived=ArticleFeedback.Difficulty.TOO_HARD)),
        too_easy=Count("pk", filter=Q(difficulty_perceived=ArticleFeedback.Difficulty.TOO_EASY)),
    )  # fmt: skip
    rows = rows.filter(dislikes__gt=0).order_by("-dislikes", "likes", "version__content")[:ARTICLES]
    return [row | {"content": row.pop("version__content")} for row in rows]


def _rows(sql: str, students: QuerySet[User], values: dict) -> list[tuple]:
    """`students` goes in as a query of its own, with its own values."""
    inner, params = students.order_by().values("id").query.sql_with_params()
    named = {f"s{place}": value for place, value in enumerate(params)}
    inner = inner.replace("%s", "{}").format(*(f"%({name})s" for name in named))
    with connection.cursor() as cursor:
        cursor.execute(sql.format(students=inner), values | named)
        return cursor.fetchall()
