"""Taking one's data along and being erased, over every table: all rows of one learner, and none of another's."""

import importlib
import json
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from celery import current_app
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import CASCADE, Model
from knox.models import AuthToken
from redis import Redis

from articles.models import LearningSession
from conftest import PASSWORD
from lms import letters
from lms.accounts import erasure, my_data
from lms.accounts.models import ClassGroup, User
from lms.accounts.tests.test_admin import make
from lms.jobs.models import Task
from lms.live.models import WebSocketConnection
from lms.llm.models import Budget
from lms.privacy import notes
from personalization.models import Assignment, LearnerProfile
from tests.personal_data import NAMELESS, NOT_LISTED, TABLES, WITHOUT_KEY

pytestmark = pytest.mark.usefixtures("curriculum")  # rows point at levels
STEPS = len(my_data.holdings()) + 1  # and the account itself
CANARY = "kanaria"
QUARTER = timedelta(days=91)


class Killed(BaseException):
    """The worker is gone; nobody catches this."""


def label(model: type[Model]) -> str:
    return model._meta.label


def leads_to_people(model: type[Model]) -> bool:
    """By a key to a person, or by one to a row that would take this one along when it goes."""
    fields = [field for field in model._meta.get_fields() if field.concrete and field.related_model]
    if any(field.related_model is User for field in fields):
        return True
    owners = {field.related_model for field in fields if _takes_along(field)} - {model}
    return any(leads_to_people(owner) for owner in owners)


def _takes_along(field) -> bool:
    return bool(field.many_to_one or field.one_to_one) and field.remote_field.on_delete is CASCADE


def test_every_table_with_rows_of_people_is_listed():
    leading = {label(model) for model in apps.get_models() if leads_to_people(model)}
    assert leading - set(NOT_LISTED) == set(TABLES) - set(WITHOUT_KEY)


def test_every_listed_section_is_registered_and_nothing_else():
    assert {rows.section for rows in TABLES.values()} | {
        "task_connections",
        "practice_connections",
        "interventions_made",
    } == {holding.name for holding in my_data.holdings()}


def plant(name: str, owner: User) -> Model:
    """A row of this table that belongs to the owner."""
    model = apps.get_model(name)
    match name:
        case "accounts.ClassGroup":
            row = ClassGroup.objects.create(name=f"class of {owner}")
            row.teachers.add(owner)
        case "admin.LogEntry":
            kind = ContentType.objects.get_for_model(ClassGroup)
            row = LogEntry.objects.create(user=owner, content_type=kind, object_id="1", action_flag=2)
        case "articles.Content":
            row = make(model, owner, session=make(LearningSession, owner))
        case "axes.AccessAttempt":
            row = AccessAttempt.objects.create(username=owner.username, failures_since_start=1)
        case "knox.AuthToken":
            row = AuthToken.objects.create(owner)[0]
        case "live.WebSocketConnection":
            session = make(LearningSession, owner)
            row = WebSocketConnection.objects.create(topic=session.topic, session_id=session.pk)
        case "llm.Budget":
            row = Budget.objects.create(scope="learner", period=f"{owner.pk}:1", cap=1)
        case "personalization.Assignment":
            row = Assignment.objects.create(title="Loops again", student=owner)
        case "personalization.LearnerProfile":
            row = LearnerProfile.objects.get_or_create(user=owner)[0]
        case "privacy.PrivateNote":
            row = notes.write(owner=owner, purpose="profile", text={"goal": f"{CANARY} {owner}"})
        case _:
            row = make(model, owner, **({"status": Task.Status.COMPLETED} if model is Task else {}))
    return row


def as_they_are(model: type[Model], *rows: Model) -> list[dict]:
    return list(model.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values())


@pytest.mark.parametrize("name", TABLES)
def test_the_export_has_the_rows_of_one_and_none_of_another(name, learner, other_learner):
    mine = {plant(name, learner), plant(name, learner)} if name != "llm.Budget" else {plant(name, learner)}
    plant(name, other_learner)
    rows = TABLES[name]
    shown = {row[rows.shown] for row in my_data.export(learner)[rows.section]}
    wanted = {getattr(row, rows.shown) for row in mine}
    assert wanted <= shown
    others = {row[rows.shown] for row in my_data.export(other_learner)[rows.section]}
    assert others
    assert not others & shown


def test_the_whole_export_can_be_written_and_speaks_of_nobody_else(learner, other_learner):
    User.objects.filter(pk=other_learner.pk).update(email="somebody@else.example", display_name="Somebody Else")
    for owner in (learner, other_learner):
        for name in TABLES:
            plant(name, owner)
    text = json.dumps(my_data.export(learner), cls=DjangoJSONEncoder, ensure_ascii=False)
    assert f"{CANARY} {learner}" in text
    for foreign in ("somebody@else.example", "Somebody Else", other_learner.username, f"{CANARY} {other_learner}"):
        assert foreign not in text


@pytest.mark.parametrize("name", TABLES)
def test_erasing_leaves_nothing_of_one_and_all_of_another(name, learner, other_learner):
    model, mine, others = apps.get_model(name), plant(name, learner), plant(name, other_learner)
    before = as_they_are(model, others)
    erasure.begin(learner)
    assert erasure.run(learner.pk)
    assert model.objects.filter(pk=mine.pk).exists() == (TABLES[name].left == NAMELESS)
    assert as_they_are(model, others) == before
    assert list(User.objects.all()) == [other_learner]


