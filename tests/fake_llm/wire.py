"""HTTP/1.1 on asyncio streams, just enough of it, with every way to answer badly at hand. No product code uses it."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

LONGEST_BODY_BYTES = 64 * 1024 * 1024
REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}
REASONS |= {429: "Too Many Requests", 500: "Internal Server Error"}
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class BadRequestError(ValueError):
    """What came is not a request that this server understands."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def keeps_alive(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"

    def json(self) -> dict[str, Any]:
        """Raises BadRequestError."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise BadRequestError("The body is not JSON.") from error
        if not isinstance(value, dict):
            raise BadRequestError("The body is not a JSON object.")
        return value


@dataclass
class Exchange:
    """One request and the bytes of its answer."""

    request: Request
    writer: asyncio.StreamWriter
    broken: bool = False

    async def json(self, status: int, value: Any, **headers: str) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        self.writer.write(_head(status, "application/json", {**headers, "Content-Length": str(len(body))}) + body)
        await self.writer.drain()

    def begin(self, content_type: str) -> None:
        """An answer in chunks, whose length nobody knows yet."""
        self.writer.write(_head(200, content_type, {"Transfer-Encoding": "chunked", "Cache-Control": "no-cache"}))

    async def chunk(self, data: bytes) -> None:
        self.writer.write(_chunk(data))
        await self.writer.drain()

    async def last_chunk(self, data: bytes) -> None:
        self.writer.write(_chunk(data) + _chunk(b""))
        await self.writer.drain()

    def reset(self) -> None:
        """The client sees its connection reset by peer."""
        self.broken = True
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.writer.transport.abort()


class Connection(asyncio.StreamReaderProtocol):
    """Ends its handler as soon as the client leaves, wherever that waits: nothing hangs for nobody."""

    def __init__(self, handler: Callable[..., Awaitable[None]], tasks: set[asyncio.Task]) -> None:
        self.handler, self.tasks = handler, tasks
        self.task: asyncio.Task | None = None
        super().__init__(asyncio.StreamReader(), self.connected)

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.task = asyncio.get_running_loop().create_task(self.handler(reader, writer))
        self.tasks.add(self.task)
        self.task.add_done_callback(self.tasks.discard)

    def eof_received(self) -> bool:
        self.leave()
        return bool(super().eof_received())

    def connection_lost(self, error: Exception | None) -> None:
        self.leave()
        super().connection_lost(error)

    def leave(self) -> None:
        if self.task:
            self.task.cancel()


async def converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Callable[[Exchange], Awaitable[None]]
) -> None:
    """All requests of one connection, one after the other."""
    try:
        keeps_alive = True
        while keeps_alive:
            exchange = Exchange(await read_request(reader), writer)
            await answer(exchange)
            keeps_alive = exchange.request.keeps_alive and not exchange.broken
    except BadRequestError as error:
        await Exchange(Request("", "", {}, b""), writer).json(400, {"error": {"message": str(error)}})
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
        pass  # the client has left, or the server ends
    finally:
        writer.close()


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Raises BadRequestError, asyncio.IncompleteReadError when the connection ends."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError as error:
        raise BadRequestError("The header is too long.") from error
    first, *lines = head.strip().split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    words = first.split(" ")
    length = headers.get("content-length", "0")
    if len(words) != 3 or not length.isdigit() or int(length) > LONGEST_BODY_BYTES or "transfer-encoding" in headers:
        raise BadRequestError("Not HTTP/1.1 with a Content-Length.")
    return Request(words[0], words[1].partition("?")[0], headers, await reader.readexactly(int(length)))


def _head(status: int, content_type: str, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)
