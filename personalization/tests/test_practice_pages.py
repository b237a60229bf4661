"""Practice in the browser: every step works as a plain form, and as a fragment."""

import pytest
from django.urls import reverse

from curriculum.models import Question
from personalization.models import Submission
from personalization.tests.conftest import FIRST, right_answer, wrong_answer

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(browser, learner, module):
    return browser(learner, language="en")


@pytest.fixture
def run(client) -> Submission:
    client.post(reverse("practice"), {"subject": FIRST})
    return Submission.objects.get()


def step(client, run, what: str, question, answer: str = "", **more):
    address = reverse(f"practice_{what}", args=[run.pk])
    return client.post(address, {"question_id": question.pk, "answer": answer}, **more)


def asked(run):
    return Submission.objects.get(pk=run.pk).plan["questions"]


def test_a_run_starts_with_five_questions_and_says_why(client, run):
    page = client.get(reverse("practice_run", args=[run.pk]))
    assert len(asked(run)) == 5
    assert "1 / 5" in page.content.decode()
    assert "Why this question?" in page.content.decode()


def test_the_page_never_holds_what_gives_the_answer_away(client, run):
    text = client.get(reverse("practice_run", args=[run.pk])).content.decode()
    question = Question.objects.get(pk=asked(run)[0]["id"])
    assert question.explanation[:40] not in text
    assert not any(hint in text for hint in question.hints)
    assert "weakness" not in text


def test_a_right_answer_shows_why_and_the_way_on(client, run, questions):
    page = step(client, run, "answer", questions[0], right_answer(questions[0]), follow=True)
    assert "Right." in page.content.decode()
    assert "data-next" in page.content.decode()


def test_a_wrong_answer_leaves_a_second_try_without_the_key(client, run, questions):
    text = step(client, run, "answer", questions[0], wrong_answer(questions[0]), headers=HTMX).content.decode()
    assert "Not yet" in text
    assert 'class="correct"' not in text
    assert "Try again" in text
    assert "<html" not in text


def test_after_the_second_try_the_key_is_marked(client, run, questions):
    for _turn in range(2):
        page = step(client, run, "answer", questions[0], wrong_answer(questions[0]), headers=HTMX)
    text = page.content.decode()
    assert 'class="correct"' in text
    assert "Try again" not in text


def test_hints_and_the_solution_come_by_their_buttons(client, run, questions):
    text = step(client, run, "hint", questions[0], follow=True)
    assert text.status_code == 200
    step(client, run, "answer", questions[0], wrong_answer(questions[0]))
    text = step(client, run, "solution", questions[0], headers=HTMX).content.decode()
    assert 'class="correct"' in text


def test_an_empty_answer_is_asked_for_again(client, run, questions):
    text = step(client, run, "answer", Question.objects.get(pk=asked(run)[0]["id"]), headers=HTMX)
    assert "Choose or write an answer first." in text.content.decode()


def test_the_summary_says_what_changed(client, run, questions):
    step(client, run, "answer", questions[0], right_answer(questions[0]))
    text = client.post(reverse("practice_close", args=[run.pk]), follow=True).content.decode()
    assert "What changed in your mastery" in text
    assert "right" in text


def test_a_stranger_gets_404_and_another_method_405(client, browser, other_learner, run):
    assert browser(other_learner).get(reverse("practice_run", args=[run.pk])).status_code == 404
    assert client.get(reverse("practice_answer", args=[run.pk])).status_code == 405


def test_a_visitor_becomes_a_guest_who_practises(browser, module):
    page = browser().post(reverse("practice"), {"subject": FIRST}, follow=True)
    assert page.status_code == 200
    assert Submission.objects.get().user.is_guest


def test_a_wholly_locked_track_shows_what_opens_it_instead_of_a_button(client, browser):
    text = client.get(reverse("practice")).content.decode()
    assert 'value="python_basics"' in text
    assert 'value="react_performance"' not in text
    assert "First complete:" in text
    visitors = browser(language="en").get(reverse("practice")).content.decode()
    assert 'value="react_performance"' in visitors
    assert "First complete:" not in visitors


def test_the_feedback_fragment_waits_and_then_shows_it(client, run, questions):
    step(client, run, "answer", questions[0], wrong_answer(questions[0]))
    address = reverse("practice_feedback", args=[run.pk, questions[0].pk])
    assert f"/submissions/{run.pk}/ws" in client.get(address).content.decode()
    run.answers.update(feedback="## Right now\n\nGood start.", feedback_source="template")
    text = client.get(address).content.decode()
    assert "Good start." in text
    assert "data-live" not in text
