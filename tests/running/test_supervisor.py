"""One command starts everything and ends everything, also when it is killed; a second start leaves the first alone."""

import os
import signal
import subprocess

import pytest

from tests.product import COMMAND, PARTS, PASSWORD, ROOT, Client, Product, wait_for

GONE_SECONDS = 10


@pytest.fixture
def running(product: Product) -> Product:
    """The file's instance, started again where a test ended it."""
    if not product.supervisor.running:
        product.start()
    return product


def start_second(product: Product) -> subprocess.CompletedProcess:
    environment = os.environ | product.environment
    return subprocess.run(
        COMMAND, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=GONE_SECONDS, check=False
    )


def own_data(product: Product) -> set[str]:
    """Names of what lies in its folder; beat comes and goes with its files as it likes."""
    return {path.name for path in product.places.var.iterdir() if not path.name.startswith("beat")}


def test_everything_runs_and_says_that_it_is_healthy(running):
    answer = running.get("/health")
    assert set(running.parts()) == set(PARTS.values())
    assert (answer.status, answer.json["status"]) == (200, "healthy")
    services = answer.json["services"]
    assert (services["database"], services["redis"], services["llm_providers"]) == ("up", "up", [])
    assert services["celery"].startswith("active_workers_")


def test_a_second_start_says_so_and_touches_nothing(running):
    before, data = running.parts(), own_data(running)
    second = start_second(running)
    assert second.returncode == 1
    assert f"InfoU already runs with its data in {running.places.var}" in second.stderr
    assert running.parts() == before
    assert own_data(running) == data
    assert running.healthy


def test_a_part_that_ends_is_started_again(running):
    before = running.parts()
    running.kill("beat")
    wait_for(lambda: running.parts().get("beat", before["beat"]) != before["beat"], GONE_SECONDS, "another beat")
    assert {**running.parts(), "beat": 0} == {**before, "beat": 0}, "nothing else was started again"


def test_an_interrupt_ends_every_process_in_order(running):
    family = running.family()
    running.supervisor.process.send_signal(signal.SIGINT)
    assert running.supervisor.process.wait(GONE_SECONDS) == 0
    assert not [process for process in family if process.runs]
    assert not running.places.valkey_socket.exists()
    assert not (running.places.postgres_data / "postmaster.pid").exists()


def test_nothing_is_left_when_the_supervisor_is_killed(running):
    family = running.family()
    running.supervisor.process.kill()
    running.supervisor.process.wait(GONE_SECONDS)
    wait_for(lambda: not any(process.runs for process in family), GONE_SECONDS, "all of its processes gone")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_stored_is_there_after_the_next_start(running, how):
    name = f"jiwoo-{how.name.lower()}"
    session = running.learner(name).post("/api/v1/sessions", running.fresh_body()).json["session_id"]
    running.supervisor.process.send_signal(how)
    running.supervisor.process.wait(GONE_SECONDS)
    running.start()
    token = Client(running).post("/api/v1/auth/token", {"username": name, "password": PASSWORD}).json["token"]
    assert Client(running, token).get(f"/api/v1/sessions/{session}").status == 200
