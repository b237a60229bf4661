"""Where one instance keeps its data and its sockets. Everything follows from VAR_DIR; nothing is created here."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT_BYTES = 100  # the kernel's is 108; PostgreSQL appends ".s.PGSQL.5432.lock"
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
DATABASE_NAME = DATABASE_USER = "infou"


@dataclass(frozen=True)
class Places:
    """The files and addresses of the instance whose data lies under `var` (an absolute path)."""

    var: Path

    @classmethod
    def of(cls, var_dir: str | Path) -> "Places":
        return cls(Path(var_dir).resolve())

    @property
    def sockets(self) -> Path:
        """`var/run`, or a short folder of the system's temporary directory where that path would be too long."""
        folder = self.var / "run"
        if len(bytes(folder / LONGEST_SOCKET_NAME)) < SOCKET_PATH_LIMIT_BYTES:
            return folder
        name = hashlib.sha256(bytes(self.var)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"infou-{name}"

    @property
    def postgres_data(self) -> Path:
        return self.var / "postgres"

    @property
    def valkey_data(self) -> Path:
        return self.var / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def lock(self) -> Path:
        return self.var / "instance.lock"

    @property
    def secret_key(self) -> Path:
        return self.var / "secret_key"

    @property
    def database(self) -> dict:
        """Django's connection settings for the embedded PostgreSQL (socket only, trusted)."""
        return {"NAME": DATABASE_NAME, "USER": DATABASE_USER, "HOST": str(self.sockets), "PORT": ""}

    @property
    def redis_url(self) -> str:
        return f"unix://{self.valkey_socket}?db=0"