def test_connections_to_a_task_go_with_it(learner, other_learner):
    kept, gone = (
        WebSocketConnection.objects.create(topic=make(Task, owner, status=Task.Status.COMPLETED).topic)
        for owner in (other_learner, learner)
    )
    assert [row["connection_id"] for row in my_data.export(learner)["task_connections"]] == [gone.pk]
    erasure.begin(learner)
    erasure.run(learner.pk)
    assert list(WebSocketConnection.objects.all()) == [kept]


def test_a_connection_is_shown_without_the_address_of_whoever_it_was(learner):
    plant("live.WebSocketConnection", learner)
    (row,) = my_data.export(learner)["session_connections"]
    assert not {"client_ip", "user_agent"} & set(row), "it may have been a teacher's"


def test_what_was_noted_about_somebody_in_the_admin_site_goes_too(learner, administrator):
    kind = ContentType.objects.get_for_model(User)
    about = {"user": administrator, "content_type": kind, "object_repr": str(learner), "action_flag": 2}
    LogEntry.objects.create(object_id=str(learner.pk), **about)
    kept = LogEntry.objects.create(object_id=str(administrator.pk), **about)
    erasure.begin(learner)
    erasure.run(learner.pk)
    assert list(LogEntry.objects.all()) == [kept]


@pytest.mark.parametrize("moment", ["before", "within"])
def test_an_erasure_killed_at_every_step_goes_on_where_it_stopped(learner, other_learner, monkeypatch, moment):
    for owner in (learner, other_learner):
        for name in TABLES:
            plant(name, owner)
    exported = my_data.export(other_learner)
    erasure.begin(learner)
    for number in range(STEPS):
        with monkeypatch.context() as patch:
            kill_at(patch, number, moment)
            with pytest.raises(Killed):
                erasure.run_all()
        assert User.objects.to_erase().get() == learner, "the row that remembers it goes last"
    assert erasure.run_all() == 1
    assert not User.objects.filter(pk=learner.pk).exists()
    assert my_data.export(other_learner) | {"exported_at": 0} == exported | {"exported_at": 0}


def kill_at(monkeypatch: pytest.MonkeyPatch, number: int, moment: str) -> None:
    """The worker dies before the step with this number, or within its transaction when all its work is done."""
    take, taken = erasure._take, []

    def take_or_die(step, person_id: int) -> bool:
        taken.append(step)
        if len(taken) <= number:
            return take(step, person_id)
        if moment == "before":
            raise Killed
        return take(lambda person: (step(person), _die()), person_id)

    monkeypatch.setattr(erasure, "_take", take_or_die)


def _die() -> None:
    raise Killed


def run_the_beat() -> None:
    """Everything that is done by the clock, once."""
    for entry in django_settings.CELERY_BEAT_SCHEDULE.values():
        module, _dot, name = entry["task"].rpartition(".")
        getattr(importlib.import_module(module), name)()


def everything_kept() -> str:
    """All rows of all tables, and all that is in Redis."""
    with connection.cursor() as cursor:
        parts = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 a name the database gave us
            parts += [row[0] for row in cursor.fetchall()]
    with Redis.from_url(django_settings.REDIS_URL) as redis:
        parts += [repr((key, redis.dump(key))) for key in redis.scan_iter()]
    return "\n".join(parts)


def test_what_was_told_in_private_is_nowhere_after_91_days(learner, browser, caplog):
    plant("privacy.PrivateNote", learner)
    browser(learner).get("/me/data/download")
    with time_machine.travel(QUARTER):
        run_the_beat()
    assert CANARY not in everything_kept()
    assert CANARY not in caplog.text
    assert not learner.private_notes.exists()


def test_an_erased_account_is_nowhere_after_91_days(browser, learner, administrator, monkeypatch, caplog):
    monkeypatch.setattr(letters, "later", lambda send: send())
    name, address = f"{CANARY}-name", f"{CANARY}@infou.example"
    User.objects.filter(pk=learner.pk).update(username=name, display_name=f"{CANARY} shown", email=address)
    group = ClassGroup.objects.create(name="1반")
    add_to_class(browser(administrator), group, learner)
    client = browser()
    client.post("/login", {"username": name, "password": PASSWORD})
    browser().post("/login", {"username": name, "password": "wrong"})
    client.post("/password-reset", {"email": address})
    user_agent = f"{CANARY} browser"
    session = make(LearningSession, learner)
    WebSocketConnection.objects.create(topic=session.topic, session_id=session.pk, user_agent=user_agent)
    assert everything_kept().count(CANARY) > 5, "it was planted"
    assert client.post("/me/data/erase", {"password": PASSWORD}).status_code == 302
    with time_machine.travel(QUARTER):
        run_the_beat()
    assert CANARY not in everything_kept()
    assert not User.objects.filter(pk=learner.pk).exists()
    assert CANARY not in "".join(str(record.__dict__) for record in caplog.records)


def add_to_class(client, group: ClassGroup, student: User) -> None:
    """By the admin site, which notes that with the student's name."""
    form = {
        "name": "1반",
        "language": "ko",
        "join_code": group.join_code,
        "teachers": [client.session["_auth_user_id"]],
    }
    rows = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-student": student.pk}
    answer = client.post(f"/admin/accounts/classgroup/{group.pk}/change/", form | rows)
    assert (answer.status_code, group.memberships.count()) == (302, 1)


def test_the_clock_starts_tasks_that_exist():
    for entry in django_settings.CELERY_BEAT_SCHEDULE.values():
        module, _dot, name = entry["task"].rpartition(".")
        assert getattr(importlib.import_module(module), name).name in current_app.tasks
