"""The class overview, the list of students, the page of one, career analytics."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from curriculum.models import CareerPath, LearningModule, ModuleCompletion, Question
from lms.accounts.models import ClassGroup, Membership, User
from personalization import subjects, submissions
from personalization.answering import Written
from personalization.models import Assignment, LearnerProfile, Submission, SubmissionAnswer, Weakness
from teacher import snapshots, summaries
from teacher.models import StudentSummary
from teacher.tests.test_measures import read

pytestmark = pytest.mark.usefixtures("curriculum")


@pytest.fixture
def questions() -> list[Question]:
    module = LearningModule.objects.get(track__name="python_basics", name="variables_types")
    return list(module.questions.order_by("pk")[:4])


@pytest.fixture
def group(teacher) -> ClassGroup:
    return teacher.taught_groups.get()


@pytest.fixture
def enrol(group):
    """`enrol(name, career="saas_fullstack")`: a student of the teacher's class, here for a month."""

    def enrol(name: str, career: str = "saas_fullstack") -> User:
        student = User.objects.create(username=name, date_joined=timezone.now() - timedelta(days=30))
        Membership.objects.create(group=group, student=student)
        LearnerProfile.objects.create(user=student, career_path=CareerPath.objects.get(name=career))
        return student

    return enrol


def practise(student: User, *answers: tuple[Question, bool], days: float = 1, wrong: str = "b") -> None:
    run = Submission.objects.create(user=student, subject="python_basics", language="ko")
    SubmissionAnswer.objects.bulk_create(
        SubmissionAnswer(
            submission=run, question=question, answer="a" if right else wrong, answer_hash="x", counted=True,
            score=float(right), is_correct=right, weakness_type="" if right else "concept_gap",
            answered_at=timezone.now() - timedelta(days=days),
        )
        for question, right in answers
    )  # fmt: skip


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_analytics_say_who_is_where_and_who_needs_somebody(api, teacher, learner, enrol, questions):
    good, weak = enrol("good"), enrol("weak", "react_specialist")
    for _run in range(6):
        practise(good, *((question, True) for question in questions))
    practise(weak, *((question, False) for question in questions), days=9)
    practise(weak, (questions[0], True), days=9)
    Weakness.objects.create(
        user=weak, module=questions[0].module, weakness_type="concept_gap", error_count=4,
        last_error=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    found = api(teacher).get("/api/v1/teacher/career-analytics").json()
    assert found["career_distribution"] == {"saas_fullstack": 1, "react_specialist": 1, "unknown": 1}
    (row,) = found["progress_by_career"]["react_specialist"]
    assert row == {
        "student_id": weak.pk, "name": "weak", "career_goal": "react_specialist", "accuracy": 0.2, "completion_rate": 0.0,
        "days_inactive": 9, "mastery_percentage": 0.0,
        "weaknesses": [
            {"topic": "python_basics.variables_types", "weakness_type": "concept_gap", "error_count": 4}
        ],
    }  # fmt: skip
    (at_risk,) = found["at_risk_students"]
    assert at_risk == {
        "student_id": weak.pk, "name": "weak", "career_goal": "react_specialist",
        "risk_factors": ["low_accuracy", "inactive", "low_completion"],
    }  # fmt: skip
    assert [one["name"] for one in found["top_performers"]] == ["good"]
    assert found["completion_rates"] == {"saas_fullstack": None, "react_specialist": 0.0, "unknown": None}


def test_analytics_are_of_one_class_or_career(api, teacher, teacher_of_nobody, group, enrol):
    enrol("one")
    ask = api(teacher).get
    assert set(ask("/api/v1/teacher/career-analytics?career_goal=fullstack").json()["career_distribution"]) == {
        "saas_fullstack"
    }
    assert ask(f"/api/v1/teacher/career-analytics?group_id={group.pk}").json()["career_distribution"]["unknown"] == 1
    assert ask("/api/v1/teacher/career-analytics?career_goal=astronaut").status_code == 400
    answer = api(teacher_of_nobody).get(f"/api/v1/teacher/career-analytics?group_id={group.pk}")
    assert answer.status_code == 404
    assert api(teacher_of_nobody).get("/api/v1/teacher/career-analytics").json()["career_distribution"] == {}


def test_a_student_over_the_api(api, teacher, learner, questions):
    practise(learner, (questions[0], True), (questions[1], False))
    found = api(teacher).get(f"/api/v1/teacher/students/{learner.pk}").json()
    assert (found["accuracy"], found["career_goal"], found["days_inactive"]) == (0.5, "unknown", 1)


def test_the_overview_shows_the_class_and_leads_to_the_students_behind_each_number(
    browser, teacher, learner, enrol, questions
):
    ahead = enrol("ahead")
    for student, right in ((ahead, True), (learner, False), (enrol("third"), False)):
        practise(student, (questions[0], right), (questions[1], True), (questions[2], right))
    page = browser(teacher, "en").get("/teacher").content.decode()
    assert "67%" in page  # of the first question: two of three missed it
    assert f"/teacher/students?question={questions[0].pk}" in page
    missed = browser(teacher, "en").get(f"/teacher/students?question={questions[0].pk}").content.decode()
    assert "2 students missed this question" in missed
    assert "ahead" not in missed.split("<main")[1]


def test_hard_questions_tell_how_they_divide_and_what_is_chosen_instead(browser, teacher, learner, enrol, questions):
    for number in range(4):
        student, right = enrol(f"s{number}"), number < 2
        practise(student, *((question, right) for question in questions))
    answer = browser(teacher, "en").get("/teacher?format=csv&table=questions")
    _head, *rows = rows_of(answer)
    assert {(row[2], row[3], row[4]) for row in rows} == {("50", "4", "1.0")}
    assert all("(2)" in row[6] for row in rows)


def test_every_table_is_a_file_in_which_a_formula_stays_text(browser, teacher, learner):
    User.objects.filter(pk=learner.pk).update(display_name="=1+1")
    for table in ("careers", "days", "top", "questions", "articles"):
        assert browser(teacher).get(f"/teacher?format=csv&table={table}").headers["Content-Type"].startswith("text/csv")
    assert rows_of(browser(teacher).get("/teacher/students?format=csv"))[1][0] == "'=1+1"


@pytest.mark.parametrize(
    "order", ["name", "-mastery", "accuracy", "-since", "-risk", "module", "career", "-weaknesses"]
)
def test_students_are_sorted_by_any_column(browser, teacher, learner, enrol, order):
    enrol("zoe")
    page = browser(teacher, "en").get(f"/teacher/students?students_sort={order}")
    assert "zoe" in page.content.decode()


def test_students_are_found_by_name_and_by_what_they_have_in_common(browser, teacher, learner, enrol, questions):
    practise(enrol("zoe"), (questions[0], True))
    ask = browser(teacher, "en").get
    for query, number in {
        "q=ZO": 1, "q=nobody": 0, "show=active": 2, "show=away": 0, "show=answered": 1, "show=new": 1, "show=top": 0,
        "show=finished": 0, "show=at_risk": 0, "show=unaided": 0, "show=begun": 0, "mastery=0": 2, "career=unknown": 1,
        f"day={timezone.localdate() - timedelta(days=1)}": 1, f"question={questions[0].pk}": 0, "article=1": 0,
        "show=x&mastery=x&day=x&days=x": 2,
    }.items():  # fmt: skip
        assert ask(f"/teacher/students?{query}").context["table"].page.paginator.count == number, query


def test_the_page_of_a_student_shows_answers_and_feedback(browser, teacher, learner, questions):
    practise(learner, (questions[0], False))
    SubmissionAnswer.objects.update(feedback="Look at **types** again.")
    page = browser(teacher, "en").get(f"/teacher/students/{learner.pk}").content.decode()
    assert "<strong>types</strong>" in page
    assert learner.name in page


def test_long_lists_of_a_student_show_their_first_rows(browser, teacher, learner):
    Assignment.objects.bulk_create(Assignment(title=f"Task {number}", student=learner) for number in range(7))
    read(learner, 9, done=True)
    page = browser(teacher, "en").get(f"/teacher/students/{learner.pk}").content.decode()
    shown, folded = page.split("<summary>2 more</summary>")
    assert (shown.count("Task "), folded.count("Task ")) == (5, 2)
    assert "read to the end" in shown


@pytest.fixture
def beat():
    """`beat(minutes)`: the clock, so long from now."""

    def beat(minutes: float) -> int:
        """How many classes were counted."""
        now = timezone.now() + timedelta(minutes=minutes)
        summaries.refresh_due(now)
        return snapshots.renew(now)

    return beat


def test_what_a_student_did_is_in_the_numbers_after_the_next_beat(browser, teacher, learner, enrol, questions, beat):
    idle, client = enrol("idle"), browser(teacher, "en")
    assert client.get("/teacher").context["data"]["week"] == 0
    subject = subjects.find(learner, "python_basics.variables_types")
    submissions.submit(user=learner, subject=subject, written=[Written(question.pk, "?") for question in questions])
    beat(1)
    assert client.get("/teacher").context["data"]["week"] == 1
    assert client.get("/teacher/students?show=answered").context["table"].page.paginator.count == 1
    assert beat(2) == 1  # once more: they were counted in the same moment
    assert beat(3) == 0
    ModuleCompletion.objects.create(user=idle, module=questions[0].module, at=timezone.now() + timedelta(minutes=3.5))
    assert beat(4) == 1
    Membership.objects.filter(student=idle).delete()
    assert beat(5) == 1
    assert beat(6) == 0


def test_a_large_class_is_counted_by_the_clock_and_less_often(
    browser, teacher, learner, enrol, monkeypatch, questions, beat
):
    monkeypatch.setattr(snapshots, "AT_A_LOOK", 0)
    monkeypatch.setattr(snapshots, "REST_A_STUDENT", timedelta(minutes=10))
    client = browser(teacher, "en")
    assert "being counted" in client.get("/teacher").content.decode()
    assert snapshots.renew() == 0  # not before its students are
    assert beat(0) == 1
    assert "being counted" not in client.get("/teacher").content.decode()
    enrol("later")
    assert beat(1) == 0
    assert client.get("/teacher").context["data"]["students"] == 1
    assert beat(11) == 1
    assert client.get("/teacher").context["data"]["students"] == 2


def test_rows_that_are_missing_or_old_are_made_by_the_clock(learner, other_learner, guest):
    assert summaries.refresh_due() == 2
    assert summaries.refresh_due() == 0
    StudentSummary.objects.filter(student=learner).update(computed_at=timezone.now() - timedelta(days=1))
    assert summaries.refresh_due() == 1


@pytest.mark.parametrize(
    ("address", "at_most"), [("/teacher", 20), ("/teacher/students", 20), ("/api/v1/teacher/career-analytics", 20)]
)
def test_more_students_take_no_more_queries(
    api, browser, teacher, learner, enrol, questions, queries, address, at_most
):
    client = api(teacher) if "api" in address else browser(teacher)
    for name in ("one", "two", "three"):
        practise(enrol(name), (questions[0], False))
    client.get(address)  # the first look at new students' risk
    with queries(at_most=at_most) as few:
        client.get(address)
    number = len(few)
    for name in ("four", "five", "six"):
        practise(enrol(name), (questions[0], False))
    client.get(address)
    with queries(at_most=number):
        client.get(address)
