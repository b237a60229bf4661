"""What the content files hold, and that `check_curriculum` says each kind of fault clearly."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from curriculum import catalogue, loading, unlocking
from curriculum.content_files import CONTENT
from curriculum.models import LearningModule, LearningTrack, Level

ALL = catalogue.read()
PROJECTS = {
    "todo_app_react", "weather_dashboard", "ecommerce_frontend", "web_scraper", "data_analysis_project", "trading_bot",
}  # fmt: skip
FOUNDATIONS = {
    "python_basics", "html_css", "javascript_basics", "data_structures", "react_basics", "fastapi_backend", "database_design",
}  # fmt: skip


def test_there_are_three_categories_three_careers_and_28_tracks():
    assert [len(found) for found in (ALL.categories, ALL.careers, ALL.tracks)] == [3, 3, 28]
    named = {track for career in ALL.careers for track, _role, _industry in career.steps}
    assert named | FOUNDATIONS == {track.shape.name for track in ALL.tracks}


def test_every_track_has_modules_resources_and_a_project():
    assert {track.shape.name: len(track.modules) for track in ALL.tracks if len(track.modules) < 2} == {}
    assert [module.full_name for module in ALL.modules if len(module.shape.resources) < 3] == []
    assert {project.track for project in ALL.projects} == {track.shape.name for track in ALL.tracks}
    assert {project.name for project in ALL.projects} >= PROJECTS


def test_the_foundations_have_four_to_six_modules():
    sizes = {track.shape.name: len(track.modules) for track in ALL.tracks if track.shape.name in FOUNDATIONS}
    assert set(sizes.values()) <= {4, 5, 6}
    assert {track.shape.name for track in ALL.tracks if track.shape.category != "specialization"} == FOUNDATIONS


def test_industry_adaptations_carry_their_industry_and_nothing_else_does():
    only = {track: set() for career in ALL.careers for track, _role, _industry in career.steps}
    for career in ALL.careers:
        for track, _role, industry in career.steps:
            only[track].add(industry)
    for track in ALL.tracks:
        wanted = only.get(track.shape.name, {"general"})
        industry = wanted.pop() if len(wanted) == 1 else "general"
        assert {module.shape.industry_focus for module in track.modules} == {industry}, track.shape.name


def test_all_five_difficulties_are_in_use():
    assert {module.shape.difficulty_level for module in ALL.modules} == {1, 2, 3, 4, 5}


def test_the_whole_content_is_in_order():
    call_command("check_curriculum", stdout=StringIO())


@pytest.fixture
def content(tmp_path) -> Path:
    """Two modules of a full track, to break."""
    for name in ("levels.yaml", "hosts.yaml", "categories/saas_development.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CONTENT / name, tmp_path / name)
    track = CONTENT / "tracks" / "python_basics"
    for part in ("variables_types", "conditions"):
        shutil.copytree(track / part, tmp_path / "tracks" / "python_basics" / part)
    shutil.copy(track / "track.yaml", tmp_path / "tracks" / "python_basics")
    return tmp_path


def check(content: Path) -> str:
    """What the command says is wrong."""
    try:
        call_command("check_curriculum", content=content, stdout=StringIO())
    except CommandError as error:
        return str(error)
    return ""


def edit(path: Path, **changes) -> None:
    shape = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    path.write_text(yaml.safe_dump(shape, allow_unicode=True), encoding="utf-8")


def question(content: Path, kind: str, **changes) -> None:
    """Change the first question of this kind."""
    path = content / "tracks/python_basics/variables_types/questions.yaml"
    questions = yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    next(one for one in questions if one["kind"] == kind).update(changes)
    edit(path, questions=questions)


def resources(content: Path, url: str) -> None:
    path = content / "tracks/python_basics/variables_types/module.yaml"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))["resources"]
    edit(path, resources=[found[0] | {"url": url}, *found[1:]])


def lesson(content: Path, added: str, language: str = "en") -> None:
    path = content / f"tracks/python_basics/variables_types/lesson.{language}.md"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")


def few_questions(content: Path) -> None:
    path = content / "tracks/python_basics/variables_types/questions.yaml"
    edit(path, questions=yaml.safe_load(path.read_text(encoding="utf-8"))["questions"][:2])


def no_modules(content: Path) -> None:
    for name in ("variables_types", "conditions"):
        shutil.rmtree(content / "tracks/python_basics" / name)


VARIABLES = "tracks/python_basics/variables_types"
PLANTED = {
    "unknown prerequisite": (
        lambda content: edit(content / VARIABLES / "module.yaml", requires=["python_basics.nothing"]),
        "python_basics/variables_types/module.yaml: requires: there is no module 'python_basics.nothing'",
    ),
    "circle": (
        lambda content: edit(content / VARIABLES / "module.yaml", requires=["python_basics.conditions"]),
        "prerequisites in a circle: python_basics.",
    ),
    "unknown category": (
        lambda content: (content / "categories/saas_development.yaml").unlink(),
        "there is no category 'saas_development'",
    ),
    "track without modules": (
        no_modules,
        "python_basics: 0 modules, at least 2",
    ),
    "question without a key": (
        lambda content: question(content, "multiple_choice", correct="the text"),
        "has to be the letter of a choice",
    ),
    "question without its hints": (
        lambda content: question(content, "multiple_choice", hints={"ko": ["하나"], "en": ["One"]}),
        "There have to be 3 hints",
    ),
    "wrong output": (
        lambda content: question(content, "code_output", correct="surely not this", accepted=[]),
        "and the answer says 'surely not this'",
    ),
    "sample that prints something else": (
        lambda content: lesson(content, "\n```python\nprint(1)\n```\n\n```text\n2\n```\n"),
        "lesson.en.md: “print(1)” prints '1', and the text block behind it says '2'",
    ),
    "sample that fails": (
        lambda content: lesson(content, "\n```python\nnothing_there\n```\n"),
        "does not run: NameError",
    ),
    "lesson in one language": (
        lambda content: (content / VARIABLES / "lesson.en.md").unlink(),
        "python_basics/variables_types: the lesson is there in ko alone",
    ),
    "Korean in English": (lambda content: lesson(content, "\n한글"), "lesson: the English text is not in English"),
    "missing translation": (
        lambda content: edit(content / VARIABLES / "module.yaml", display_name={"ko": "변수"}),
        "display_name.en: Field required",
    ),
    "too few questions": (few_questions, "questions.yaml: 2 questions, at least 8"),
    "lesson too long": (lambda content: lesson(content, "\nword" * 900), "words, 400 to 900"),
    "address without https": (lambda content: resources(content, "http://docs.python.org"), "resources.0.url"),
    "unknown host": (
        lambda content: resources(content, "https://python-lessons.example/1"),
        "https://python-lessons.example/1 is not on a known host",
    ),
    "name of another folder": (
        lambda content: edit(content / VARIABLES / "module.yaml", name="variables"),
        "name: 'variables' stands in the folder 'variables_types'",
    ),
    "broken YAML": (
        lambda content: (content / VARIABLES / "module.yaml").write_text("name: [", encoding="utf-8"),
        "python_basics/variables_types/module.yaml:",
    ),
}  # fmt: skip


def test_what_is_right_has_no_fault(content):
    assert check(content) == ""


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_said_clearly(content, fault):
    plant, message = PLANTED[fault]
    plant(content)
    assert message in check(content)


def test_a_career_must_not_lead_to_an_empty_track(content):
    (content / "tracks/empty_track").mkdir()
    shape = yaml.safe_load((content / "tracks/python_basics/track.yaml").read_text(encoding="utf-8"))
    edit_new = content / "tracks/empty_track/track.yaml"
    edit_new.write_text(yaml.safe_dump(shape | {"name": "empty_track"}, allow_unicode=True), encoding="utf-8")
    (content / "careers").mkdir()
    career = yaml.safe_load((CONTENT / "careers/saas_fullstack.yaml").read_text(encoding="utf-8"))
    career |= {"core": ["python_basics", "empty_track"], "specialization": [], "industry": {}}
    (content / "careers/saas_fullstack.yaml").write_text(yaml.safe_dump(career, allow_unicode=True), encoding="utf-8")
    assert "careers/saas_fullstack.yaml: the track 'empty_track' has no modules" in check(content)


def test_one_track_is_checked_alone(content):
    call_command("check_curriculum", content=content, track="python_basics", stdout=StringIO())
    with pytest.raises(CommandError, match="no track 'cooking'"):
        call_command("check_curriculum", content=content, track="cooking", stdout=StringIO())


@pytest.mark.parametrize("fault", ["circle", "question without a key", "missing translation", "broken YAML"])
def test_nothing_of_broken_files_is_loaded(content, db, fault):
    LearningTrack.objects.all().delete()
    Level.objects.all().delete()
    PLANTED[fault][0](content)
    with pytest.raises(CommandError, match=r"Nothing was loaded\."):
        call_command("load_curriculum", content=content)
    assert not Level.objects.exists()
    assert not LearningTrack.objects.exists()


def test_loading_tracks_twice_changes_nothing(content, db):
    LearningTrack.objects.all().delete()
    loading.load(content)
    report = loading.load(content)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)


def test_what_a_teacher_edited_survives_a_load(content, db):
    LearningTrack.objects.all().delete()
    loading.load(content)
    module = LearningModule.objects.called("python_basics.variables_types").get()
    LearningModule.objects.filter(pk=module.pk).update(display_name_en="Our own name")
    resource, question = module.resources.first(), module.questions.first()
    type(resource).objects.filter(pk=resource.pk).update(url="https://docs.python.org/our-own")
    type(question).objects.filter(pk=question.pk).update(approval_status="rejected")
    edit(content / VARIABLES / "module.yaml", estimated_hours=5)
    report = loading.load(content)
    assert (report.added, report.changed, report.removed, len(report.kept)) == (0, 1, 0, 3)
    for row in (module, resource, question):
        row.refresh_from_db()
    assert (module.display_name_en, module.estimated_hours) == ("Our own name", 5)
    assert (resource.url, question.approval_status) == ("https://docs.python.org/our-own", "rejected")


def test_a_question_that_leaves_its_file_is_retired_and_comes_back(content, db):
    LearningTrack.objects.all().delete()
    loading.load(content)
    path = content / VARIABLES / "questions.yaml"
    before = path.read_text(encoding="utf-8")
    few_questions(content)
    assert loading.load(content).removed > 0
    assert loading.load(content).removed == 0
    module = LearningModule.objects.called("python_basics.variables_types").get()
    every = len(yaml.safe_load(before)["questions"])
    assert (module.questions.shown().count(), module.questions.count()) == (2, every)
    path.write_text(before, encoding="utf-8")
    loading.load(content)
    assert module.questions.shown().count() == every


def test_a_module_that_leaves_its_track_stays_where_somebody_completed_it(content, db, learner):
    LearningTrack.objects.all().delete()
    loading.load(content)
    module = LearningModule.objects.called("python_basics.conditions").get()
    unlocking.complete(user=learner, module=module, how="mastered")
    shutil.rmtree(content / "tracks/python_basics/conditions")
    assert len(loading.load(content).kept) == 1
    assert LearningModule.objects.filter(pk=module.pk).exists()
