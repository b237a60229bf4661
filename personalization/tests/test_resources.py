"""What to read and build next: near in topic and level, in the run's language, and never telling what a test hides."""

import pytest
from django.utils import translation

from curriculum.models import LearningResource, ModuleCompletion, Question
from personalization import fitting, resources, submissions
from personalization.fitting import Project, Resource, Wanted
from personalization.models import LearnerProfile, Submission
from personalization.tests.conftest import written

WANTED = Wanted(module_id=1, track_id=1, sub_topic="loops", level=2)


def resource(number: int, module: int = 1, track: int = 1, difficulty: int = 2, about: str = "") -> Resource:
    return Resource(number, module, track, difficulty, about, "general", number)


def project(name: str, track: int, difficulty: int, *technologies: str, industry: str = "general") -> Project:
    return Project(name, track, difficulty, technologies, industry, 1)


def test_the_module_comes_first_then_its_track_then_neighbours():
    known = [resource(1, module=9, track=9), resource(2, module=8), resource(3, difficulty=5)]
    assert [one.number for one in fitting.resources(known, WANTED, 3)] == [3, 2, 1]


def test_within_a_module_what_it_is_about_and_the_level_decide():
    known = [resource(1, difficulty=4), resource(2, difficulty=3), resource(3, difficulty=3, about="loops")]
    assert [one.number for one in fitting.resources(known, WANTED, 3)] == [3, 2, 1]


@pytest.mark.parametrize(("level", "usual"), [(1, "todo_app"), (2, "todo_app"), (3, "weather")])
def test_beginners_build_a_todo_app_and_intermediates_use_an_api(level, usual):
    known = [project("todo_app", 7, 2), project("weather", 7, 3, "api"), project("scraper", 1, 2)]
    found = fitting.projects(known, Wanted(None, 1, "", level))
    assert [one.name for one in found] == ["scraper", usual]


def test_a_track_without_projects_gets_one_from_elsewhere():
    known = [project("bank", 7, 4, industry="fintech"), project("shop", 7, 5)]
    assert [one.name for one in fitting.projects(known, Wanted(None, 1, "", 5))] == ["shop"]


def test_every_question_of_the_course_has_three_that_fit(curriculum, learner):
    questions = list(Question.objects.shown().select_related("module"))
    found = resources.for_questions(learner, questions)
    assert min(len(some) for some in found.values()) >= 3
    own = set(LearningResource.objects.values_list("url", "track_id"))  # an address may stand in two tracks
    assert all((found[question.pk][0]["url"], question.module.track_id) in own for question in questions)


def test_where_a_track_has_none_its_neighbours_help(curriculum, learner, module):
    LearningResource.objects.filter(track=module.track).delete()
    question = module.questions.shown().first()
    assert len(resources.for_questions(learner, [question])[question.pk]) == 3


def test_queries_do_not_grow_with_questions(curriculum, learner, questions, queries):
    with queries(at_most=2):
        resources.for_questions(learner, questions)


def test_a_level_changes_what_is_recommended(curriculum, learner, other_learner):
    question = Question.objects.filter(module__name="variables_types", sub_topic="numbers").first()
    LearnerProfile.objects.create(user=learner, current_level_id="absolute_beginner")
    LearnerProfile.objects.create(user=other_learner, current_level_id="intermediate")
    easy, hard = (resources.for_questions(user, [question])[question.pk] for user in (learner, other_learner))
    assert easy != hard


def test_the_run_recommends_in_its_own_language(practise, learner, questions, api):
    with translation.override("en"):
        run = practise(learner, (questions[0], True))
    shown = api(learner).get(f"/api/v1/submissions/{run.pk}").json()
    titles = [one["title"] for one in shown["recommendations"]["resources"]]
    assert LearningResource.objects.filter(title_en__in=titles).count() >= 3
    assert len(shown["answers"][0]["resources"]) == 3
    assert shown["recommendations"]["questions"] == []
    assert "next_modules" not in shown["recommendations"]


def test_a_completed_module_brings_projects_and_what_comes_next(practise, learner, questions, module, api):
    ModuleCompletion.objects.create(user=learner, module=module, how=ModuleCompletion.How.MASTERED)
    run = practise(learner, (questions[0], True))
    found = api(learner).get(f"/api/v1/submissions/{run.pk}").json()["recommendations"]
    assert [one["name"] for one in found["projects"]] == ["web_scraper", "todo_app_react"]
    assert [one["module"] for one in found["next_modules"]] == ["python_basics.conditions"]


def test_an_unfinished_test_recommends_nothing(practise, learner, questions, api):
    run = practise(learner)
    Submission.objects.update(kind=Submission.Kind.TEST)
    submissions.add(run, [written(questions[0], False), written(questions[1], True)])
    shown = api(learner).get(f"/api/v1/submissions/{run.pk}").json()
    assert shown["recommendations"] == {"questions": [], "resources": [], "projects": []}
    assert [one["resources"] for one in shown["answers"]] == [[], []]
