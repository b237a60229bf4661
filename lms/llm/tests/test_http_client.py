"""The client under LiteLLM: reads only while somebody asks, keeps its connections, and lets go of what is left."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from lms.llm import providers

PIECES = [b"one ", b"two ", b"three"]


class Model:
    """Answers each request in pieces, those after the first when `told`; counts its connections."""

    def __init__(self) -> None:
        self.connections, self.told = 0, asyncio.Event()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while await reader.readline():
            while (await reader.readline()).strip():
                pass
            writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            for piece in PIECES:
                writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                await self.told.wait()
            writer.write(b"0\r\n\r\n")
        writer.close()


def ask(model: Model, asks: Callable[[httpx.AsyncClient, str], Awaitable]) -> list:
    """What `asks(client, address)` found of this model."""
    providers.load()
    from lms.llm import http_client  # noqa: PLC0415 with LiteLLM

    async def main() -> list:
        server = await asyncio.start_server(model.answer, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server, http_client.make(lambda: lambda: 0.0, lambda: True) as client:
            return await asks(client, address)

    return asyncio.run(main())


def connection_of(response: httpx.Response):
    return response.stream._stream._response.connection


def test_a_connection_is_used_again():
    async def twice(client: httpx.AsyncClient, address: str) -> list[bytes]:
        return [(await client.get(address)).content for _time in range(2)]

    model = Model()
    model.told.set()
    assert ask(model, twice) == [b"".join(PIECES)] * 2
    assert model.connections == 1


def test_nothing_is_read_while_a_piece_is_worked_on():
    model = Model()

    async def looks(client: httpx.AsyncClient, address: str) -> list[bool]:
        reading = []
        async with client.stream("GET", address) as response:
            reading.append(connection_of(response).transport.is_reading())
            async for _piece in response.aiter_raw():
                if not model.told.is_set():
                    reading.append(connection_of(response).transport.is_reading())
                    model.told.set()
        return reading

    assert ask(model, looks) == [True, False]


def test_a_stream_that_is_left_keeps_no_connection():
    async def leaves(client: httpx.AsyncClient, address: str) -> list:
        async with client.stream("GET", address) as response:
            piece = await anext(response.aiter_raw())
            await response.aclose()
            return [piece, connection_of(response)]

    assert ask(Model(), leaves) == [PIECES[0], None]
