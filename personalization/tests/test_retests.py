"""Re-tests: three questions decide whether a module is known."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from curriculum.models import ModuleCompletion, Question
from lms.problems import Problem
from personalization import retests, submissions
from personalization.answering import Written
from personalization.models import Submission
from personalization.tests.conftest import FIRST, written

RETESTS, LOCKED = "/api/v1/personalization/retests", "python_basics.functions"


def answer(run: Submission, *, right: bool, count: int = 3) -> Submission:
    for question in retests.questions_of(run)[:count]:
        run = submissions.add(run, [Written(question.pk, question.correct_answer if right else "no idea")])
    return run


def test_three_right_answers_complete_the_module(learner, module):
    run = answer(retests.start(learner, FIRST), right=True)
    done = ModuleCompletion.objects.get(user=learner)
    assert (done.module, done.how) == (module, "retest")
    assert not run.open


def test_one_wrong_answer_does_not(learner, module):
    run = retests.start(learner, FIRST)
    answer(run, right=True, count=2)
    last = retests.questions_of(run)[2]
    run = submissions.add(run, [Written(last.pk, "no idea")])
    assert not run.open
    assert not ModuleCompletion.objects.exists()


def test_closing_early_is_no_pass(learner, module):
    run = retests.start(learner, FIRST)
    answer(run, right=True, count=2)
    assert not submissions.close(run).open
    assert not ModuleCompletion.objects.exists()


def test_failing_takes_nothing_back(learner, module):
    answer(retests.start(learner, FIRST), right=True)
    answer(retests.start(learner, FIRST), right=False)
    assert ModuleCompletion.objects.filter(user=learner).count() == 1


def test_questions_not_answered_lately_come_first(learner, module, practise, questions):
    practise(learner, *[(question, True) for question in questions[:3]])
    assert not {one.pk for one in retests.questions_of(retests.start(learner, FIRST))} & {q.pk for q in questions[:3]}


def test_an_open_one_goes_on_with_the_same_questions(learner, module):
    assert retests.start(learner, FIRST) == retests.start(learner, "variables_types")


def test_only_its_own_questions_may_be_answered(learner, module):
    run = retests.start(learner, FIRST)
    asked = [one.pk for one in retests.questions_of(run)]
    other = Question.objects.filter(module=module).exclude(pk__in=asked).first()
    with pytest.raises(Problem) as refused:
        submissions.add(run, [written(other, True)])
    assert refused.value.status == 400


@pytest.mark.parametrize(("name", "status"), [(LOCKED, 403), ("python_basics", 400), ("nothing", 400)])
def test_it_is_about_one_open_module(api, learner, module, name, status):
    refused = api(learner).post(RETESTS, {"module": name}, format="json")
    assert refused.status_code == status
    assert status == 403 or refused.json()["errors"][0]["field"] == "module"


def test_the_api_hides_what_is_right_until_the_end(api, learner, module):
    client = api(learner)
    made = client.post(RETESTS, {"module": FIRST}, format="json")
    assert made.status_code == 201
    address, asked = f"/api/v1/submissions/{made.json()['submission_id']}", made.json()["questions"]
    assert len(asked) == 3
    for question in asked:
        body = {"answers": [{"question_id": question["id"], "answer": "no idea"}]}
        shown = client.post(f"{address}/answers", body, format="json").json()
        last = question is asked[-1]
        assert (shown["quick_score"] is None, shown["answers"][0]["is_correct"] is None) == (not last, not last)
    assert all(one["correct_answer"] for one in client.get(address).json()["answers"])


def test_the_button_on_a_module_leads_to_three_questions_and_a_verdict(browser, learner, module):
    client = browser(learner, language="en")
    assert reverse("retest") in client.get(module.get_absolute_url()).content.decode()
    assert reverse("retest") in client.get(reverse("dashboard")).content.decode()
    client.post(reverse("retest"), {"module": FIRST})
    run = Submission.objects.get()
    for question in retests.questions_of(run):
        address = reverse("practice_answer", args=[run.pk])
        page = client.post(address, {"question_id": question.pk, "answer": question.correct_answer}, follow=True)
        assert page.status_code == 200
    text = client.get(reverse("practice_run", args=[run.pk])).content.decode()
    assert "the module is completed" in text
    assert reverse("retest") not in client.get(module.get_absolute_url()).content.decode()


def test_a_failed_one_is_not_begun_again_at_once_but_later_in_both_forms(api, browser, learner, module):
    answer(retests.start(learner, FIRST), right=False)
    refused = api(learner).post(RETESTS, {"module": FIRST}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "retest_too_soon")
    assert 0 < int(refused.headers["Retry-After"]) <= settings.RETEST_AGAIN_HOURS * 3600 + 1
    page = browser(learner, language="en").post(reverse("retest"), {"module": FIRST}, follow=True)
    assert page.redirect_chain[0][0] == module.get_absolute_url()
    assert "you can test yourself again from" in page.content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=settings.RETEST_AGAIN_HOURS, minutes=1)):
        assert retests.start(learner, FIRST).open
