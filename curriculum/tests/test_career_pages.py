"""Careers compared, a career's roadmap, track and module as pages."""

import pytest

from curriculum import recommending, unlocking
from curriculum.models import LearningModule, Question

pytestmark = pytest.mark.usefixtures("curriculum")

HOOKS = "/modules/react_basics.hooks_basic"


def test_careers_are_compared_with_their_tracks_hours_and_months(browser):
    page = browser(language="en").get("/careers").text
    for path in recommending.compare(level="beginner"):
        assert path.career.display_name_en in page
        assert f"{path.hours} hours" in page
        assert f"about {path.months:g} months" in page
    assert page.count("/tracks/javascript_basics") == 2


def test_a_career_shows_every_module_and_where_the_reader_stands(browser, learner):
    module = LearningModule.objects.called("python_basics.variables_types").get()
    unlocking.complete(user=learner, module=module, how="mastered")
    page = browser(learner, "en").get("/careers/fullstack").text
    assert page.count("badge done") == 1
    assert page.count("badge locked") > 20
    assert "Fintech" in page
    assert "badge locked" not in browser(None, "en").get("/careers/saas_fullstack").text


def test_the_shelf_has_a_book_a_track_and_a_ribbon_where_the_reader_is(browser, learner):
    module = LearningModule.objects.called("python_basics.variables_types").get()
    unlocking.complete(user=learner, module=module, how="mastered")
    page = browser(learner, "en").get("/careers/saas_fullstack").text
    shelf = page[page.index('<ol class="shelf">') : page.index("</ol>", page.index('<ol class="shelf">'))]
    assert shelf.count("<li") == shelf.count('href="#track-') == 8
    assert shelf.count('class="current') == 1
    assert "17% completed, you are here" in " ".join(shelf.split())
    assert 'class="current' not in browser(None).get("/careers/saas_fullstack").text


def test_a_module_says_what_it_needs_and_leads_on_to_and_what_to_build(browser, learner):
    page = browser(learner, "en").get("/modules/python_basics.variables_types").text
    for text in ("In this lesson", "Documentation", "Tutorial", "docs.python.org", "Web scraping tool", "Leads on to"):
        assert text in page, text
    assert "/modules/python_basics.conditions" in page
    assert "Needs" not in page
    module = LearningModule.objects.called("python_basics.variables_types").get()
    unlocking.complete(user=learner, module=module, how="mastered")
    page = browser(learner, "en").get("/modules/python_basics.conditions").text
    needs = " ".join(page[page.index("<dt>Needs</dt>") :].split())
    assert needs.index("/modules/python_basics.variables_types") < needs.index("Completed") < needs.index("Leads on to")


def test_a_track_shows_modules_and_a_project_to_work_from(browser):
    page = browser(language="en").get("/tracks/react_basics").text
    for text in ("/modules/react_basics.jsx_basics", "React Todo app", "<h2", "Milestones", "Done when"):
        assert text in page


def test_a_locked_module_says_what_opens_it_and_keeps_its_lesson(browser, learner):
    lesson = LearningModule.objects.called("react_basics.hooks_basic").get().lesson_en
    first_line = next(line for line in lesson.split("\n") if line[:30].isalpha() or line[:1].isupper())[:25]
    locked = browser(learner, "en").get(HOOKS)
    assert locked.status_code == 403
    assert "/tracks/javascript_basics" in locked.text
    assert "/modules/react_basics.jsx_basics" in locked.text
    assert first_line not in locked.text
    assert first_line in browser(None, "en").get(HOOKS).text


def test_an_open_module_has_lesson_resources_and_reading_and_no_question(browser, learner):
    page = browser(learner).get("/modules/python_basics.variables_types").text
    for text in ("docs.python.org/3/tutorial/introduction.html", "/sessions/new?topic=python"):
        assert text in page
    questions = Question.objects.filter(module__name="variables_types")
    assert not [question for question in questions if question.explanation_ko in page]


@pytest.mark.parametrize(
    "address",
    [
        "careers/x",
        "tracks/x",
        "modules/x",
        "modules/loops",
        "modules/a.b",
        "tracks/%00",
        "careers/%00",
        "modules/%00.a",
    ],
)
def test_what_is_not_there_is_404(browser, address):
    assert browser().get(f"/{address}").status_code == 404


@pytest.mark.parametrize(
    "address", ["careers", "careers/fullstack", "tracks/python_basics", "modules/python_basics.loops"]
)
def test_other_methods_are_405(browser, address):
    assert browser().post(f"/{address}").status_code == 405
