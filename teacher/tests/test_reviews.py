"""Reviewing what was generated: what comes first, who sees it, what a decision does, two teachers at once."""

import pytest
from model_bakery import baker

from articles import opinions, rewriting, text_reviews, texts
from articles.choices import Options
from articles.models import Article, ArticleFeedback, ArticleReport, ContentVersion, GeneratedSubTopic, ReviewEvent
from articles.topic_sessions import open_session
from curriculum import question_reports
from curriculum.models import Question, QuestionReport
from lms.accounts.models import ClassGroup, User
from lms.problems import Problem
from teacher import review_queue, reviews
from teacher.review_queue import ALL, ARTICLE, QUESTION, REPORTED, SUBTOPIC, Filters

API = "/api/v1/teacher/review"
QUERIES_OF_A_PAGE = 12
TEXT = "선생님이 다시 쓴 글이에요. " * 30


@pytest.fixture
def article(topic, learner, run_tasks) -> Article:
    """Assembled from the course, read and reported by the learner."""
    options = Options(max_articles_per_subtopic=2)
    sub_topics = list(topic.curated_sub_topics.all()[:1])
    session = open_session(user=learner, topic=topic, sub_topics=sub_topics, level="beginner", options=options)
    run_tasks()
    article = session.articles.first()
    texts.pin(article)
    return article


@pytest.fixture
def version(article) -> ContentVersion:
    return texts.of(article).version


@pytest.fixture
def report(article, learner, teacher) -> ArticleReport:
    return opinions.report(article, by=learner, reason="wrong", text="셋째 줄 kanaria-report")


@pytest.fixture
def second_teacher(teacher, learner) -> User:
    colleague = User.objects.create_user(username="haeun", role=User.Role.TEACHER)
    ClassGroup.objects.get(memberships__student=learner).teachers.add(colleague)
    return colleague


def written_by_model(version: ContentVersion, **more) -> ContentVersion:
    """A newer version of the same content, as a model writes it."""
    same = {name: getattr(version, name) for name in ("content", "markdown", "html", "word_count", "review_state")}
    more.setdefault("quality_score", 0.9)
    return ContentVersion.objects.create(**same, number=version.number + 1, source="llm", llm_model="m", **more)


def make_sub_topic(owner: User, **more) -> GeneratedSubTopic:
    generation = baker.make("articles.SubTopicGeneration", user=owner, language="ko", private_note=None)
    given = {"name": "주제", "description": "설명", "position": 0, "llm_model": "m"} | more
    return GeneratedSubTopic.objects.create(generation=generation, main_topic=generation.main_topic, **given)


@pytest.fixture
def sub_topic(learner) -> GeneratedSubTopic:
    return make_sub_topic(learner)


@pytest.fixture
def question(curriculum) -> Question:
    return Question.objects.filter(module__name="variables_types", kind="multiple_choice").first()


def keys(person: User, **filters) -> list[str]:
    return [row["key"] for row in review_queue.rows(person, Filters(**filters)).order_by("-urgency", "key")]


def test_reported_comes_first_then_the_weakest_then_the_least_liked(teacher, learner, report, version):
    weak, liked_less = (make_sub_topic(learner, quality_score=0.4), make_sub_topic(learner, negative_feedback_count=3))
    strong = make_sub_topic(learner, quality_score=0.9)
    fine = make_sub_topic(learner, quality_score=1.0)
    wanted = [f"article/{version.pk}", *(f"subtopic/{row.pk}" for row in (weak, strong, liked_less, fine))]
    assert keys(teacher) == wanted
    assert keys(teacher, kind=SUBTOPIC) == wanted[1:]
    assert keys(teacher, state=REPORTED) == wanted[:1]
    assert keys(teacher, language="en") == []


def test_assembled_texts_wait_only_where_somebody_minds(teacher, learner, article, version):
    assert keys(teacher) == []
    opinions.give(article, opinions.Opinion(rating="dislike"), by=article.session.user)
    assert keys(teacher) == [f"article/{version.pk}"]
    newer = written_by_model(version)
    assert keys(teacher) == [f"article/{newer.pk}"], "readers have a newer one"
    assert keys(teacher, state=ALL, kind=ARTICLE)[-1:] != []


