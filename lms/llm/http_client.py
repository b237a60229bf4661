"""The HTTP client under LiteLLM: aiohttp, because httpx's own connections cost more than all of LiteLLM where hundreds of
streams are read at once.

Loaded with LiteLLM, in workers only.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import aiohttp
import httpx
from litellm.llms.custom_httpx.aiohttp_transport import AiohttpResponseStream, LiteLLMAiohttpTransport
from litellm.llms.custom_httpx.http_handler import get_ssl_configuration

from lms.llm import joining

MOST_CONNECTIONS = 1000
KEPT_SECONDS = 2  # servers close what is unused for 5 seconds or more; a request that meets the closing is lost


def make(pace: Callable[[], Callable[[], float]], awaited: Callable[[], bool]) -> httpx.AsyncClient:
    """`pace` and `awaited` as `joining.hook` has them."""
    hooks = {"response": [joining.hook(pace, awaited)]}
    return httpx.AsyncClient(transport=_Transport(_session), follow_redirects=False, event_hooks=hooks)


class _Transport(LiteLLMAiohttpTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        response.stream = _Held(response.stream)
        return response


class _Held(httpx.AsyncByteStream):
    """Reads nothing from the network while what came is worked on: a piece that is only kept would wake the loop."""

    def __init__(self, stream: AiohttpResponseStream) -> None:
        self._stream, self._response = stream, stream._aiohttp_response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for data in self._stream:
            with self._unread():
                yield data

    @contextmanager
    def _unread(self) -> Iterator[None]:
        """A connection whose answer has ended is not ours any more."""
        connection = self._response.connection
        if connection is None or connection.transport is None:
            yield
            return
        connection.transport.pause_reading()
        yield
        if connection.transport is not None:
            connection.transport.resume_reading()

    async def aclose(self) -> None:
        await self._stream.aclose()


def _session() -> aiohttp.ClientSession:
    """Made where the loop runs; remembers no cookies."""
    ssl = get_ssl_configuration()
    connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS, keepalive_timeout=KEPT_SECONDS, ssl=ssl)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
