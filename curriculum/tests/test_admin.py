"""Editing the curriculum in the admin site: in both languages, known as an edit, kept by the next load."""

import shutil

import pytest

from curriculum import loading
from curriculum.content_files import CONTENT
from curriculum.form_fields import LinesField, LinksField, ProseField, TermsField
from curriculum.models import CuratedSubTopic, MainTopic, OutlineItem

LIST = "/admin/curriculum/curatedsubtopic/"
FIELDS = [
    (CuratedSubTopic, LinesField, ["learning_outcomes", "prerequisites"]),
    (OutlineItem, TermsField, ["terms"]),
    (OutlineItem, LinksField, ["resources"]),
    (OutlineItem, ProseField, ["covers", "example", "pitfall"]),
]


@pytest.fixture
def sub_topic(topic) -> CuratedSubTopic:
    return topic.curated_sub_topics.first()


def change(row: CuratedSubTopic | OutlineItem | MainTopic) -> str:
    return f"/admin/curriculum/{row._meta.model_name}/{row.pk}/change/"


def as_sent(client, address: str) -> dict:
    """What a browser sends for this page when nothing is touched."""
    context = client.get(address).context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(form for formset in formsets for form in [formset.management_form, *formset])]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {name: as_typed(value) for name, value in values.items() if value is not None}


def as_typed(value):
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


@pytest.mark.parametrize(("model", "field", "names"), FIELDS)
def test_every_text_comes_back_from_its_field_as_it_went_in(curriculum, model, field, names):
    field = field(required=False)
    for row in model.objects.all():
        for name in (f"{name}_{language}" for name in names for language in ("ko", "en")):
            value = getattr(row, name) or field.to_python("")
            assert field.clean(as_typed(field.prepare_value(value))) == value, f"{row}: {name}"


@pytest.mark.parametrize("slug", ["ai-ml", "python", "databases"])
def test_saving_an_untouched_page_edits_nothing(editor, curriculum, slug):
    topic = MainTopic.objects.get(slug=slug)
    sub_topic = topic.curated_sub_topics.first()
    for row in (topic, sub_topic, sub_topic.outline_items.first()):
        assert editor.post(change(row), as_sent(editor, change(row))).status_code == 302
        row.refresh_from_db()
        assert row.edited_fields == []
    assert [item.title for item in sub_topic.outline_items.all() if item.edited_fields] == []


def test_an_edit_is_shown_and_kept_by_the_next_load(editor, sub_topic):
    form = as_sent(editor, change(sub_topic)) | {"name_en": "Our own name", "outline_items-0-title_ko": "우리 제목"}
    assert editor.post(change(sub_topic), form).status_code == 302
    assert len(loading.load().kept) == 2
    sub_topic.refresh_from_db()
    assert (sub_topic.name_en, sub_topic.edited_fields) == ("Our own name", ["name_en"])
    assert sub_topic.outline_items.first().edited_fields == ["title_ko"]
    assert "edited here" in editor.get(LIST).text
    assert "name [en]" in editor.get(change(sub_topic)).text


def test_an_edit_that_the_file_takes_over_is_none_any_more(sub_topic, tmp_path):
    (tmp_path / "topics").mkdir()
    shutil.copy(CONTENT / "levels.yaml", tmp_path)
    text = (CONTENT / "topics" / "ai-ml.yaml").read_text(encoding="utf-8")
    (tmp_path / "topics" / "ai-ml.yaml").write_text(
        text.replace(sub_topic.name_en, "Our own name", 1), encoding="utf-8"
    )
    CuratedSubTopic.objects.filter(pk=sub_topic.pk).update(name_en="Our own name")
    assert loading.load(tmp_path).kept == []
    sub_topic.refresh_from_db()
    assert (sub_topic.name_en, sub_topic.edited_fields) == ("Our own name", [])


def test_a_row_made_here_is_shown_as_one_and_stays(browser, administrator, topic):
    client = browser(administrator, "en")
    texts = {"name": "Ours", "description": "About us", "learning_outcomes": "One\r\nTwo"}
    form = {f"{name}_{language}": text for name, text in texts.items() for language in ("ko", "en")}
    inline = {"outline_items-TOTAL_FORMS": "0", "outline_items-INITIAL_FORMS": "0"}
    form |= {"main_topic": topic.pk, "slug": "ours", "position": "9", "levels": ["beginner"]} | inline
    assert client.post(f"{LIST}add/", form).status_code == 302
    loading.load()
    made = CuratedSubTopic.objects.get(slug="ours")
    assert (made.learning_outcomes_ko, made.levels) == (["One", "Two"], ["beginner"])
    assert "made here" in client.get(LIST, {"q": "ours"}).text
    assert client.post(f"{LIST}{made.pk}/delete/", {"post": "yes"}).status_code == 302


def test_a_row_of_a_file_is_neither_deleted_nor_given_another_slug(browser, administrator, sub_topic):
    client = browser(administrator)
    assert client.get(f"{LIST}{sub_topic.pk}/delete/").status_code == 403
    client.post(change(sub_topic), as_sent(client, change(sub_topic)) | {"slug": "another"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [sub_topic.pk], "post": "yes"})
    assert CuratedSubTopic.objects.get(pk=sub_topic.pk).slug == sub_topic.slug


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name_en", ""),
        ("name_ko", ""),
        ("learning_outcomes_en", " \r\n "),
        ("levels", []),
        ("outline_items-0-terms_ko", "token the smallest piece"),
        ("outline_items-0-resources_en", "A paper http://example.org"),
        ("outline_items-0-resources_en", "https://example.org"),
    ],
)
def test_wrong_input_is_named_and_stores_nothing(editor, sub_topic, field, text):
    answer = editor.post(change(sub_topic), as_sent(editor, change(sub_topic)) | {field: text})
    assert answer.status_code == 200
    form, inline = answer.context["adminform"].form, answer.context["inline_admin_formsets"][0].formset
    assert [*form.errors, *(f"outline_items-0-{name}" for name in inline.forms[0].errors)] == [field]
    sub_topic.refresh_from_db()
    assert [row for row in (sub_topic, *sub_topic.outline_items.all()) if row.edited_fields] == []


def test_a_teacher_adds_and_deletes_nothing(editor, sub_topic):
    for page in ("add/", f"{sub_topic.pk}/delete/"):
        assert editor.get(LIST + page).status_code == 403