def test_nobody_reviews_what_is_one_readers_own_or_what_no_student_of_theirs_has(
    teacher, teacher_of_nobody, learner, administrator, report, version, sub_topic
):
    assert keys(teacher_of_nobody) == []
    assert len(keys(administrator)) == len(keys(teacher)) == 2
    version.content.session = report.article.session
    version.content.save()
    assert keys(administrator) == keys(teacher) == [f"subtopic/{sub_topic.pk}"]
    with pytest.raises(Problem):
        text_reviews.find(administrator, version.pk)
    assert keys(learner) == []


def test_a_report_of_another_class_is_counted_without_name_or_words(
    api, teacher, teacher_of_nobody, other_learner, report, version, topic, run_tasks
):
    options = Options(max_articles_per_subtopic=2)
    sub_topics = list(topic.curated_sub_topics.all()[:1])
    open_session(user=other_learner, topic=topic, sub_topics=sub_topics, level="beginner", options=options)
    run_tasks()
    theirs = ClassGroup.objects.create(name="2반")
    theirs.teachers.add(teacher_of_nobody)
    theirs.memberships.create(student=other_learner)
    seen = api(teacher_of_nobody).get(f"{API}/article/{version.pk}")
    assert [(one["who"], one["text"]) for one in seen.json()["reports"]] == [("", "")]
    own = api(teacher).get(f"{API}/article/{version.pk}").json()["reports"]
    assert [(one["who"], one["text"]) for one in own] == [("한지우", "셋째 줄 kanaria-report")]


