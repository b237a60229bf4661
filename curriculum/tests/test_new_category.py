"""A category the product doesn't know: by files alone, and by admin alone. No other row changes, and no code."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from curriculum import loading
from curriculum.content_files import CONTENT
from curriculum.models import CurriculumCategory, LearningModule, LearningTrack
from curriculum.tests import flutter
from lms.accounts import teachers


@translation.override("ko")  # or `name` would follow the language of the last request
def rows() -> dict:
    """Every row of the curriculum with all its values."""
    return {
        (model._meta.label, row["pk"]): row
        for model in apps.get_app_config("curriculum").get_models()
        for row in model.objects.values("pk", *(field.attname for field in model._meta.concrete_fields))
    }


def assert_only_added(before: dict, labels: dict[str, int]) -> None:
    after = rows()
    assert {key: after.get(key) for key in before} == before
    new = [label for label, _pk in set(after) - set(before)]
    assert {label: new.count(f"curriculum.{label}") for label in labels} == labels
    assert len(new) == sum(labels.values())


def assert_it_is_offered(api) -> None:
    tracks = api().get("/api/v1/curriculum/categories/flutter_mobile/tracks").json()["items"]
    assert [track["name"] for track in tracks] == ["dart_basics", "flutter_widgets"]
    module = api().get("/api/v1/curriculum/modules/flutter_widgets.first").json()
    assert module["prerequisites"] == [{"kind": "track", "name": "dart_basics", "complete": False}]


def test_by_files_alone(curriculum, api, tmp_path):
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    before = rows()
    flutter.write(content)
    loading.load(content)
    assert_only_added(before, {
        "CurriculumCategory": 1, "LearningTrack": 2, "LearningModule": 4, "ModulePrerequisite": 3,
        "LearningResource": 12, "Question": 4,
    })  # fmt: skip
    assert_it_is_offered(api)
    assert loading.load(content).added == 0


@pytest.fixture
def builder(browser, teacher):
    """A teacher at work, with no more rights than any."""
    teachers.grant()
    client = browser(teacher, "en")

    def build(model: str, **form) -> None:
        answer = client.post(f"/admin/curriculum/{model}/add/", form)
        errors = answer.context and [answer.context["adminform"].errors, *answer.context["errors"]]
        assert answer.status_code == 302, errors

    return build


TEXTS = {
    "display_name_ko": "플러터",
    "display_name_en": "Flutter",
    "description_ko": "배웁니다.",
    "description_en": "Learn it.",
}


def formset(prefix: str, *forms: dict) -> dict:
    values = {f"{prefix}-{place}-{name}": value for place, form in enumerate(forms) for name, value in form.items()}
    return values | {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}


RESOURCES = [
    {
        "title_ko": "문서", "title_en": "Docs", "description_ko": "문서", "description_en": "Docs",
        "resource_type": "documentation",
        "url": f"https://docs.flutter.dev/{page}", "difficulty_level": 1, "industry_focus": "general", "position": 1,
    }
    for page in ("ui", "cookbook", "testing")
]  # fmt: skip
QUESTION = {
    "kind": "multiple_choice", "difficulty_level": 1, "prompt_ko": "위젯이란?", "prompt_en": "What is a widget?",
    "choices_ko": "a) 점 [concept_gap]\r\nb) 설계도\r\nc) 서버 [type_confusion]\r\nd) 파일 [concept_gap]",
    "choices_en": "a) A pixel [concept_gap]\r\nb) A plan\r\nc) A server [type_confusion]\r\nd) A file [concept_gap]",
    "correct_answer": "b", "hints_ko": "하나\r\n둘\r\n셋", "hints_en": "One\r\nTwo\r\nThree",
    "explanation_ko": "그려지기 전의 것입니다.", "explanation_en": "It is what is drawn from.",
    "approval_status": "approved", "position": 1,
}  # fmt: skip


def test_by_admin_alone(curriculum, api, builder):
    before = rows()
    builder(
        "curriculumcategory", name="flutter_mobile", target_audience="beginners", estimated_total_months=6, position=9,
        **TEXTS, **formset("tracks"),
    )  # fmt: skip
    category = CurriculumCategory.objects.get(name="flutter_mobile")
    for position, name in enumerate(("dart_basics", "flutter_widgets"), start=1):
        builder(
            "learningtrack", name=name, curriculum_category=category.pk, category="foundation", position=position,
            specialization_level="general", difficulty_level=1, **TEXTS, **formset("modules"),
        )  # fmt: skip
    dart, widgets = LearningTrack.objects.filter(curriculum_category=category)
    for track in (dart, widgets):
        needs = [{"required_track": dart.pk}] if track == widgets else []
        builder(
            "learningmodule", track=track.pk, name="first", module_type="core", industry_focus="general", position=1,
            estimated_hours=4, difficulty_level=1, tags="dart, mobile", **TEXTS, **formset("prerequisites", *needs),
            **formset("resources", *RESOURCES), **formset("questions", QUESTION),
        )  # fmt: skip
    assert_only_added(before, {
        "CurriculumCategory": 1, "LearningTrack": 2, "LearningModule": 2, "ModulePrerequisite": 1,
        "LearningResource": 6, "Question": 2,
    })  # fmt: skip
    assert_it_is_offered(api)
    assert LearningModule.objects.get(track=dart).tags == ["dart", "mobile"]
    assert [report for report in (loading.load(),) if report.added or report.changed or report.removed] == []


def test_a_wrong_question_is_refused_with_words(curriculum, browser, teacher):
    teachers.grant()
    module = LearningModule.objects.called("html_css").first() or LearningModule.objects.first()
    form = QUESTION | {"module": module.pk, "choices_en": QUESTION["choices_en"].replace("A plan", "A pixel")}
    answer = browser(teacher, "en").post("/admin/curriculum/question/add/", form)
    assert answer.status_code == 200
    assert "[en] Two choices say the same: “a pixel”." in answer.context["adminform"].form.non_field_errors()


def test_a_circle_is_refused_with_words(curriculum, browser, administrator):
    first, second = LearningModule.objects.filter(track__name="python_basics").order_by("position")[:2]
    client = browser(administrator, "en")
    address = f"/admin/curriculum/learningmodule/{first.pk}/change/"
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset]
    values = {field.html_name: field.value() for form in forms for field in form}
    values = {name: value for name, value in values.items() if value is not None}
    form = values | {"prerequisites-TOTAL_FORMS": 1, "prerequisites-0-required_module": second.pk}
    answer = client.post(address, form)
    assert answer.status_code == 200
    assert "python_basics.variables_types → python_basics.conditions" in answer.text
