"""How long somebody answered, day by day, in the active time zone. What is read is counted by the app that knows of reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from personalization import calendars

WEEKDAYS = {
    0: pgettext_lazy("weekday, short", "Mon"),
    2: pgettext_lazy("weekday, short", "Wed"),
    4: pgettext_lazy("weekday, short", "Fri"),
    6: pgettext_lazy("weekday, short", "Sun"),
}
LONGEST_ANSWER, FIRST_ANSWER = timedelta(minutes=5), timedelta(minutes=1)
# Nobody measures how long an answer takes: it is the time since the one before, or a minute where that is long ago.
QUERY = """
    WITH given AS (
        SELECT answer.answered_at, answer.answered_at - lag(answer.answered_at) OVER (ORDER BY answer.answered_at) AS gap
        FROM personalization_submission run
        JOIN personalization_submissionanswer answer ON answer.submission_id = run.id
        WHERE run.user_id = %s AND answer.answered_at >= %s
    )
    SELECT (answered_at AT TIME ZONE %s)::date,
           extract(epoch FROM sum(CASE WHEN gap <= %s THEN gap ELSE %s END))
    FROM given GROUP BY 1
"""


@dataclass(frozen=True)
class Activity:
    """Seconds by day; only days on which something was done are in it."""

    answering: Mapping[date, float]
    reading: Mapping[date, float]
    today: date

    @property
    def days(self) -> dict[date, float]:
        """Seconds of both."""
        both = {**self.answering, **self.reading}
        return {day: self.answering.get(day, 0) + self.reading.get(day, 0) for day in sorted(both)}

    @property
    def lately(self) -> int:
        """Learning days among the last seven."""
        return sum(day > self.today - timedelta(days=7) for day in self.days)

    @property
    def answering_seconds(self) -> float:
        return sum(self.answering.values())

    @property
    def reading_seconds(self) -> float:
        return sum(self.reading.values())

    @property
    def weekdays(self) -> list[tuple[int, str]]:
        """Where each named row of the calendar lies, and its name."""
        return [(calendars.row(number), str(name)) for number, name in WEEKDAYS.items()]

    @property
    def calendar(self) -> calendars.Calendar:
        return calendars.drawn({day: seconds / 60 for day, seconds in self.days.items()}, self.today)


def since() -> datetime:
    """The first moment that a calendar of today shows."""
    first = calendars.first_day(timezone.localdate())
    return timezone.make_aware(datetime.combine(first, time.min))


def answering_by_day(user_id: int) -> dict[date, float]:
    """Seconds by day, as far back as a calendar shows. One query."""
    zone = timezone.get_current_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [user_id, since(), zone, LONGEST_ANSWER, FIRST_ANSWER])
        return {day: float(seconds) for day, seconds in cursor.fetchall()}


def of(user_id: int, reading: Mapping[date, float]) -> Activity:
    """`reading`: seconds by day."""
    return Activity(answering_by_day(user_id), reading, timezone.localdate())
