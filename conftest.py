"""The cast of every test: a learner, another who must never see hers, their teacher, a teacher of nobody, an admin."""

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from curriculum import loading
from curriculum.models import LearningModule, MainTopic
from lms import redis
from lms.accounts import tokens
from lms.accounts.models import ClassGroup, Membership, User
from lms.jobs import dispatch, kinds
from lms.jobs.models import Task
from lms.llm import forms, prices, providers
from lms.llm.providers import Completion

# The same examples at every run: a property that fails does so for its author, not for whoever comes next.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

PASSWORD = "correct-horse-battery"


def make_user(name: str, **more) -> User:
    return User.objects.create_user(username=name, password=PASSWORD, **more)


@pytest.fixture
def learner(db) -> User:
    return make_user("jiwoo", display_name="한지우")


@pytest.fixture
def other_learner(db) -> User:
    return make_user("seojun", display_name="김서준")


@pytest.fixture
def teacher(learner, other_learner) -> User:
    """Teaches the learner, not the other one."""
    teacher = make_user("seoyeon", role=User.Role.TEACHER)
    group = ClassGroup.objects.create(name="1반")
    group.teachers.add(teacher)
    Membership.objects.create(group=group, student=learner)
    return teacher


@pytest.fixture
def group(teacher) -> ClassGroup:
    """The teacher's class."""
    return teacher.taught_groups.get()


@pytest.fixture
def teacher_of_nobody(db) -> User:
    return make_user("minjae", role=User.Role.TEACHER)


@pytest.fixture
def administrator(db) -> User:
    return make_user("root", role=User.Role.ADMIN)


@pytest.fixture
def guest(db) -> User:
    return User.objects.create_guest()


@pytest.fixture
def api():
    """`api(user)`: an API client with that user's token; without one, a signed-out client."""

    def client(user: User | None = None, **headers) -> APIClient:
        client = APIClient(headers={"Accept-Language": "ko", **headers})
        if user:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(user)[0]}")
        return client

    return client


@pytest.fixture
def browser():
    """`browser(user)`: a page client logged in by cookie, in Korean unless said otherwise."""

    def client(user: User | None = None, language: str = "ko") -> Client:
        client = Client(headers={"Accept-Language": language})
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client


@pytest.fixture(scope="session")
def _curriculum(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        loading.load()


@pytest.fixture
def curriculum(_curriculum, db) -> None:
    """The whole content, loaded once a test process."""


@pytest.fixture
def module(curriculum) -> LearningModule:
    """The first of all, open to everybody."""
    return LearningModule.objects.select_related("track").with_full_name("python_basics.variables_types").get()


@pytest.fixture
def topic(curriculum) -> MainTopic:
    return MainTopic.objects.get(slug="ai-ml")


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _clean_redis() -> None:
    redis.breaker.__init__()
    with Redis.from_url(django_settings.REDIS_URL) as patient:  # without the short time limits of the product's client
        patient.flushdb()


@pytest.fixture(autouse=True)
def sent(monkeypatch) -> list[Task]:
    """What was handed to the queue, instead of a queue; `run_tasks` plays the worker."""
    tasks: list[Task] = []
    monkeypatch.setattr(dispatch, "send", tasks.extend)
    return tasks


@pytest.fixture
def run_tasks(django_capture_on_commit_callbacks):
    """Run every task that is due in the order of its priority, as one worker would, until none is left or one of the type
    `stop_before` is next."""

    def run(at_most: int = 100, stop_before: str = "") -> int:
        for done in range(at_most):
            task = Task.objects.claimable(timezone.now()).order_by("priority", "created_at").first()
            if task is None or task.task_type == stop_before:
                return done
            with django_capture_on_commit_callbacks(execute=True):
                kinds.of(task).celery_task(task.pk)
        raise AssertionError(f"still waiting after {at_most} tasks")

    return run


@pytest.fixture
def queries():
    """`with queries(at_most=5): …`; names the queries when there are more."""

    class AtMost(CaptureQueriesContext):
        def __init__(self, at_most: int) -> None:
            super().__init__(connection)
            self.at_most = at_most

        def __exit__(self, *error) -> None:
            super().__exit__(*error)
            if error[0] is None:
                texts = "\n".join(query["sql"][:200] for query in self.captured_queries)
                assert len(self) <= self.at_most, f"{len(self)} queries, at most {self.at_most}:\n{texts}"

    return AtMost


@pytest.fixture
def planted_in_database():
    """`planted_in_database(text)`: the columns of all tables in which this text stands, as `table.column`."""

    def look(text: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            )
            columns = cursor.fetchall()
            return [f"{table}.{column}" for table, column in columns if _stands_in(cursor, table, column, text)]

    def _stands_in(cursor, table: str, column: str, text: str) -> bool:
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s)', [f"%{text}%"])  # noqa: S608
        return cursor.fetchone()[0]

    return look


class ScriptedModel:
    """Stands in for the network to models: answers that were enqueued, in order; remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list = []
        self.asked: list[tuple[str, list[dict]]] = []
        self.with_form: list[bool] = []

    def will(self, *answers: "str | Exception | Completion") -> None:
        """Texts (complete), completions, or errors to raise."""
        self.answers += answers

    def call(self, model: str, messages: list[dict], *, on_text=None, schema=None, **_options) -> Completion:
        self.asked.append((model, messages))
        self.with_form.append(schema is not None)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            answer = Completion(answer, "stop", tokens_in=100, tokens_out=50, milliseconds=12, first_token_ms=3)
        if on_text:
            on_text(answer.text)
        return answer


@pytest.fixture
def model(monkeypatch, settings) -> ScriptedModel:
    """Two models are configured, at 1 and 2 dollars per million tokens; what they answer is scripted."""
    scripted = ScriptedModel()
    settings.LLM_MODELS = ["openai/first", "openai/second"]
    settings.LLM_PRICES = "openai/first=1/2,openai/second=1/2"
    prices.of.cache_clear()
    forms.forget()
    monkeypatch.setattr(providers, "call", scripted.call)
    monkeypatch.setattr(providers, "count_tokens", lambda model, text: len(text) // 4)
    monkeypatch.setattr(providers, "known_price", lambda model: None)
    yield scripted
    prices.of.cache_clear()
