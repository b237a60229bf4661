"""Route × role: every address against the table of `tests/routes.py`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver
from model_bakery import baker

from articles import generations
from articles.choices import Options, Wishes
from articles.models import Article, LearningSession
from articles.topic_sessions import open_session
from curriculum.models import LearningModule, Question
from lms.accounts.models import User
from lms.jobs.models import Task
from personalization import placements, subjects, submissions
from personalization.answering import Written
from personalization.models import Assignment
from teacher import invitations, rosters
from teacher.models import Intervention
from tests.routes import (
    ACCOUNT,
    ADMINS,
    ASSIGNED,
    EXAMPLES,
    GIVEN,
    MAKES_GUESTS,
    NOT_OURS,
    OWNED,
    PUBLIC,
    ROUTES,
    SOMEBODY,
    TAUGHT,
    TEACHING,
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOBODYS = EXAMPLES | {"session_id": "sess_x", "article_id": "art_x", "task_id": "task_x", "generation_id": "gen_x"}
NOBODYS |= {"submission_id": "sub_x", "question_id": "1", "unanswered_id": "2"}
NOBODYS |= {"placement_id": "place_x", "placed_id": "1"}
NOBODYS |= {"student_id": "999999", "group_id": "999999", "intervention_id": "999999"}
NOBODYS |= {"roster_id": "999999", "invitation_id": "999999", "assignment_id": "999999"}
NOBODYS |= {"kind": "article", "item_id": "999999"}
FORM = "application/x-www-form-urlencoded"
REFUSED = (401, 403, 404, 405)
ALLOWED = {200, 201, 202, 204, 302}


def ruled(*rules: str) -> list[tuple[str, str]]:
    return [(route, method) for route, row in ROUTES.items() for method, rule in row.methods.items() if rule in rules]


def all_routes() -> Iterator[str]:
    for entry in get_resolver().url_patterns:
        prefix = str(entry.pattern)
        if prefix in NOT_OURS:
            continue
        if isinstance(entry, URLPattern):
            yield prefix
        else:
            yield from (prefix + str(inner.pattern) for inner in entry.url_patterns)


def test_every_route_is_in_the_table_and_nothing_else():
    assert set(all_routes()) == set(ROUTES)


@pytest.fixture
def session(topic, learner, run_tasks) -> LearningSession:
    sub_topics = list(topic.curated_sub_topics.all()[:1])
    options = Options(max_articles_per_subtopic=2)
    session = open_session(user=learner, topic=topic, sub_topics=sub_topics, level="beginner", options=options)
    run_tasks()
    return session


@pytest.fixture
def names(session, learner, run_tasks) -> dict[str, str]:
    """What stands in the routes: the learner's session, an article and a task of it; a batch of subtopics."""
    generation = generations.ask_for(
        user=learner, topic=session.main_topic, interests=["챗봇"], goals="", wishes=Wishes(max_subtopics=1)
    )
    run_tasks()
    question, unanswered = Question.objects.filter(module__name="variables_types")[:2]
    submission = submissions.submit(
        user=learner, subject=subjects.find(learner, "python_basics"), written=[Written(question.pk, "?")]
    )
    placement = placements.start(learner)
    return {
        "placement_id": placement.pk,
        "placed_id": str(placement.question_id),
        "session_id": session.pk,
        "article_id": Article.objects.filter(session=session).first().pk,
        "task_id": Task.objects.filter(session_id=session.pk).first().pk,
        "generation_id": generation.pk,
        "submission_id": submission.pk,
        "question_id": str(question.pk),
        "unanswered_id": str(unanswered.pk),
    }


def filled(body, names: dict[str, str]):
    """The body with what stands in braces."""
    if isinstance(body, dict):
        return {key: filled(value, names) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(value, names) for value in body]
    return body.format(**names)


@pytest.fixture
def call(api, browser):
    """`call(route, method, user, names)`: the status of a request."""

    def call(route: str, method: str, user=None, names: dict[str, str] = NOBODYS) -> int:
        address = "/" + route
        for name, value in names.items():
            address = address.replace(f"<str:{name}>", value).replace(f"<int:{name}>", value)
        if ROUTES[route].query:
            address += "?" + urlencode(ROUTES[route].query)
        body = filled(ROUTES[route].body, names)
        if route.startswith("api/"):
            return api(user).generic(method, address, json.dumps(body), content_type="application/json").status_code
        return browser(user).generic(method, address, urlencode(body), content_type=FORM).status_code

    return call


@pytest.fixture
def unlimited(settings) -> None:
    """All addresses are called in one test."""
    for name in ("USER", "SUBMISSION", "FEEDBACK", "AI"):
        setattr(settings, f"RATE_LIMIT_{name}", "off")


