"""The HTTP client under LiteLLM: aiohttp, which takes a third of httpx's own processor time for hundreds of streams at once.

Loaded with LiteLLM, in workers only.
"""

from collections.abc import Callable

import aiohttp
import httpx
from litellm.llms.custom_httpx.aiohttp_transport import LiteLLMAiohttpTransport
from litellm.llms.custom_httpx.http_handler import get_ssl_configuration

from lms.llm import joining

MOST_CONNECTIONS = 1000
KEPT_SECONDS = 2  # servers close what is unused for 5 seconds or more; a request that meets the closing is lost


def make(pace: Callable[[], Callable[[], float]], awaited: Callable[[], bool]) -> httpx.AsyncClient:
    """`pace` and `awaited` as `joining.hook` has them."""
    hooks = {"response": [joining.hook(pace, awaited)]}
    return httpx.AsyncClient(transport=LiteLLMAiohttpTransport(_session), follow_redirects=False, event_hooks=hooks)


def _session() -> aiohttp.ClientSession:
    """Made where the loop runs; remembers no cookies."""
    ssl = get_ssl_configuration()
    connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS, keepalive_timeout=KEPT_SECONDS, ssl=ssl)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
