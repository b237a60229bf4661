"""Reading about a module: one click, a session made from its lesson."""

import pytest

from articles import course, lesson_parts, markdown_lines
from articles.models import Article, Content, ContentVersion, LearningSession
from articles.prompts import article_input, template_article
from curriculum import unlocking
from curriculum.content_files import LEVEL_CODES
from curriculum.models import CuratedSubTopic, LearningModule, Level
from lms import markdown

URL = "/api/v1/sessions"
FIRST = "python_basics.variables_types"
HOOKS = "react_basics.hooks_basic"  # no curated subtopic is about it


@pytest.fixture
def hooks(curriculum) -> LearningModule:
    return LearningModule.objects.select_related("track").called(HOOKS).get()


@pytest.fixture
def read(api, guest, run_tasks, hooks):
    """`read(**body)`: the session about a module, written."""

    def read(**body) -> LearningSession:
        answer = api(guest).post(URL, {"module": HOOKS, **body}, format="json")
        assert answer.status_code == 201, answer.json()
        run_tasks()
        return LearningSession.objects.get(pk=answer.json()["session_id"])

    return read


def test_one_click_opens_a_session_at_the_level_the_module_is_written_for(browser, learner, run_tasks, curriculum):
    client = browser(learner, "en")
    assert f'action="/modules/{FIRST}/read"' in client.get(f"/modules/{FIRST}").text
    page = client.post(f"/modules/{FIRST}/read", follow=True)
    session = LearningSession.objects.get()
    assert page.redirect_chain == [(f"/sessions/{session.pk}", 302)]
    assert (session.target_level, session.language, str(session.module)) == (
        "absolute_beginner",
        "en",
        "Variables and types",
    )
    run_tasks()
    article = session.articles.first()
    text = client.get(f"/articles/{article.pk}").text
    assert article.title == "Tying a name to a value"
    assert "Assembled from course material" in text


def test_a_module_without_curated_subtopics_is_read_as_well(read, hooks):
    assert not CuratedSubTopic.objects.filter(module=hooks).exists()
    session = read()
    assert session.status == "ready"
    assert [article.title for article in session.articles.all()] == [
        part.title for part in lesson_parts.cut(hooks.lesson_ko, "")
    ]
    written = "\n".join(ContentVersion.objects.order_by("pk").values_list("markdown", flat=True))
    assert all(line in written for line in hooks.lesson_ko.split("\n") if not line.startswith("## "))


def test_a_visitor_may_read_about_it_and_becomes_a_guest(browser, hooks):
    browser().post(f"/modules/{HOOKS}/read", {"level": "expert"})
    session = LearningSession.objects.get()
    assert (session.user.is_guest, session.target_level) == (True, "expert")


def test_a_level_that_is_none_is_the_modules_own(browser, guest, hooks):
    browser(guest).post(f"/modules/{HOOKS}/read", {"level": "guru"})
    assert LearningSession.objects.get().target_level == "intermediate"


def test_a_locked_module_is_refused_by_page_and_api_and_offers_nothing(browser, api, learner, hooks):
    assert f"/modules/{HOOKS}/read" not in browser(learner).get(f"/modules/{HOOKS}").text
    assert browser(learner).post(f"/modules/{HOOKS}/read").status_code == 403
    answer = api(learner).post(URL, {"module": HOOKS}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "prerequisites_missing")
    assert answer.json()["missing"] == unlocking.standings_of(learner).of(HOOKS).missing
    assert not LearningSession.objects.exists()


def test_the_api_answers_as_for_any_session(api, read):
    session = read(level="beginner")
    client = api(session.user)
    shown = client.get(f"{URL}/{session.pk}").json()
    assert (shown["curriculum"]["title"], shown["curriculum"]["level"]) == ("기본 Hooks", "beginner")
    assert shown["generation_info"]["source"] == "template"
    items = client.get(f"{URL}/{session.pk}/curriculum").json()["items"]
    assert {item["sub_topic"] for item in items} == {HOOKS}
    assert "useState" in items[0]["key_concepts"]
    article = client.get(f"/api/v1/articles/{items[0]['id']}").json()
    assert article["sub_topic_slug"] == HOOKS
    assert article["learning_elements"]["related_concepts"] == [item["title"] for item in items[1:]]
    assert article["sources"][0]["url"].startswith("https://")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"module": "nothing.here"}, ["module"]),
        ({"module": "loops"}, ["module"]),
        ({"module": HOOKS, "level": "guru"}, ["level"]),
        ({"module": HOOKS, "main_topic_id": 1}, ["main_topic_id"]),
        ({"module": HOOKS, "main_topic_id": 1, "sub_topic_ids": ["curated_1"]}, ["main_topic_id", "sub_topic_ids"]),
        ({}, ["main_topic_id", "sub_topic_ids", "level"]),
    ],
)
def test_wrong_input_names_the_fields(api, curriculum, body, fields):
    answer = api().post(URL, body, format="json")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == fields
    assert not LearningSession.objects.exists()


