"""A placement from its first question to the modules it completes."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from curriculum.models import ModuleCompletion, Question
from lms.jobs.models import Task
from lms.problems import Problem
from personalization import placements, submissions
from personalization.answering import Written
from personalization.models import LearnerProfile, PlacementRun, ReviewCard, Submission, TopicProgress, Weakness
from personalization.tests.test_practice_api import SECRETS

PLACEMENT = "/api/v1/personalization/placement"
pytestmark = pytest.mark.usefixtures("curriculum")


def play(run: PlacementRun, right) -> PlacementRun:
    """To its end; `right(question)` says whether the answer is."""
    while run.ended_at is None:
        question = run.question
        answer = question.correct_answer if right(question) else "no idea"
        run = placements.answer(run, Written(question.pk, answer))
    return run


def test_who_knows_everything_is_placed_far_on(learner):
    run = play(placements.start(learner), lambda question: True)
    done = ModuleCompletion.objects.filter(user=learner)
    assert 10 <= run.submission.answers.count() <= 15
    assert {row.how for row in done} == {"placement"}
    assert sorted(row.module.full_name for row in done) == sorted(run.completed)
    assert LearnerProfile.objects.get(user=learner).current_level.order > 1


def test_who_knows_nothing_is_left_in_peace_soon(learner):
    run = play(placements.start(learner), lambda question: False)
    assert run.submission.answers.count() < 10
    assert (run.completed, run.level) == ([], "absolute_beginner")
    assert not ModuleCompletion.objects.exists()
    assert not Weakness.objects.exists()
    assert not ReviewCard.objects.exists()
    assert TopicProgress.objects.filter(user=learner).exists()
    assert not Task.objects.exists()


def test_one_track_is_known_and_locked_modules_are_asked_about(learner):
    asked = []

    def right(question):
        asked.append(question.module.full_name)
        return question.module.track.name == "python_basics"

    run = play(placements.start(learner), right)
    assert "python_basics.variables_types" not in asked[:1]
    assert {name.partition(".")[0] for name in run.completed} == {"python_basics"}


def test_the_same_answer_twice_is_scored_once_and_others_are_refused(learner):
    run = placements.start(learner)
    first = run.question_id
    placements.answer(run, Written(first, ""))
    again = placements.answer(run, Written(first, "a"))
    assert again.question_id != first
    assert run.submission.answers.count() == 1
    other = Question.objects.exclude(pk__in=[first, again.question_id]).first()
    with pytest.raises(Problem):
        placements.answer(run, Written(other.pk, "a"))


def test_an_open_run_goes_on(learner):
    run = placements.start(learner)
    assert placements.start(learner) == run
    submissions.close(run.submission)
    assert placements.start(learner) != run


def test_one_finished_from_outside_offers_another(browser, learner):
    run = placements.start(learner)
    submissions.close(run.submission)
    assert browser(learner).get(reverse("placement_run", args=[run.pk])).url == reverse("placement")


def test_its_questions_are_answered_nowhere_else(learner):
    run = placements.start(learner)
    with pytest.raises(Problem) as refused:
        submissions.add(run.submission, [Written(run.question_id, "a")])
    assert refused.value.code == "answered_in_placement"


def test_the_api_asks_without_giving_away(api, learner):
    client = api(learner)
    started = client.post(PLACEMENT)
    assert started.status_code == 201
    shown = started.json()
    address = f"{PLACEMENT}/{shown['placement_id']}"
    while question := shown.get("question"):
        assert not set(question) & set(SECRETS)
        said = {"question_id": question["id"], "answer": "no idea"}
        shown = client.post(address, said, format="json").json()
    assert shown == {"completed": [], "level": "absolute_beginner"}


def test_an_answer_that_is_too_long_or_not_asked_names_its_field(api, learner):
    client, run = api(learner), placements.start(learner)
    for said in ({"question_id": 2**30, "answer": "a"}, {"question_id": run.question_id, "answer": "x" * 4001}):
        assert client.post(f"{PLACEMENT}/{run.pk}", said, format="json").status_code == 400


def test_the_pages_lead_from_the_last_step_to_the_dashboard(browser, learner):
    client = browser(learner, language="en")
    last = client.post(f"{reverse('onboarding')}?step=4", {"preferred_style": "visual", "then": "placement"})
    assert last.url == reverse("placement")
    assert reverse("placement") in client.get(reverse("dashboard")).content.decode()
    client.post(reverse("placement"))
    run = PlacementRun.objects.get()
    address = reverse("placement_run", args=[run.pk])
    while (run := PlacementRun.objects.get()).ended_at is None:
        text = client.get(address).content.decode()
        assert run.question.explanation[:40] not in text
        assert "I don&#x27;t know" in text or "I don't know" in text
        assert client.post(address, {"question_id": run.question_id}).url == address
    assert "Your path stays as it is" in client.get(address).content.decode()
    assert reverse("placement") not in client.get(reverse("dashboard")).content.decode()


def test_the_practice_page_of_a_placement_leads_to_it(browser, learner):
    run = placements.start(learner)
    page = browser(learner).get(reverse("practice_run", args=[run.submission.pk]))
    assert page.url == reverse("placement_run", args=[run.pk])


def test_a_visitor_is_placed_as_a_guest(browser):
    browser().post(reverse("placement"))
    assert Submission.objects.get().user.is_guest


def test_another_one_waits_for_days_in_both_forms(api, browser, learner):
    play(placements.start(learner), lambda question: False)
    refused = api(learner).post(PLACEMENT)
    assert (refused.status_code, refused.json()["code"]) == (409, "placement_too_soon")
    client = browser(learner, language="en")
    page = client.post(reverse("placement"), follow=True).content.decode()
    assert "you can test yourself again from" in page
    assert "Start the placement" not in page
    with time_machine.travel(timezone.now() + timedelta(hours=settings.PLACEMENT_AGAIN_HOURS, minutes=1)):
        assert placements.start(learner).question


def test_what_was_finished_from_outside_with_answers_counts_too(learner):
    run = placements.start(learner)
    placements.answer(run, Written(run.question_id, ""))
    submissions.close(run.submission)
    with pytest.raises(Problem) as refused:
        placements.start(learner)
    assert refused.value.code == "placement_too_soon"
