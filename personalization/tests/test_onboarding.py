import pytest
from django.urls import reverse

from curriculum.models import CareerPath
from lms.accounts.models import User
from personalization import profiles
from personalization.models import LearnerProfile

pytestmark = pytest.mark.usefixtures("curriculum")


def send(client, step: int, **said):
    return client.post(f"{reverse('onboarding')}?step={step}", said)


def test_four_steps_end_on_the_dashboard(browser, learner):
    client, career = browser(learner), CareerPath.objects.get(name="react_specialist")
    answers = [
        send(client, 1, career_path=career.pk, industry="fintech"),
        send(client, 2, current_level="intermediate", weekly_hours="9"),
        send(client, 3, interests="게임, 그래픽", learning_goals="취업"),
        send(client, 4, preferred_style="visual"),
    ]
    assert [answer.status_code for answer in answers] == [302] * 4
    assert answers[-1].url == reverse("dashboard")
    profile = LearnerProfile.objects.get(user=learner)
    assert (profile.career_path, profile.industry, profile.weekly_hours) == (career, "fintech", 9)
    assert (profile.current_level_id, profile.preferred_style) == ("intermediate", "visual")
    assert profiles.read_private(profile) == {"interests": ["게임", "그래픽"], "learning_goals": "취업"}


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_every_step_opens_with_what_is_known_and_can_be_skipped(browser, learner, step):
    profiles.change(learner, weekly_hours=7, private={"interests": ["로봇"]})
    page = browser(learner).get(f"{reverse('onboarding')}?step={step}")
    assert page.status_code == 200
    text = page.content.decode()
    assert page.context["next"] in text.replace("&amp;", "&")
    assert step != 2 or 'value="7"' in text
    assert step != 3 or "로봇" in text


def test_emptied_interests_are_forgotten(browser, learner):
    profiles.change(learner, private={"interests": ["로봇"], "learning_goals": "취업"})
    send(browser(learner), 3, interests="", learning_goals="")
    assert profiles.read_private(LearnerProfile.objects.get(user=learner)) == {}
    assert not learner.private_notes.exists()


def test_too_much_time_is_refused_in_words(browser, learner):
    refused = send(browser(learner), 2, current_level="beginner", weekly_hours="200")
    assert refused.status_code == 400
    assert "80" in refused.content.decode()


def test_a_visitor_becomes_a_guest_with_a_path(browser):
    send(browser(), 1, career_path=CareerPath.objects.first().pk, industry="general")
    assert LearnerProfile.objects.get().user == User.objects.get(is_guest=True)
