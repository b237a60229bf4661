"""One click, the student finds it, works through it, and what came of it is written down."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from curriculum import unlocking
from curriculum.models import Question
from lms.accounts.models import ClassGroup
from lms.problems import Problem
from personalization import subjects, submissions
from personalization.models import Assignment, ReviewCard, SubmissionAnswer
from personalization.submissions import Written
from teacher import interventions, outcomes, results, review_sets, upkeep
from teacher.api.interventions import action_called
from teacher.models import Action, Intervention

ADDRESS = "/api/v1/teacher/interventions"


@pytest.fixture
def questions(curriculum) -> list[Question]:
    """Of the first module, which is open to everybody."""
    return list(Question.objects.shown().filter(module__name="variables_types", module__track__name="python_basics"))


def written(question: Question, right: bool) -> Written:
    return Written(question.pk, question.correct_answer if right else "?")


def practise(student, *answers: tuple[Question, bool], subject: str = "python_basics.variables_types"):
    found = subjects.find(student, subject)
    return submissions.submit(user=student, subject=found, written=[written(*one) for one in answers])


@pytest.fixture
def struggling(learner, questions):
    """The learner, after three right and four wrong answers."""
    practise(learner, *((one, place < 3) for place, one in enumerate(questions[:7])))
    return learner


def work_through(assignment: Assignment, student, right: bool = True):
    subject = subjects.find(student, "python_basics")
    answers = [written(one, right) for one in assignment.questions.all()]
    return submissions.submit(user=student, subject=subject, written=answers, assignment=assignment)


def test_one_click_and_the_student_finds_the_review_set(struggling, teacher, browser, run_tasks):
    sent = {"student_id": struggling.pk, "action": "review_set", "message": "이번 주에 10분만 같이 볼까요?"}
    assert browser(teacher).post("/teacher/interventions", sent).status_code == 302
    made = Intervention.objects.get()
    assert (made.status, made.made_by, made.student) == ("assigned", teacher, struggling)
    assert 5 <= made.assignment.questions.count() <= 10
    page = browser(struggling).get("/dashboard").content.decode()
    assert "이번 주에 10분만 같이 볼까요?" in page
    assert made.assignment.title in page
    assert "복습 시작하기" in page
    work_through(made.assignment, struggling)
    after = browser(struggling).get("/dashboard").content.decode()
    assert "복습 시작하기" not in after
    assert "마쳤습니다" in after


def test_after_the_student_worked_through_it_the_intervention_shows_it(struggling, teacher, api, browser):
    made = api(teacher).post(ADDRESS, {"student_id": struggling.pk, "action": "review_set"}, format="json").json()
    size = made["review_set"]["questions"]
    work_through(Intervention.objects.get().assignment, struggling)
    shown = api(teacher).get(f"{ADDRESS}/{made['id']}").json()
    assert shown["status"] == "done"
    assert shown["review_set"] | {"answered": size, "right": size} == shown["review_set"]
    upkeep.follow_interventions()
    ended = Intervention.objects.get()
    assert (ended.status, ended.ended_at is None) == ("done", False)
    assert f"{size}/{size}" in browser(teacher).get("/teacher/interventions").content.decode()


def test_a_review_set_begins_with_the_mistakes_then_what_is_due(struggling, questions):
    wrong = {one.pk for one in questions[3:7]}
    ReviewCard.objects.filter(user=struggling, question=questions[0]).update(due=timezone.now())
    chosen = [one.pk for one in review_sets.choose(struggling, timezone.now())]
    assert set(chosen[:4]) == wrong
    assert chosen[4] == questions[0].pk
    assert len(chosen) == len(set(chosen)) == review_sets.AT_LEAST


def test_a_review_set_has_ten_questions_at_most_and_keeps_room_for_reviews(learner, questions):
    unlocking.complete(user=learner, module=questions[0].module, how="teacher")
    more = list(Question.objects.shown().filter(module__track__name="python_basics", module__name="conditions"))
    practise(learner, *((one, False) for one in questions))
    practise(learner, *((one, False) for one in more), subject="python_basics.conditions")
    ReviewCard.objects.update(due=timezone.now() + timedelta(days=9))
    SubmissionAnswer.objects.filter(question=questions[0]).update(is_correct=True)
    ReviewCard.objects.filter(question=questions[0]).update(due=timezone.now())
    chosen = review_sets.choose(learner, timezone.now())
    assert len(chosen) == review_sets.AT_MOST
    assert questions[0] in chosen


def test_one_mistake_is_filled_up_from_its_module(learner, questions):
    practise(learner, (questions[0], False))
    chosen = review_sets.choose(learner, timezone.now())
    assert len(chosen) == review_sets.AT_LEAST
    assert {one.module for one in chosen} == {questions[0].module}


def test_what_was_never_practised_makes_no_review_set(curriculum, learner, teacher):
    with pytest.raises(Problem, match="nothing_to_review"):
        interventions.make(student=learner, by=teacher, action=Action.REVIEW_SET)
    assert not Intervention.objects.exists()
    assert not Assignment.objects.exists()


def test_its_title_is_in_the_language_of_the_class(struggling, teacher):
    ClassGroup.objects.update(language="en")
    made = interventions.make(student=struggling, by=teacher, action=Action.REVIEW_SET)
    assert made.assignment.title.startswith("Review: ")


def test_a_second_click_makes_no_second_one(struggling, teacher):
    made = [interventions.make(student=struggling, by=teacher, action=Action.TUTORING) for _click in range(2)]
    assert made[0].pk == made[1].pk
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert interventions.make(student=struggling, by=teacher, action=Action.TUTORING).pk != made[0].pk


def test_steps_go_one_way(struggling, teacher, api):
    made = api(teacher).post(
        ADDRESS, {"student_id": struggling.pk, "risk_factor": "low_accuracy", "status": "suggested"}, format="json"
    )
    assert (made.status_code, made.json()["action"], made.json()["quiet_until"]) == (201, "tutoring", None)
    address = f"{ADDRESS}/{made.json()['id']}"

    def step(status: str) -> int:
        return api(teacher).patch(address, {"status": status}, format="json").status_code

    assert [step("done"), step("assigned"), step("suggested"), step("done"), step("dismissed")] == [
        409,
        200,
        409,
        200,
        409,
    ]
    assert api(teacher).patch(address, {"note": "called"}, format="json").json()["note"] == "called"


def test_what_is_taken_back_is_gone_for_the_student(struggling, teacher):
    made = interventions.make(student=struggling, by=teacher, action=Action.REVIEW_SET, message="?")
    interventions.change(made, status="dismissed")
    assert not interventions.running_for(struggling).exists()
    assert not Assignment.objects.exists()
    begun = interventions.make(student=struggling, by=teacher, action=Action.REVIEW_SET)
    work_through(begun.assignment, struggling)
    interventions.change(begun, status="dismissed")
    assert Assignment.objects.get() == begun.assignment


def test_an_action_is_known_by_its_name_and_by_its_words():
    for language in ("ko", "en"):
        with translation.override(language):
            labels = [str(action.label) for action in Action]
        assert [action_called(label) for label in labels] == Action.values
    assert action_called("tutoring") == "tutoring"
    assert action_called("") == action_called("등산") == ""


def test_unknown_actions_and_others_students_are_refused(struggling, other_learner, teacher, api):
    def status(**sent) -> int:
        return api(teacher).post(ADDRESS, sent, format="json").status_code

    assert status(student_id=struggling.pk, action="등산") == 400
    assert status(student_id=struggling.pk) == 400
    assert status(student_id=other_learner.pk, action="tutoring") == 404
    assert api(teacher).get(f"{ADDRESS}?student_id={other_learner.pk}").status_code == 404
    assert not Intervention.objects.exists()


def test_the_list_is_filtered_and_costs_the_same_for_many(struggling, teacher, api, queries):
    Intervention.objects.bulk_create(
        Intervention(student=struggling, made_by=teacher, action="tutoring", status=status)
        for status in ["done", "assigned"] * 20
    )
    client = api(teacher)
    with queries(at_most=6):
        assert len(client.get(f"{ADDRESS}?status=done&student_id={struggling.pk}").json()) == 20


def test_after_seven_days_it_is_written_down_whether_it_helped(struggling, teacher, questions):
    start = timezone.now()
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        made = interventions.make(student=struggling, by=teacher, action=Action.COUNSELLING)
    assert (made.before["days"], made.before["answers"], made.before["accuracy"]) == (1, 7, round(3 / 7, 4))
    for day, asked in ((2, questions[7:9]), (4, questions[9:])):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            practise(struggling, *((one, True) for one in asked))
    interventions.look_back(start + timedelta(days=7))
    made.refresh_from_db()
    assert made.outcome is None, "an hour too early"
    assert interventions.look_back(start + timedelta(days=7, hours=1)) == 1
    assert interventions.look_back(start + timedelta(days=8)) == 0
    made.refresh_from_db()
    assert made.outcome["days"] == 2
    assert made.outcome["accuracy"] == 1.0
    with translation.override("ko"):
        assert results.sentence(made).startswith("전보다 나아졌어요. 공부한 날 1 → 2일, 정답률 43% → 100%")


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((1, 10, 0.5), (3, 10, 0.52), outcomes.BETTER),
        ((3, 10, 0.5), (3, 10, 0.56), outcomes.BETTER),
        ((3, 10, 0.5), (3, 10, 0.55), outcomes.SAME),
        ((3, 4, 0.5), (3, 10, 0.9), outcomes.SAME),
        ((3, 10, 0.5), (1, 10, 0.9), outcomes.SAME),
        ((3, 10, 0.5), (0, 0, None), outcomes.WORSE),
        ((0, 0, None), (0, 0, None), outcomes.SAME),
    ],
)
def test_what_counts_as_help(before, after, verdict):
    keys = ("days", "answers", "accuracy")
    assert outcomes.verdict(*(dict(zip(keys, one, strict=True)) for one in (before, after))) == verdict
