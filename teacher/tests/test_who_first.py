"""The ranked list: in which order, in which words, for how many at once, and who is left in peace."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from curriculum.models import LearningModule, Question
from lms.accounts.models import ClassGroup, Membership, User
from lms.jobs.models import Task
from personalization import profiles, subjects, submissions
from personalization.models import Weakness
from personalization.submissions import Written
from teacher import assessing, interventions, upkeep, who_first
from teacher.access import students_of
from teacher.models import Action, RiskAssessment
from teacher.risk import Measures

SEEN = {"answers": 25, "days_here": 40}
SLIPPING = Measures(0.48, 11, 0.5, 2, **SEEN)
RESTING = Measures(0.81, 9, 0.5, 0, **SEEN)
FINE = Measures(0.9, 0, 0.9, 0, **SEEN)


@pytest.fixture
def measured(monkeypatch) -> dict[int, Measures]:
    """What is measured of whom, instead of what they did."""
    known: dict[int, Measures] = {}
    monkeypatch.setattr(assessing, "measured", lambda ids, now: {pk: known.get(pk, FINE) for pk in ids})
    return known


@pytest.fixture
def people(teacher, learner, measured) -> list[User]:
    """The class: the learner, who slips away, one who rests, one who is fine."""
    group = teacher.taught_groups.get()
    more = [User.objects.create_user(username=f"s{number}", display_name=f"학생{number}") for number in (1, 2)]
    Membership.objects.bulk_create(Membership(group=group, student=one) for one in more)
    people = [learner, *more]
    measured |= dict(zip((one.pk for one in people), (SLIPPING, RESTING, FINE), strict=True))
    return people


def listed(teacher: User) -> list[User]:
    return [row.student for row in who_first.rows(students_of(teacher))]


def test_first_who_is_at_risk_then_who_rests_and_nobody_else(people, teacher):
    assert assessing.assess(students_of(teacher)) == 3
    assert listed(teacher) == people[:2]


def test_who_was_contacted_is_left_in_peace_for_a_week(people, teacher, settings):
    assessing.assess(students_of(teacher))
    interventions.make(student=people[0], by=teacher, action=Action.TUTORING)
    interventions.make(student=people[1], by=teacher, action=Action.POSTPONED)
    assert listed(teacher) == []
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert listed(teacher) == people[:2]
    settings.RISK_QUIET_DAYS = 30
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        made = interventions.make(student=people[0], by=teacher, action=Action.COUNSELLING)
    assert (made.quiet_until - made.assigned_at).days == 30


def test_the_history_is_kept_and_one_row_is_the_latest(people, teacher, measured):
    assessing.assess(students_of(teacher))
    measured[people[0].pk] = FINE
    assessing.assess(students_of(teacher))
    scores = RiskAssessment.objects.filter(student=people[0]).order_by("computed_at").values_list("score", "latest")
    assert list(scores) == [(Decimal("0.7"), False), (Decimal("0.0"), True)]
    assert listed(teacher) == people[1:2]


def test_the_clock_works_everybody_out_once_a_day(people, other_learner):
    for _beat in range(2):
        upkeep.assess_risk()
    assert RiskAssessment.objects.count() == 3, "who is in no class isn't looked at"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        upkeep.assess_risk()
    assert RiskAssessment.objects.count() == 6
    assert RiskAssessment.objects.latest().count() == 3


@pytest.mark.parametrize(("now", "again"), [(SLIPPING, 1), (RESTING, 1), (Measures(answers=1), 1), (FINE, 0)])
def test_who_is_listed_or_hardly_known_is_looked_at_again_when_they_did_more(curriculum, people, measured, now, again):
    measured |= dict.fromkeys((one.pk for one in people), now)
    assert [assessing.assess_due(), assessing.assess_due()] == [3, 0]
    profiles.change(people[0], industry="fintech")
    assert assessing.assess_due() == again


def test_thresholds_are_settings(people, teacher, settings):
    settings.RISK_FROM = "0.8"
    assessing.assess(students_of(teacher))
    assert not RiskAssessment.objects.filter(flagged=True).exists()
    settings.RISK_WEIGHTS = {"inactive": "0.5"}
    assessing.assess(students_of(teacher))
    assert RiskAssessment.objects.latest().get(flagged=True).score == Decimal("0.8")


def test_the_list_as_json(people, teacher, api):
    found = api(teacher).get("/api/v1/teacher/at-risk").json()
    assert found == [
        {
            "student_id": people[0].pk,
            "student_name": "한지우",
            "risk_score": 0.7,
            "risk_factors": ["low_accuracy", "inactive"],
            "recommended_actions": ["개별 튜터링 세션 배정", "학습 동기 부여 상담"],
        }
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ko",
            {
                "low_accuracy": "개별 튜터링 세션 배정",
                "inactive": "학습 동기 부여 상담",
                "low_completion": "학습 계획 재조정",
                "multiple_weaknesses": "기초 개념 복습 과제 제공",
            },
        ),
        (
            "en",
            {
                "low_accuracy": "Assign an individual tutoring session",
                "inactive": "Counselling on motivation",
                "low_completion": "Readjust the study plan",
                "multiple_weaknesses": "Set a review of the basic concepts",
            },
        ),
    ],
)
def test_recommended_actions_by_factor_in_both_languages(people, teacher, measured, api, language, words):
    measured[people[0].pk] = Measures(0.1, 20, 0.1, 9, **SEEN)
    client = api(teacher, **{"Accept-Language": language})
    found = client.get(f"/api/v1/teacher/at-risk?group_id={teacher.taught_groups.get().pk}").json()[0]
    assert dict(zip(found["risk_factors"], found["recommended_actions"], strict=True)) == words


def test_working_it_out_on_demand(people, teacher, measured, api, run_tasks, queries):
    client, address = api(teacher), "/api/v1/teacher/at-risk"
    assert len(client.get(address).json()) == 1
    measured[people[0].pk] = FINE
    with queries(at_most=8):
        started = [client.post(address) for _click in range(2)]
    assert [answer.status_code for answer in started] == [202, 202]
    assert started[0].json()["task_id"] == started[1].json()["task_id"], "asked again before it began"
    assert len(client.get(address).json()) == 1
    assert run_tasks() == 1
    assert client.get(address).json() == []


def test_the_page_watches_it_come(people, teacher, teacher_of_nobody, measured, browser, run_tasks):
    group, client = teacher.taught_groups.get(), browser(teacher, "en")
    client.get("/teacher/at-risk")
    measured[people[0].pk] = FINE
    page = client.post("/teacher/at-risk", {"group": group.pk}, follow=True)
    task, address = Task.objects.get(), page.redirect_chain[0][0]
    assert address == f"/teacher/at-risk?group={group.pk}&task={task.pk}"
    assert f'data-live="/tasks/{task.pk}/ws"' in page.text
    assert '<meta http-equiv="refresh"' in page.text
    assert "being worked out anew" in page.text
    assert people[0].name in page.text
    run_tasks()
    page = client.get(address).text
    assert "Worked out anew for 3 students." in page
    assert "data-live" not in page
    assert people[0].name not in page
    Task.objects.update(status=Task.Status.FAILED)
    assert "could not be worked out anew" in client.get(address).text
    assert "worked out anew" not in browser(teacher_of_nobody, "en").get(f"/teacher/at-risk?task={task.pk}").text


def test_who_was_done_before_the_worker_was_killed_is_not_done_again(people, teacher, run_tasks):
    task = assessing.ask_for(by=teacher, group=None)
    assessing.assess(students_of(teacher).filter(pk=people[0].pk))
    run_tasks()
    assert RiskAssessment.objects.count() == 3
    task.refresh_from_db()
    assert (task.status, task.result_data) == ("completed", {"students": 3})


def test_who_left_meanwhile_or_is_in_another_class_is_left_out(people, teacher, other_learner, run_tasks):
    assessing.ask_for(by=teacher, group=teacher.taught_groups.get())
    Membership.objects.filter(student=people[0]).delete()
    another = ClassGroup.objects.create(name="2반")
    another.teachers.add(teacher)
    Membership.objects.create(group=another, student=other_learner)
    run_tasks()
    assert set(RiskAssessment.objects.values_list("student", flat=True)) == {one.pk for one in people[1:]}


def test_another_teachers_class_is_not_found(people, teacher, teacher_of_nobody, api, browser):
    number = teacher.taught_groups.get().pk
    assert api(teacher_of_nobody).get(f"/api/v1/teacher/at-risk?group_id={number}").status_code == 404
    assert browser(teacher_of_nobody).get(f"/teacher/at-risk?group={number}").status_code == 404
    assert browser(teacher_of_nobody).post("/teacher/at-risk", {"group": number}).status_code == 404
    assert "한지우" not in browser(teacher_of_nobody).get("/teacher/at-risk?format=csv").getvalue().decode()


def test_why_in_words_and_numbers(people, teacher, browser):
    assessing.assess(students_of(teacher))
    page = " ".join(browser(teacher).get("/teacher/at-risk").content.decode().split())
    assert "오늘은 1명을 먼저 살펴 주세요" in page
    assert (
        "<strong>11일째 공부하지 않았어요.</strong> 최근 30일 정답률은 48%예요. 어려워서 멈춘 것으로 보입니다." in page
    )
    assert "<strong>9일째 쉬는 중이에요.</strong> 정답률은 81%로 괜찮습니다." in page
    assert "위험 0.70" in page
    english = " ".join(browser(teacher, "en").get("/teacher/at-risk").content.decode().split())
    assert (
        "<strong>Hasn&#x27;t studied for 11 days.</strong> In the last 30 days 48% of the answers were right."
        in english
    )


def test_the_draft_is_in_the_language_of_the_class_and_about_what_is_true(people, teacher, curriculum):
    module = LearningModule.objects.get(name="loops", track__name="python_basics")
    errors = {"module": module, "weakness_type": "concept_gap", "error_count": 5, "last_error": timezone.now()}
    Weakness.objects.create(user=people[0], **errors)
    ClassGroup.objects.update(language="en")
    assessing.assess(students_of(teacher))
    with translation.override("ko"):
        first = who_first.entries(who_first.rows(students_of(teacher)))[0]
    assert first.draft.startswith(f"{people[0].name}, hello. “{module.display_name_en}” is a tricky one.")
    assert (first.trouble, first.mistakes) == (module, 5)


def test_nobody_at_risk(people, teacher, measured, browser):
    measured[people[0].pk] = FINE
    page = " ".join(browser(teacher).get("/teacher/at-risk").content.decode().split())
    assert "오늘은 급히 살필 학생이 없어요. 쉬고 있는 1명에게 안부를 물어도 좋겠습니다." in page


def test_a_class_of_many_costs_no_more_queries(people, teacher, measured, browser, queries):
    group = teacher.taught_groups.get()
    more = User.objects.bulk_create(User(username=f"m{number}", role=User.Role.STUDENT) for number in range(40))
    Membership.objects.bulk_create(Membership(group=group, student=one) for one in more)
    measured |= {one.pk: SLIPPING for one in more}
    with queries(at_most=7):
        assessing.assess(students_of(teacher))
    client = browser(teacher)
    with queries(at_most=22):
        page = client.get("/teacher/at-risk?page=2").content.decode()
    assert "11–20 / 42" in page
    lines = client.get("/teacher/at-risk?format=csv").getvalue().decode().splitlines()
    assert len(lines) == 43


def test_what_students_did_is_what_they_are_judged_by(curriculum, teacher, learner, queries):
    start = timezone.now()
    with time_machine.travel(start - timedelta(days=11), tick=False):
        profiles.change(learner, industry="fintech")
        asked = Question.objects.shown().filter(module__name="variables_types", module__track__name="python_basics")
        answers = [Written(one.pk, one.correct_answer if place < 4 else "?") for place, one in enumerate(asked[:9])]
        subject = subjects.find(learner, "python_basics.variables_types")
        submissions.submit(user=learner, subject=subject, written=answers)
    User.objects.filter(pk=learner.pk).update(date_joined=start - timedelta(days=11))
    with queries(at_most=24):
        assessing.assess(students_of(teacher), now=start)
    found = RiskAssessment.objects.latest().get(student=learner)
    assert found.factors == ["low_accuracy", "inactive", "low_completion"]
    assert (found.score, found.flagged, found.evident) == (Decimal("0.9"), True, True)
    assert found.measures["days_inactive"] == 11
    assert found.measures["accuracy"] == pytest.approx(4 / 9)


def render(text: str, **context) -> str:
    request = RequestFactory().get("/")
    return " ".join(Template("{% load risk %}" + text).render(Context(context | {"request": request})).split())


def test_the_first_three_on_the_overview_and_calm_words_where_nobody_is_flagged(people, teacher, measured, queries):
    assessing.assess(students_of(teacher))
    with queries(at_most=9):
        shown = render("{% who_first_of students %}", students=students_of(teacher))
    assert "위험 0.70" in shown
    assert "급히 살필 학생이 없어요" not in shown
    measured[people[0].pk] = FINE
    assessing.assess(students_of(teacher))
    assert "쉬고 있는 1명" in render("{% who_first_of students %}", students=students_of(teacher))


def test_a_students_page_draws_how_the_risk_changed(people, teacher, measured):
    scores = [SLIPPING, FINE, RESTING]
    for ago, one in zip((2, 1, 0), scores, strict=True):
        measured[people[0].pk] = one
        assessing.assess(students_of(teacher), now=timezone.now() - timedelta(days=ago))
    shown = render("{% risk_of student %}", student=people[0])
    assert 'class="line" d="M40.0,40.0 L170.0,110.0 L300.0,70.0"' in shown
    assert "9일째 쉬는 중이에요." in shown
    assert 'name="student_id" value="' + str(people[0].pk) in shown
