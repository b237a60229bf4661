import pytest
from django.urls import reverse

from curriculum.models import CareerPath
from personalization import first_step, geometry, profiles
from personalization.first_step import Situation

pytestmark = pytest.mark.usefixtures("curriculum")
FRESH = Situation(assignment_days=None, due_reviews=0, weakness=0.0, has_module=True, module_answers=0)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "read"),
        ({"module_answers": 3}, "practice"),
        ({"weakness": 1.5, "module_answers": 3}, "weakness"),
        ({"due_reviews": 3, "weakness": 9.0}, "review"),
        ({"assignment_days": 2.0, "due_reviews": 9}, "assignment"),
        ({"assignment_days": 9.0}, "read"),
        ({"has_module": False}, "done"),
        ({"has_module": False, "due_reviews": 1}, "review"),
    ],
)
def test_what_to_do_first(changes, kind):
    assert first_step.choose(Situation(**(vars(FRESH) | changes))).kind == kind


def test_the_goal_lies_on_its_ring_and_a_full_value_at_the_end():
    radar = geometry.radar([("a", 100), ("b", 0), ("c", 50), ("d", 0)], 80)
    assert radar.axes[0].dot == radar.axes[0].end == (225.0, 48.0)
    assert radar.axes[1].dot == geometry.CENTRE
    assert radar.axes[2].dot == (225.0, 258.0)


def test_the_dashboard_says_what_to_do_now_and_names_its_parts(browser, learner):
    text = browser(learner).get(reverse("dashboard")).content.decode()
    assert "SaaS 풀스택 개발자 학습 대시보드" in text
    for name in ("전체 진도", "지금 할 일", "기술 숙련도", "학습 경로", "추천 학습 자료", "개선 영역"):
        assert name in text


def test_dashboards_of_two_careers_differ(browser, learner, other_learner):
    profiles.change(learner, career_path=CareerPath.objects.get(name="saas_fullstack"))
    profiles.change(other_learner, career_path=CareerPath.objects.get(name="react_specialist"))
    one, other = (
        browser(user, language="en").get(reverse("dashboard")).content.decode() for user in (learner, other_learner)
    )
    assert "DevOps" in one
    assert "DevOps" not in other
    assert "Hooks" in other


def test_an_answer_moves_the_fragment(browser, learner, practise, module):
    client = browser(learner, language="en")
    before = client.get(reverse("dashboard_board")).content.decode()
    practise(learner, *[(question, True) for question in module.questions.shown()[:10]])
    after = client.get(reverse("dashboard_board")).content.decode()
    assert "<html" not in after
    assert before != after
    assert "Estimated from 10 answers" in after


def test_nobody_is_shown_around_instead(browser):
    assert browser().get(reverse("dashboard")).url == reverse("welcome")
