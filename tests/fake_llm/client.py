"""A client for the fake's own tests that sees everything: status, headers, bytes, and how the connection ended."""

import json
import socket
from dataclasses import dataclass
from typing import Any

from tests.fake_llm.fixture import FakeLLM

SECONDS = 20


@dataclass(frozen=True)
class Seen:
    """`ending`: closed, reset, or silent when nothing more came within the time."""

    raw: bytes
    ending: str

    @property
    def head(self) -> str:
        return self.raw.partition(b"\r\n\r\n")[0].decode()

    @property
    def status(self) -> int:
        return int(self.head.split(" ")[1])

    @property
    def headers(self) -> dict[str, str]:
        return dict(line.split(": ", 1) for line in self.head.split("\r\n")[1:])

    @property
    def body(self) -> bytes:
        """Without the marks of its chunks."""
        rest, body = self.raw.partition(b"\r\n\r\n")[2], b""
        if "Transfer-Encoding" not in self.headers:
            return rest
        while rest:
            size, _, rest = rest.partition(b"\r\n")
            body, rest = body + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
        return body

    @property
    def whole(self) -> bool:
        """Whether an answer in chunks came to its end mark."""
        return self.raw.endswith(b"0\r\n\r\n")

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Of a complete stream, without its [DONE]."""
        *events, done, after = self.body.decode().split("\n\n")
        assert (done, after.strip()) == ("data: [DONE]", "")
        return [json.loads(event.removeprefix("data: ")) for event in events]

    @property
    def choice(self) -> dict[str, Any]:
        return self.json["choices"][0]

    @property
    def text(self) -> str:
        return self.choice["message"]["content"]

    @property
    def streamed_text(self) -> str:
        return "".join(event["choices"][0]["delta"].get("content", "") for event in self.events if event["choices"])


def prompt(*lines: str) -> list[dict[str, Any]]:
    return [{"role": "system", "content": "You write for learners."}, {"role": "user", "content": "\n".join(lines)}]


def open_request(fake: FakeLLM, path: str, body: dict[str, Any], *, method: str = "POST") -> socket.socket:
    """A connection on which the request was sent; the caller reads and closes it."""
    payload = json.dumps(body, ensure_ascii=False).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nContent-Length: {len(payload)}\r\n\r\n"
    line = socket.create_connection(("127.0.0.1", fake.port), timeout=SECONDS)
    line.sendall(head.encode() + payload)
    return line


def read(line: socket.socket, *, first: float = SECONDS, silence: float = SECONDS) -> Seen:
    """All that comes until the end. `first` is the patience for the first bytes, `silence` for more of them."""
    parts: list[bytes] = []
    line.settimeout(first)
    try:
        while part := line.recv(1 << 16):
            parts.append(part)
            line.settimeout(silence)
    except TimeoutError:
        return Seen(b"".join(parts), "silent")
    except ConnectionResetError:
        return Seen(b"".join(parts), "reset")
    return Seen(b"".join(parts), "closed")


def request(fake: FakeLLM, path: str, body: dict[str, Any] | None = None, *, method: str = "POST") -> Seen:
    with open_request(fake, path, body or {}, method=method) as line:
        return read(line)


def completion_body(*lines: str, model: str = "fake-model", **more: Any) -> dict[str, Any]:
    return {"model": model, "messages": prompt(*(lines or ("Title: Loops", "Language: en", "Length: short"))), **more}


def complete(fake: FakeLLM, *lines: str, **more: Any) -> Seen:
    return request(fake, "/v1/chat/completions", completion_body(*lines, **more))


def json_form(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
