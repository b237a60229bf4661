"""Child processes that never outlive us: started in a session of their own, told to end when their parent dies."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass
class Child:
    """One program to keep running.

    `stop_signal` asks it to end in order; `death_signal` is what the kernel sends it when this process dies; `folder`
    has to be there for it to start.
    """

    name: str
    command: Sequence[str]
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL
    grace_seconds: float = 5.0
    user: str | None = None
    folder: Path | None = None
    process: subprocess.Popen | None = None

    def start(self) -> None:
        parent = os.getpid()
        if self.folder:  # each time: a server whose data somebody threw away begins anew
            self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | self.env,
                cwd="/" if self.user else None,
                user=self.user,
                group="nogroup" if self.user == "nobody" else None,
                start_new_session=True,
                preexec_fn=lambda: _die_with(parent, self.death_signal),  # noqa: PLW1509 forked before any thread
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.running:
            self.process.send_signal(self.stop_signal)

    def wait_or_kill(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(self.grace_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _die_with(parent: int, death_signal: int) -> None:
    _libc.prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:  # it died between fork and prctl
        os._exit(1)


def wait_until(ready: Callable[[], bool], *, child: Child, seconds: float) -> None:
    """Wait for `ready()`. Raises RuntimeError naming the child's log when it ends or the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not child.running or time.monotonic() > deadline:
            raise RuntimeError(f"{child.name} did not start; see {child.log}")
        time.sleep(0.02)
