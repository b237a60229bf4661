"""The whole product as its users meet it: its own process tree, data and port. Every part can be killed or frozen.

Not for unit tests: a start takes several seconds. `tests/conftest.py` has the fixtures.
"""

import contextlib
import http.cookiejar
import itertools
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from websockets.exceptions import ConnectionClosed
from websockets.sync import client as websocket

from lms.embedded.places import DATABASE_NAME, DATABASE_USER, Places
from lms.embedded.processes import Child

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "lms.embedded.supervisor", "run"]
START_SECONDS = 90
STOP_SECONDS = 30
REQUEST_SECONDS = 15
MESSAGE_SECONDS = 15
PASSWORD = "correct-horse-battery"
COMPLETE_EVERYTHING = """
    INSERT INTO curriculum_modulecompletion (user_id, module_id, how, at, reason, created_at)
    SELECT %s, id, 'teacher', now(), '', now() FROM curriculum_learningmodule
"""
LEVELS = ("absolute_beginner", "beginner", "intermediate", "advanced", "expert")
PARTS = {
    "uvicorn": "web",
    "worker@%h": "worker",
    "chores@%h": "chores",
    "beat": "beat",
    "postgres": "postgres",
    "valkey-server": "valkey",
}


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """The first true value of `condition()`. Fails the test, naming what was waited for, when the time is over."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)
    return value


@dataclass(frozen=True)
class Process:
    """A process that can't be mistaken for a later one with the same number."""

    pid: int
    parent: int
    started: str

    @property
    def runs(self) -> bool:
        return self in processes()

    def speaks_of(self, path: Path) -> bool:
        """In its command line or its environment; Valkey overwrites the latter."""
        with contextlib.suppress(OSError):
            return any(bytes(path) in Path(f"/proc/{self.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
        return False

    @property
    def part(self) -> str | None:
        """One of PARTS' values; None for anything else."""
        words = Path(f"/proc/{self.pid}/cmdline").read_text(errors="replace").replace("\0", " ").split()
        names = [Path(words[0]).name, *words[1:]] if words else []
        return next((PARTS[name] for name in names if name in PARTS), None)


def processes() -> list[Process]:
    """All that run now; dead ones that nobody has fetched are left out."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent, *more = path.read_text().rpartition(") ")[2].split()
            if state != "Z":
                found.append(Process(int(path.parent.name), int(parent), more[17]))
    return found


class Product:
    """One instance. `start()` and `stop()` may be repeated: its data stay until `clear()`."""

    def __init__(
        self, var_dir: Path, port: int, *, demo: bool = False, limits: str = "off", environment: dict | None = None
    ) -> None:
        self.places, self.port = Places.of(var_dir), port
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {"VAR_DIR": str(self.places.var), "HOST": "127.0.0.1", "PORT": str(port)}
        self.environment |= {"MODE": "development", "DEMO": str(int(demo)), "PYTHONPATH": str(ROOT)}
        self.environment |= dict.fromkeys(("RATE_LIMIT_IP", "RATE_LIMIT_USER", "RATE_LIMIT_AI"), limits)
        self.environment |= {"DATABASE_URL": "", "REDIS_URL": "", "LLM_MODELS": ""} | (environment or {})
        self.said = var_dir.with_name(f"{var_dir.name}.log")
        self._choices: Iterator | None = None

    # --- its life

    def start(self) -> None:
        """Returns when its banner is shown."""
        self.said.write_text("")
        self.supervisor = Child(
            "product",
            COMMAND,
            self.said,
            env=self.environment,
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGTERM,
            grace_seconds=STOP_SECONDS,
        )
        self.supervisor.start()
        wait_for(lambda: "InfoU runs at" in self.said.read_text() or self._failed(), START_SECONDS, "the banner")

    def stop(self) -> None:
        """As Ctrl-C does it; whatever that leaves is killed, or a failed test would leave servers behind."""
        for process in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGCONT)
        self.supervisor.ask_to_stop()
        self.supervisor.wait_or_kill()
        for process in processes():
            if process.speaks_of(self.places.var):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)

    def clear(self) -> None:
        shutil.rmtree(self.places.var, ignore_errors=True)
        self.said.unlink(missing_ok=True)

    def _failed(self) -> None:
        assert self.supervisor.running, f"the product ended: {self.said.read_text()}"

    # --- its processes

    def family(self) -> set[Process]:
        """The supervisor and everything that descends from it."""
        everything, members = processes(), set()
        news = {process for process in everything if process.pid == self.supervisor.process.pid}
        while news:
            members |= news
            news = {process for process in everything if process.parent in {one.pid for one in news}} - members
        return members

    def parts(self) -> dict[str, int]:
        """The pids of the supervisor's own children, by name."""
        children = [process for process in processes() if process.parent == self.supervisor.process.pid]
        return {process.part: process.pid for process in children if process.part}

    def kill(self, part: str) -> None:
        os.kill(self.parts()[part], signal.SIGKILL)

    @contextlib.contextmanager
    def frozen(self, part: str) -> Iterator[None]:
        """The part stands still meanwhile, or is killed; so may the supervisor, and then nothing that ends is started again."""
        pid = self.supervisor.process.pid if part == "supervisor" else self.parts()[part]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    # --- its data

    def connect(self) -> psycopg.Connection:
        server = {"host": str(self.places.sockets), "user": DATABASE_USER, "dbname": DATABASE_NAME}
        return psycopg.connect(**server, autocommit=True, connect_timeout=5)

    def rows(self, query: str, *values: Any) -> list[tuple]:
        with self.connect() as connection:
            return connection.execute(query, values).fetchall()

    def value(self, query: str, *values: Any) -> Any:
        return self.rows(query, *values)[0][0]

    @contextlib.contextmanager
    def held(self, table: str) -> Iterator[None]:
        """Nobody writes to this table meanwhile; who wants to waits in the middle of its work. Reading goes on."""
        with self.connect() as connection, connection.transaction():
            connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield

    def waiting_for(self, table: str) -> int:
        """How many wait for a table that is held."""
        return self.value("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", table)

    # --- its doors

    def get(self, path: str) -> "Answer":
        return Client(self).get(path)

    @property
    def healthy(self) -> bool:
        with contextlib.suppress(OSError):
            return self.get("/health").json["status"] == "healthy"
        return False

    def learner(self, name: str) -> "Client":
        """A new account, by token, for which nothing is locked."""
        answer = Client(self).post("/api/v1/auth/register", {"username": name, "password": PASSWORD})
        self.unlock(answer.json["user"]["id"])
        return Client(self, answer.json["token"])

    def unlock(self, user_id: int) -> None:
        """This person has completed every module: no prerequisite is in the way of what a test is about."""
        with self.connect() as connection:
            connection.execute(COMPLETE_EVERYTHING, [user_id])

    def fresh_body(self, sub_topics: int = 2, articles: int = 5) -> dict:
        """A POST /sessions whose articles nobody has asked for yet (topics with fewer subtopics give fewer)."""
        if self._choices is None:
            topics = self.get("/api/v1/main-topics?limit=100").json["items"]
            named = [(topic["id"], topic["slug"]) for topic in topics]
            self._choices = itertools.product((True, False), LEVELS, named)
        examples, level, (topic, slug) = next(self._choices)
        known = self.get(f"/api/v1/sub-topics/curated?limit=100&main_slug={slug}").json["items"]
        names = [sub_topic["id"] for sub_topic in known[:sub_topics]]
        body = {"main_topic_id": topic, "sub_topic_ids": names, "level": level}
        body |= {"personalization": {"include_examples": examples}}
        return body | {"options": {"max_articles_per_subtopic": articles}}

    def begin_anew(self) -> None:
        """`fresh_body` gives what it gave before: somebody has made the contents forgotten."""
        self._choices = None

    @contextlib.contextmanager
    def watch(self, path: str, *, token: str = "", **options: Any) -> Iterator["Watcher"]:
        """A WebSocket; with a token it authenticates itself by its first message."""
        address = f"ws://127.0.0.1:{self.port}{path}"
        settings = {"compression": None, "proxy": None, "ping_interval": None}
        with websocket.connect(address, **settings, **options) as connection:
            watcher = Watcher(connection)
            if token:
                watcher.say({"type": "authenticate", "token": token})
            yield watcher


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Client:
    """One person: with a token for the API, or with cookies for pages."""

    def __init__(self, product: Product, token: str = "") -> None:
        self.product, self.token = product, token
        self.cookies = http.cookiejar.CookieJar()
        handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)]
        self._opener = urllib.request.build_opener(*handlers)

    def get(self, path: str) -> Answer:
        return self._ask(path)

    def post(self, path: str, body: dict, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data, named["Content-Type"] = json.dumps(body).encode(), "application/json"
        return self._ask(path, data, named)

    def send_form(self, path: str, fields: dict) -> Answer:
        """Fetches the page with the form first, as a browser would."""
        self.get(path)
        secret = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urlencode({**fields, "csrfmiddlewaretoken": secret}).encode()
        return self._ask(path, data)

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)

    def _ask(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        headers = {**(headers or {}), **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        request = urllib.request.Request(self.product.address + path, data, headers)  # noqa: S310 our own address
        started = time.monotonic()
        try:
            response = self._opener.open(request, timeout=REQUEST_SECONDS)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            text = response.read().decode()
        return Answer(response.status, dict(response.headers), text, time.monotonic() - started)


class Watcher:
    """The client's end of a WebSocket."""

    def __init__(self, connection: websocket.ClientConnection) -> None:
        self.connection = connection

    def say(self, message: dict) -> None:
        self.connection.send(json.dumps(message))

    def next(self, seconds: float = MESSAGE_SECONDS) -> dict:
        """Raises TimeoutError when nothing comes, ConnectionClosed when the server hangs up."""
        return json.loads(self.connection.recv(timeout=seconds))

    def until(self, kind: str) -> list[dict]:
        """All messages up to the first of this type."""
        messages = [self.next()]
        while messages[-1]["type"] != kind:
            messages.append(self.next())
        return messages

    def close_code(self, seconds: float = MESSAGE_SECONDS) -> int | None:
        """With which code the server closed; the test fails where it says anything else first."""
        try:
            message = self.next(seconds)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
        raise AssertionError(f"not closed, but: {message}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running_product(**options: Any) -> Iterator[Product]:
    """A new instance under a short folder of its own, gone without a trace afterwards."""
    product = Product(Path(tempfile.mkdtemp(prefix="infou-")), free_port(), **options)
    try:
        product.start()
        yield product
    finally:
        product.stop()
        product.clear()
