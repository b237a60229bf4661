"""The calendar of learning: answers and reading, day by day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from personalization import activity, answering, calendars
from personalization.answering import Given
from personalization.models import Submission

TODAY = date(2026, 11, 22)  # a Sunday


def test_a_column_a_week_up_to_today():
    drawn = calendars.drawn({TODAY: 60, TODAY - timedelta(days=1): 15, TODAY - timedelta(days=2): 600}, TODAY)
    assert len(drawn.dots) == 7 * calendars.WEEKS
    saturday, sunday = drawn.dots[-2:]
    assert (sunday.x, sunday.y) == (12 + 34 * 24, 32 + 22 * 6)
    assert sunday.radius**2 == pytest.approx(4 * saturday.radius**2, rel=0.02), "the area is the time"
    assert drawn.dots[-3].radius == sunday.radius == calendars.LARGEST
    assert drawn.dots[0].radius == calendars.NONE
    assert [day.month for _x, day in drawn.months] == [6, 7, 8, 9, 10, 11]


def test_a_week_that_has_begun_ends_with_today():
    assert len(calendars.drawn({}, date(2026, 11, 16)).dots) == 7 * 24 + 1


@pytest.fixture
def seoul(settings):
    settings.TIME_ZONE = "Asia/Seoul"
    with timezone.override(ZoneInfo("Asia/Seoul")):
        yield ZoneInfo("Asia/Seoul")


def test_time_is_that_between_answers_and_a_day_is_the_readers(learner, questions, module, seoul):
    run = Submission.objects.create(user=learner, subject=module.full_name, language="ko")
    day = timezone.localdate() - timedelta(days=3)
    first = datetime(day.year, day.month, day.day, 0, 30, tzinfo=seoul).astimezone(UTC)  # the day before in UTC
    for question, minutes in zip(questions, (0, 2, 4, 60), strict=False):
        answering.apply(run, [Given(question, "a")], tried={}, at=first + timedelta(minutes=minutes))
    assert activity.answering_by_day(learner.pk) == {day: 60 * (1 + 2 + 2 + 1)}


def test_the_dashboard_shows_it(browser, learner, practise, questions):
    client = browser(learner, "en")
    assert "No learning day yet" in client.get("/dashboard").text
    practise(learner, (questions[0], True))
    shown = client.get("/dashboard/board").text
    assert "1 learning day" in shown
    assert shown.count('<circle class="col"') == 1