def test_an_approval_is_kept_with_who_and_why_and_answers_the_report(api, browser, teacher, learner, report, version):
    answer = api(teacher).post(f"{API}/article/{version.pk}", {"decision": "approve", "note": "맞아요"}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")
    version.refresh_from_db()
    event = ReviewEvent.objects.latest("pk")
    assert (version.review_state, version.human_reviewed) == ("approved", True)
    assert (event.from_state, event.to_state, event.by, event.why) == ("checked", "approved", teacher, "맞아요")
    report.refresh_from_db()
    assert (report.outcome, bool(report.resolved_at)) == ("kept", True)
    assert report.article.title in browser(learner, "en").get("/history").content.decode()
    assert "it stays as it is" in browser(learner, "en").get("/history").content.decode()


def test_a_text_that_is_taken_out_leaves_the_one_before_and_its_readers_are_told(
    api, browser, teacher, learner, article, version
):
    bad = written_by_model(version)
    rewriting.take_newest(article)
    taken = api(teacher).post(f"{API}/article/{bad.pk}", {"decision": "retire", "note": "틀렸어요"}, format="json")
    assert taken.status_code == 200
    text = texts.of(article)
    assert (text.version, text.withdrawn, text.newer_version) == (bad, True, version.number)
    assert "taken this version out" in browser(learner, "en").get(f"/articles/{article.pk}").content.decode()
    rewriting.take_newest(article)
    assert texts.of(article).version == version


def test_taking_out_the_only_text_leaves_one_from_the_course_and_never_nothing(teacher, version):
    version.source = "llm"
    version.save()
    text_reviews.reject(version, by=teacher, reason="틀렸어요")
    left = version.content.versions.readable().get()
    assert (left.source, left.number) == ("template", 2)
    with pytest.raises(Problem) as refused:
        text_reviews.reject(left, by=teacher, reason="이것도")
    assert refused.value.code == "only_text"
    left.refresh_from_db()
    assert left.review_state == "checked"
    assert not left.review_events.filter(by=teacher).exists(), "nothing half-done"


def test_an_edit_is_a_version_that_later_readers_get_and_earlier_ones_are_offered(
    browser, teacher, learner, article, report, version
):
    page = browser(teacher)
    address = f"/teacher/review/article/{version.pk}/edit"
    form = page.get(address).context["form"]
    given = form.initial | {"markdown": TEXT, "terms": "변수: 이름이 붙은 값"}
    saved = page.post(address, given)
    assert saved.status_code == 302, (
        saved.context["form"].errors,
        saved.context["problem"] and saved.context["problem"].errors,
    )
    after = ContentVersion.objects.latest("pk")
    assert saved.headers["Location"] == f"/teacher/review/article/{after.pk}"
    assert (after.source, after.made_by, after.review_state, after.human_reviewed) == (
        "teacher",
        teacher,
        "approved",
        True,
    )
    assert after.key_term_definitions == [{"term": "변수", "definition": "이름이 붙은 값"}]
    assert texts.of(article).version == version
    assert texts.of(article).newer_version == after.number
    report.refresh_from_db()
    assert report.outcome == "changed"
    late = page.post(f"/teacher/review/article/{version.pk}/edit", given | {"seen": ""})
    assert late.status_code == 409, "somebody edits what isn't the newest any more"
    wrong = page.post(f"/teacher/review/article/{after.pk}/edit", given | {"markdown": "짧아요", "seen": ""})
    assert wrong.status_code == 400


def test_scripts_in_an_edit_are_refused(teacher, version):
    edit = text_reviews.Edit(TEXT + "<script>alert(1)</script>")
    with pytest.raises(Problem) as refused:
        text_reviews.revise(version, edit, by=teacher)
    assert refused.value.code == "unsafe"
    assert version.content.versions.count() == 1


@pytest.mark.parametrize("kind", [ARTICLE, SUBTOPIC, QUESTION])
def test_of_two_teachers_who_decide_at_once_the_second_is_told(
    api, teacher, second_teacher, learner, version, sub_topic, question, kind
):
    question_reports.report(question, by=learner, reason="wrong")
    item = {ARTICLE: version, SUBTOPIC: sub_topic, QUESTION: question}[kind]
    address = f"{API}/{kind}/{item.pk}"
    seen = api(teacher).get(address).json()["seen"]
    said = {"decision": "confirm", "note": "", "seen": seen}
    assert api(teacher).post(address, said, format="json").status_code == 200
    late = api(second_teacher).post(address, said | {"decision": "reject", "note": "아니요"}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert len(api(teacher).get(address).json()["history"]) == 1 + (kind == ARTICLE)


def test_a_rejection_needs_a_note_and_says_so_on_the_page(browser, teacher, sub_topic):
    address = f"/teacher/review/subtopic/{sub_topic.pk}"
    page = browser(teacher, "en").post(address, {"decision": "reject"})
    assert page.status_code == 400
    assert "Say why it is rejected." in page.content.decode()
    assert browser(teacher).post(address, {"decision": "reject", "note": "너무 넓어요"}).status_code == 302
    sub_topic.refresh_from_db()
    assert sub_topic.approval_status == "rejected"
    assert not GeneratedSubTopic.objects.choosable().filter(pk=sub_topic.pk).exists()
    kept = sub_topic.reviews.get()
    assert (kept.by, kept.reason) == (teacher, "너무 넓어요")


def test_an_edited_subtopic_keeps_what_stood_there(api, teacher, sub_topic):
    changes = {"name": "새 이름", "practical_projects": "첫째\n둘째"}
    answer = api(teacher).patch(f"{API}/subtopic/{sub_topic.pk}", {"changes": changes}, format="json")
    assert answer.status_code == 200
    sub_topic.refresh_from_db()
    assert (sub_topic.name, sub_topic.practical_projects) == ("새 이름", ["첫째", "둘째"])
    assert sub_topic.reviews.get().before == {"name": "주제", "practical_projects": []}
    refused = api(teacher).patch(f"{API}/subtopic/{sub_topic.pk}", {"changes": {"user": "1"}}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "changes.user")


def test_a_reported_question_waits_until_a_teacher_looked_and_its_reporter_hears(
    api, browser, teacher, learner, question
):
    for text in ("첫째", "답은 B예요"):
        answer = api(learner).post(
            f"/api/v1/questions/{question.pk}/report", {"reason": "wrong", "text": text}, format="json"
        )
        assert answer.status_code == 201
    assert QuestionReport.objects.get().text == "답은 B예요"
    assert keys(teacher) == [f"question/{question.pk}"]
    page = browser(teacher).get(f"/teacher/review/question/{question.pk}")
    assert "답은 B예요" in page.content.decode()
    form = browser(teacher).get(f"/teacher/review/question/{question.pk}/edit").context["form"]
    changed = form.initial | {"explanation_ko": "고친 설명이에요. 이 값은 문자열이라서 그래요."}
    assert browser(teacher).post(f"/teacher/review/question/{question.pk}/edit", changed).status_code == 302
    assert Question.objects.get(pk=question.pk).explanation_ko.startswith("고친 설명")
    assert QuestionReport.objects.get().outcome == "changed"
    assert keys(teacher) == []
    assert "corrected it" in browser(learner, "en").get("/history").content.decode()


def test_questions_nobody_may_be_asked_cannot_be_reported(api, learner, other_learner, question):
    Question.objects.filter(pk=question.pk).update(approval_status="pending")
    address = f"/api/v1/questions/{question.pk}/report"
    assert api(learner).post(address, {"reason": "wrong"}, format="json").status_code == 404
    Question.objects.filter(pk=question.pk).update(approval_status="approved", made_for="generated_1", learner=learner)
    assert api(other_learner).post(address, {"reason": "wrong"}, format="json").status_code == 404
    assert api(learner).post(address, {"reason": "ugly"}, format="json").status_code == 400


def test_reports_are_limited(api, learner, question, settings):
    settings.RATE_LIMIT_REPORT = "1/1h"
    address = f"/api/v1/questions/{question.pk}/report"
    statuses = [api(learner).post(address, {"reason": "wrong"}, format="json").status_code for _call in range(2)]
    assert statuses == [201, 429]


def test_the_queue_takes_as_many_queries_for_many_as_for_one(browser, teacher, learner, queries, report, version):
    client = browser(teacher)
    client.get("/teacher/review")
    for number in range(30):
        make_sub_topic(learner, quality_score=number / 100)
    with queries(at_most=QUERIES_OF_A_PAGE):
        page = client.get("/teacher/review")
    assert len(page.context["table"].shown) == 25
    file = b"".join(client.get("/teacher/review?format=csv").streaming_content).decode()
    assert len(file.strip().splitlines()) == 1 + 31
    ArticleFeedback.objects.all().delete()
    with queries(at_most=QUERIES_OF_A_PAGE + 8):
        client.get(f"/teacher/review/article/{version.pk}")


def test_the_admin_site_decides_by_the_same_use_cases(browser, administrator, report, version, sub_topic):
    client = browser(administrator)
    pages = {"contentversion": version, "generatedsubtopic": sub_topic}
    for name, row in pages.items():
        said = {"action": "reject_selected", "_selected_action": [row.pk], "reason": "틀렸어요"}
        client.post(f"/admin/articles/{name}/", said)
    version.refresh_from_db(), sub_topic.refresh_from_db()
    assert (sub_topic.approval_status, sub_topic.reviews.get().by) == ("rejected", administrator)
    assert version.review_state == "checked", "the only text of its article"
    client.post("/admin/articles/contentversion/", {"action": "confirm_selected", "_selected_action": [version.pk]})
    assert ArticleReport.objects.get().outcome == "kept"


def test_reviews_are_open_to_both_kinds_of_address_only_for_known_kinds(browser, api, teacher):
    assert browser(teacher).get("/teacher/review/poem/1").status_code == 404
    assert api(teacher).post(f"{API}/poem/1", {"decision": "approve"}, format="json").status_code == 404
    assert browser(teacher).get(f"/teacher/review/article/{2**80}").status_code == 404
    assert reviews.DECISIONS == ("approve", "reject", "retire", "confirm")
