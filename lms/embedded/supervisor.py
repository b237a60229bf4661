"""`make run` and `make services`: starts everything as our own children, keeps it running, ends it all together.

A plain module, not a manage.py command: Django is loaded by the children, not before the servers can start.
"""

import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from lms.embedded.places import Places
from lms.embedded.processes import Child, wait_until
from lms.embedded.servers import AlreadyRunning, instance_lock, start_servers, stop

ROOT = Path(__file__).resolve().parents[2]
PREPARE_SECONDS = 120
FIRST_PAGE_SECONDS = 60
RESTART_PAUSE_SECONDS = 1.0
SPARE_THREADS = 3  # beside those that wait for a model: outlines are planned, and finished articles stored
CALLS_A_NEXT_ONE = 8  # and one more for so many calls, whose job is ready when one of them ends
CHORES_THREADS = 2
SOCKET_MESSAGE_BYTES = 64 * 1024
ENVIRONMENT = {"worker": {"DB_POOL_TIMEOUT": "60"}}  # hundreds of threads share its connections, and no reader waits
CELERY = ["-m", "celery", "-A", "lms", "--quiet"]


class Ended(Exception):
    """Somebody asked us to stop."""


def main() -> int:
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    os.environ.setdefault("VAR_DIR", str(ROOT / "var"))
    places = Places.of(os.environ["VAR_DIR"])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_to_end)
    try:
        with instance_lock(places):
            _run(places, what)
    except AlreadyRunning as error:
        print(f"{error}\nIt is left as it is. For a second one, set another PORT and VAR_DIR.", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _ask_to_end(_number: int, _frame: object) -> None:
    raise Ended


def _run(places: Places, what: str) -> None:
    if what == "reset":
        _throw_away(places)
        return
    children: list[Child] = []
    try:
        children += _servers(places)
        if what == "run":
            apps = _apps(places)
            _start_product(places, apps, children)
            print(_banner(), flush=True)
        else:
            print(f"PostgreSQL and Valkey run with their data in {places.var}. Ctrl-C ends them.", flush=True)
        _keep_running(children)
    except Ended:
        print("\nStopping ...", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(children)


def _throw_away(places: Places) -> None:
    """Everything under VAR_DIR but the lock that we hold."""
    for path in places.var.iterdir():
        if path == places.lock:
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(f"{places.var} is empty now.")


def _servers(places: Places) -> list[Child]:
    """None where the operator names servers of their own."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        places.logs.mkdir(parents=True, exist_ok=True)
        return []
    return start_servers(places)


def _start_product(places: Places, apps: list[Child], children: list[Child]) -> None:
    prepare = _child(places, "prepare", ["manage.py", "prepare"])
    prepare.start()
    children.insert(0, prepare)
    if prepare.process.wait(PREPARE_SECONDS):
        raise RuntimeError(f"The database could not be prepared; see {prepare.log}\n{_tail(prepare.log)}")
    children.remove(prepare)
    for place, child in enumerate(apps):
        child.start()
        children.insert(place, child)
        if child.name == "worker":  # what comes after it can wait: the processors are for the first page
            wait_until(_first_page, child=apps[0], seconds=FIRST_PAGE_SECONDS)


def _apps(places: Places) -> list[Child]:
    """In the order in which they stop. Chores have a process of their own: a house full of model calls delays no sweep."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    uvicorn = ["-m", "uvicorn", "lms.asgi:application", "--host", host, "--port", port, "--no-proxy-headers"]
    uvicorn += ["--timeout-graceful-shutdown", "3", "--no-access-log", "--log-level", "warning"]
    uvicorn += ["--ws-max-size", str(SOCKET_MESSAGE_BYTES), "--ws-per-message-deflate", "false", "--no-server-header"]
    calls = int(os.environ.get("LLM_MAX_CONCURRENCY") or 5)
    worker = _celery_worker("worker", calls + SPARE_THREADS + calls // CALLS_A_NEXT_ONE, "ai_processing")
    chores = _celery_worker("chores", CHORES_THREADS, "scoring,maintenance")
    beat = [*CELERY, "beat", "--schedule", str(places.var / "beat"), "--pidfile=", "--loglevel", "warning"]
    commands = {"web": uvicorn, "worker": worker, "chores": chores, "beat": beat}
    return [_child(places, name, command, ENVIRONMENT.get(name, {})) for name, command in commands.items()]


def _celery_worker(name: str, threads: int, queues: str) -> list[str]:
    options = ["-n", f"{name}@%h", "-P", "threads", "-c", str(threads), "-Q", queues]
    return [*CELERY, "worker", *options, "--without-mingle", "--without-gossip", "--loglevel", "warning"]


def _child(places: Places, name: str, arguments: list[str], more: dict[str, str] | None = None) -> Child:
    environment = {"DEMO": os.environ.get("DEMO", "1"), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, *[str(ROOT / part) if part == "manage.py" else part for part in arguments]]
    return Child(name, command, places.logs / f"{name}.log", env=environment | (more or {}))


def _keep_running(children: list[Child]) -> None:
    """Whatever ends by itself is started again."""
    while True:
        time.sleep(0.2)
        for child in children:
            if not child.running:
                print(f"{child.name} ended; starting it again. Its log: {child.log}", file=sys.stderr, flush=True)
                time.sleep(RESTART_PAUSE_SECONDS)
                child.start()


def _first_page() -> bool:
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    address = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 compared, not bound
    try:
        with urllib.request.urlopen(f"http://{address}:{port}/health/live", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _banner() -> str:
    address = (
        os.environ.get("PUBLIC_URL") or f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    )
    lines = ["", f"  InfoU runs at {address}", ""]
    if os.environ.get("DEMO", "1") == "1":
        lines += ["  Log in as student1 … student20, teacher1, teacher2 or admin; password infou-demo", ""]
    return "\n".join([*lines, "  Ctrl-C ends everything.", ""])


def _tail(path: Path, lines: int = 12) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


if __name__ == "__main__":
    sys.exit(main())
