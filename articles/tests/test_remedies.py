"""One click from a weakness to reading about exactly that."""

import pytest

from articles import remedies
from articles.models import Content, LearningSession
from articles.prompts import article_input, article_prompt
from curriculum.models import LearningModule, Question
from personalization import subjects, submissions
from personalization.submissions import Written

FIRST = "python_basics.variables_types"
URL = "/api/v1/sessions"


@pytest.fixture
def module(curriculum) -> LearningModule:
    return LearningModule.objects.select_related("track").called(FIRST).get()


@pytest.fixture
def weakness(learner, module):
    """A wrong answer of a known kind."""
    question = module.questions.shown().filter(kind="multiple_choice").first()
    wrong = next(choice for choice in question.choices if choice.get("weakness_type"))
    subject = subjects.find(learner, FIRST)
    submissions.submit(user=learner, subject=subject, written=[Written(question.pk, wrong["id"])])
    return wrong["weakness_type"]


def test_from_the_dashboard_to_the_lesson_with_what_helps_first(browser, learner, module, weakness, run_tasks):
    client = browser(learner, "en")
    page = client.get("/dashboard").text
    assert f'action="/modules/{FIRST}/read"' in page
    assert f'value="{weakness}"' in page
    client.post(f"/modules/{FIRST}/read", {"weakness": weakness, "level": "beginner"})
    run_tasks()
    session = LearningSession.objects.get()
    articles = list(session.articles.order_by("order_num"))
    assert (session.status, session.target_level, len(articles)) == ("ready", "beginner", remedies.ARTICLES)
    first = client.get(f"/articles/{articles[0].pk}").text
    assert "What helps against this kind of mistake" in first
    assert "Assembled from course material" in first
    assert "What helps" not in client.get(f"/articles/{articles[1].pk}").text
    assert str(remedies.name_of(weakness)) in client.get(f"/sessions/{session.pk}").text


def test_the_parts_that_bear_on_the_mistake_come_first(module):
    orders = {tuple(one.title for one in remedies.against(module, kind)) for kind in Question.Weakness}
    assert len(orders) > 1


def test_a_model_is_told_what_the_text_is_against_and_nobody_elses_text_changes(api, learner, module, run_tasks):
    for body in ({}, {"weakness": "type_confusion"}):
        assert api(learner).post(URL, {"module": FIRST, **body}, format="json").status_code == 201
        run_tasks()
    told = {}
    for content in Content.objects.all():
        rules, _matter = article_prompt("medium").messages(article_input(content))
        told.setdefault(content.about.weakness, set()).add("this kind of mistake here" in rules["content"])
    assert sorted(told.values(), key=str) == [{False}, {True}]
    assert not Content.objects.exclude(session=None).exists(), "shared: it says nothing about a person"


@pytest.mark.parametrize(
    ("body", "status"),
    [({"weakness": "laziness", "module": FIRST}, 400), ({"weakness": "logic_error", "main_topic_id": 1}, 400)],
)
def test_a_weakness_that_is_none_or_without_a_module_is_refused(api, learner, module, body, status):
    assert api(learner).post(URL, body, format="json").status_code == status