def test_two_readers_of_a_lesson_share_what_was_written(read, api, administrator, run_tasks):
    session = read()
    api(administrator).post(URL, {"module": HOOKS}, format="json")
    assert run_tasks() == 1, "only the outline is left to do"
    assert Content.objects.count() == session.articles.count()
    assert Content.objects.filter(session=None).count() == session.articles.count()


def test_levels_that_would_read_the_same_are_not_offered(api, read):
    session = read(level="beginner")
    client, article = api(session.user), session.articles.first()
    variants = client.get(f"/api/v1/articles/{article.pk}").json()["difficulty_variants"]
    assert variants["producible_levels"] == ["beginner", "advanced"]
    refused = client.post(f"/api/v1/articles/{article.pk}/convert?target_level=intermediate")
    assert refused.json()["errors"][0]["field"] == "target_level"
    assert client.post(f"/api/v1/articles/{article.pk}/convert?target_level=advanced").status_code == 202


def test_its_session_has_the_whole_lesson_already(api, read):
    session = read()
    answer = api(session.user).post(f"{URL}/{session.pk}/articles", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_left")


def test_an_older_text_stays_when_the_lesson_changes(read, hooks, api, administrator, run_tasks):
    first = read().articles.first()
    before = first.levels.get().content.versions.get().markdown
    LearningModule.objects.filter(pk=hooks.pk).update(lesson_ko="## 다른 제목\n\n새 수업입니다.")
    api(administrator).post(URL, {"module": HOOKS}, format="json")
    run_tasks()
    assert Article.objects.filter(session__user=administrator).get().title == "다른 제목"
    assert first.levels.get().content.versions.get().markdown == before


def test_without_a_lesson_it_is_read_by_its_subtopics_outlines(api, guest, run_tasks, curriculum):
    module = LearningModule.objects.called(FIRST).get()
    LearningModule.objects.filter(pk=module.pk).update(lesson_ko="", lesson_en="")
    api(guest).post(URL, {"module": FIRST}, format="json")
    run_tasks()
    items = CuratedSubTopic.objects.get(module=module).outline_items.all()
    assert [article.outline_item for article in Article.objects.all()] == list(items)


def test_with_nothing_to_read_it_says_so(api, browser, guest, hooks):
    LearningModule.objects.filter(pk=hooks.pk).update(lesson_ko="", lesson_en="")
    answer = api(guest).post(URL, {"module": HOOKS}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_read")
    assert f"/modules/{HOOKS}/read" not in browser(guest).get(f"/modules/{HOOKS}").text


def test_a_model_writes_it_from_the_lesson(read, model):
    model.will("Not an article.")
    model.answers *= 40
    read()
    prompts = [messages[-1]["content"] for _name, messages in model.asked]
    assert any("useEffect" in prompt and "```jsx" in prompt for prompt in prompts)


def test_every_module_is_cut_into_articles_of_a_readable_length(curriculum):
    levels = {level.order: level.pk for level in Level.objects.all()}
    assert list(levels.values()) == list(LEVEL_CODES)
    for module in LearningModule.objects.exclude(lesson_en="").select_related("track"):
        for matter in course.of_module(module):
            content = Content(
                matter=matter.as_json(), level=levels[module.difficulty_level], language="ko", length="medium"
            )
            draft = template_article(article_input(content))
            words = markdown_lines.words(draft.markdown)
            assert 20 <= words <= 450, f"{module.full_name}: {matter.title}: {words} words"
            assert "```" not in markdown.to_html(draft.markdown, draft.glosses)
            assert draft.resources
