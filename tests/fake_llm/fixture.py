"""The fake model for tests: `fake_llm` is one in a process of its own, fresh for each test.

from tests.fake_llm.fixture import fake_llm, fake_llm_process  # noqa: F401 in a conftest.py
"""

import contextlib
import json
import re
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lms.embedded.processes import Child, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 20
ANSWER_SECONDS = 20
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class FakeLLM:
    """A running fake. After `stop()`, `start()` brings it back on the same port, with nothing remembered."""

    def __init__(self, folder: Path, *, port: int = 0, seed: int = 0) -> None:
        self.log, self.port, self.seed = folder / "fake_llm.log", port, seed
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """What a client takes as its base address."""
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        self.log.write_text("")
        command = [sys.executable, "-m", "tests.fake_llm", "--port", str(self.port), "--seed", str(self.seed)]
        self.child = Child("fake_llm", command, self.log, env={"PYTHONPATH": str(ROOT)})
        self.child.start()
        wait_until(lambda: self._address() is not None, child=self.child, seconds=START_SECONDS)
        self.port = int(self._address()[1])

    def stop(self) -> None:
        if self.child:
            self.child.ask_to_stop()
            self.child.wait_or_kill()

    def set(self, **settings: Any) -> None:
        """mode="slow" · modes=["reset", "ok"] for the next two · fault_rate=0.3, fault_modes=[…] · models={name: {…}}"""
        self._call("/control", settings)

    def reset(self) -> None:
        self._call("/control/reset", {})

    def stats(self) -> dict[str, Any]:
        return self._call("/control/stats")

    def prompts(self) -> list[dict[str, Any]]:
        """The last ones, oldest first: model, mode, prompt_hash, messages."""
        return self._call("/control/prompts")["prompts"]

    def _address(self) -> re.Match | None:
        return re.search(r"http://127\.0\.0\.1:(\d+)/v1 ", self.log.read_text())

    def _call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with _direct.open(f"http://127.0.0.1:{self.port}{path}", data, timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)


@contextlib.contextmanager
def running_fake_llm(**options: int) -> Iterator[FakeLLM]:
    with tempfile.TemporaryDirectory(prefix="fake-llm-") as folder:
        fake = FakeLLM(Path(folder), **options)
        try:
            fake.start()
            yield fake
        finally:
            fake.stop()


@pytest.fixture(scope="session")
def fake_llm_process() -> Iterator[FakeLLM]:
    with running_fake_llm() as fake:
        yield fake


@pytest.fixture
def fake_llm(fake_llm_process: FakeLLM) -> FakeLLM:
    """`.url`, `.set(…)`, `.stats()`, `.prompts()`; the process lives as long as the tests, its memory as long as one."""
    if not fake_llm_process.child.running:
        fake_llm_process.start()
    fake_llm_process.reset()
    return fake_llm_process