@contextmanager
def undone() -> Iterator[None]:
    """What is done here leaves no trace: the next one finds everything as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_what_a_person_owns_answers_to_owner_teacher_and_admin_alone(
    call, names, unlimited, learner, other_learner, teacher, teacher_of_nobody, administrator, guest
):
    strangers = (other_learner, teacher_of_nobody, guest)

    def status(route: str, method: str, who: User | None) -> int:
        with undone():
            return call(route, method, who, names)

    for row in ruled(OWNED):
        conflict = 409 if row[0].endswith(("/cancel", "/regenerate")) else 200  # ended already; no model to write it
        assert status(*row, learner) in ALLOWED | {conflict}, row
        assert status(*row, administrator) in ALLOWED | {conflict}, row
        assert status(*row, teacher) in ({200} if row[1] == "GET" else {403}), row
        assert {status(*row, who) for who in strangers} == {404}, row
        assert status(*row, None) == 401, row


@pytest.fixture
def assigned(names, learner, other_learner, teacher) -> Assignment:
    """The article is of the learner, who is made to assign it to the other one as a teacher would."""
    article = names["article_id"]
    return Assignment.objects.create(title="Read", student=other_learner, article_id=article, made_by=learner)


def test_an_assigned_article_answers_to_its_student_as_far_as_it_is_theirs(call, names, assigned, other_learner, guest):
    of_the_session = [row for row in ruled(OWNED) if "article_id" in row[0] or "session_id" in row[0]]
    answers = {row: call(*row, other_learner, names) for row in of_the_session}
    assert {row for row, answer in answers.items() if answer in ALLOWED} == ASSIGNED
    refused = {row: answer for row, answer in answers.items() if row not in ASSIGNED}
    assert refused == {row: 403 if "article_id" in row[0] else 404 for row in refused}
    assert {call(*row, guest, names) for row in ASSIGNED} == {404}
    assigned.delete()
    assert {call(*row, other_learner, names) for row in of_the_session} == {404}


@pytest.mark.parametrize(("route", "method"), ruled(GIVEN))
def test_what_was_given_to_somebody_answers_to_them_alone(
    call, topic, route, method, learner, other_learner, teacher, administrator, guest
):
    module = LearningModule.objects.get(track__name="python_basics", name="variables_types")
    names = {"assignment_id": str(Assignment.objects.create(title="Types", student=learner, module=module).pk)}
    assert call(route, method, learner, names) in {200, 302}
    assert {call(route, method, who, names) for who in (other_learner, teacher, administrator, guest)} == {404}
    assert call(route, method, None, names) == 401


@pytest.mark.parametrize(("route", "method"), ruled(PUBLIC))
def test_public_addresses_refuse_nobody(call, topic, route, method):
    assert call(route, method) not in REFUSED


@pytest.mark.parametrize(("route", "method"), ruled(SOMEBODY, ACCOUNT))
def test_addresses_for_somebody_answer_401_to_nobody(call, route, method, learner, guest):
    assert call(route, method) == 401
    assert call(route, method, learner) not in (401, 403, 405)
    assert (call(route, method, guest) == 403) == (ROUTES[route].methods[method] == ACCOUNT)


@pytest.fixture
def taught(learner, teacher) -> dict[str, str]:
    """What stands in the routes about the teacher's student and class."""
    group = teacher.taught_groups.get()
    roster = rosters.preview(by=teacher, group=group, content=b"id,name\nhaneul,Haneul")
    assignment = Assignment.objects.create(group=group, title="Loops again")
    ids = {"student_id": learner.pk, "group_id": group.pk, "roster_id": roster.pk, "assignment_id": assignment.pk}
    ids["invitation_id"] = invitations.make(by=teacher, group=group)[0].pk
    intervention = Intervention.objects.create(student=learner, made_by=teacher, action="tutoring", status="assigned")
    generation = baker.make("articles.SubTopicGeneration", user=learner, language="ko", private_note=None)
    topic = generation.main_topic
    made = baker.make("articles.GeneratedSubTopic", generation=generation, main_topic=topic, position=0, name="x")
    ids["item_id"] = made.pk
    return (
        NOBODYS
        | {"kind": "subtopic"}
        | {name: str(pk) for name, pk in (ids | {"intervention_id": intervention.pk}).items()}
    )


@pytest.mark.parametrize(("route", "method"), ruled(TAUGHT))
def test_a_student_is_shown_to_their_teacher_and_admins_alone(
    call, curriculum, taught, route, method, learner, other_learner, teacher, teacher_of_nobody, administrator, guest
):
    assert call(route, method, None, taught) == 401
    assert {call(route, method, who, taught) for who in (learner, other_learner, guest)} == {403}
    assert call(route, method, teacher_of_nobody, taught) == 404
    allowed = ALLOWED | ({409} if method == "DELETE" else set())  # a class with students in it
    with undone():
        assert call(route, method, administrator, taught) in allowed
    assert call(route, method, teacher, taught) in allowed


@pytest.mark.parametrize(("route", "method"), ruled(TEACHING))
def test_teachers_pages_are_for_teachers_and_admins(
    call, curriculum, taught, route, method, learner, guest, teacher, teacher_of_nobody, administrator
):
    assert call(route, method, None, taught) == 401
    assert {call(route, method, who, taught) for who in (learner, guest)} == {403}
    answers = {call(route, method, who, taught) for who in (teacher_of_nobody, administrator, teacher)}
    assert not answers & {401, 403, 405}


@pytest.mark.parametrize(("route", "method"), ruled(ADMINS))
def test_some_things_only_an_admin_may(call, curriculum, taught, route, method, learner, guest, teacher, administrator):
    assert call(route, method, None, taught) == 401
    assert {call(route, method, who, taught) for who in (learner, guest, teacher)} == {403}
    assert call(route, method, administrator, taught) in ALLOWED


@pytest.mark.parametrize("route", ROUTES)
def test_other_methods_are_405(call, route, administrator):
    others = [method for method in METHODS if method not in ROUTES[route].methods]
    assert {method: call(route, method, administrator) for method in others} == dict.fromkeys(others, 405)


def test_a_route_that_makes_guests_lets_everybody_in(call, topic):
    rows = [(route, "POST") for route, row in ROUTES.items() if row.methods.get("POST") == MAKES_GUESTS]
    assert rows
    assert all(call(*row) not in REFUSED for row in rows)
