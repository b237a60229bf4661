"""pytest plugin: the tests' own PostgreSQL and Valkey under var/test, started once, beside whatever else runs."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TEST_VAR_DIR") or ROOT / "var" / "test")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

os.environ["VAR_DIR"] = str(VAR)
for name in ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "HOST", "PORT", "LLM_MODELS"):
    os.environ.pop(name, None)
os.environ.update({"MODE": "development", "DEMO": "0"})
if WORKER:  # each worker its own database of the one Valkey; PostgreSQL gets one from pytest-django
    os.environ["REDIS_URL"] = f"unix://{os.environ['TEST_VALKEY_SOCKET']}?db={int(WORKER.removeprefix('gw')) + 1}"

from lms.embedded.places import Places  # noqa: E402 the environment has to be set first
from lms.embedded.servers import AlreadyRunning, instance_lock, start_servers, stop  # noqa: E402

_running = []


def pytest_configure(config: pytest.Config) -> None:
    if WORKER or _running:
        return
    places = Places.of(VAR)
    lock = instance_lock(places)
    try:
        lock.__enter__()
    except AlreadyRunning:
        pytest.exit("Other tests of this checkout are running; wait for them.", returncode=2)
    os.environ["TEST_VALKEY_SOCKET"] = str(places.valkey_socket)
    _running.append((lock, start_servers(places, durable=False)))


def pytest_unconfigure(config: pytest.Config) -> None:
    while _running:
        lock, servers = _running.pop()
        stop(servers)
        lock.__exit__(None, None, None)
