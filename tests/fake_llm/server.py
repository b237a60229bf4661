"""The fake model's server: chat completions and models as OpenAI has them, and `/control` to set how it behaves.

POST /v1/chat/completions   GET /v1/models
POST /control               settings of `behaviour.Behaviour`, and {"models": {name: settings}}
POST /control/reset         first settings, no statistics; calls that still run are broken off
GET  /control/stats         `stats.Stats`
GET  /control/prompts       the last prompts: [{"model", "mode", "prompt_hash", "messages"}]
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from tests.fake_llm import brief, completions
from tests.fake_llm.answers import Answer, Asked, answer
from tests.fake_llm.behaviour import FORM_REFUSALS, BadSettingError, Behaviour, Behaviours
from tests.fake_llm.completions import Completion
from tests.fake_llm.delivery import Delivery
from tests.fake_llm.schema import UnsupportedSchemaError
from tests.fake_llm.stats import Call, Stats
from tests.fake_llm.wire import BadRequestError, Connection, Exchange, converse

HOST = "127.0.0.1"
MODEL = "fake-model"
PROMPTS_KEPT = 2000
BACKLOG = 1024


class Server:
    """`port` 0 takes a free one. A second port, `elsewhere`, is where redirects lead."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviours = Behaviours(behaviour or Behaviour())
        self.stats = Stats()
        self.prompts: deque[dict[str, Any]] = deque(maxlen=PROMPTS_KEPT)
        self.refused_forms: dict[str, dict[str, Any]] = {}
        self.connections: set[asyncio.Task] = set()
        self.answering: set[asyncio.Task] = set()
        self.listening: list[asyncio.Server] = []
        self.port = self.elsewhere_port = 0

    async def start(self, port: int = 0) -> None:
        self.port = await self.listen(self.route, port)
        self.elsewhere_port = await self.listen(self.elsewhere, 0)

    async def listen(self, answer: Callable[[Exchange], Awaitable[None]], port: int) -> int:
        def connection() -> Connection:
            return Connection(lambda reader, writer: converse(reader, writer, answer), self.connections)

        server = await asyncio.get_running_loop().create_server(connection, HOST, port, backlog=BACKLOG)
        self.listening.append(server)
        return server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        for server in self.listening:
            server.close()
        for task in (tasks := list(self.connections)):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/v1"

    async def route(self, exchange: Exchange) -> None:
        method, path = exchange.request.method, exchange.request.path.removeprefix("/v1")
        methods = ROUTES.get(path)
        if methods is None:
            await exchange.json(404, completions.error(f"No {path} here.", "invalid_request_error"))
        elif method not in methods:
            await exchange.json(405, completions.error(f"{path} has no {method}.", "invalid_request_error"))
        else:
            await self.carefully(methods[method], exchange)

    async def carefully(self, handler: Callable[["Server", Exchange], Awaitable[None]], exchange: Exchange) -> None:
        try:
            await handler(self, exchange)
        except (BadRequestError, BadSettingError, UnsupportedSchemaError) as error:
            await exchange.json(400, completions.error(str(error), "invalid_request_error"))

    async def complete(self, exchange: Exchange) -> None:
        asked = exchange.request.json()
        messages, model = asked_of(asked)
        behaviour = self.behaviours.of(model)
        told = brief.read(messages, seed=behaviour.seed)
        mode = behaviour.next_mode()
        text = answer(Asked(told, self.form_of(asked, mode)), mode, max_tokens=most_tokens(asked))
        call = Call(model, mode, brief.prompt_hash(messages), brief.prompt_tokens(messages))
        self.prompts.append({"model": model, "mode": mode, "prompt_hash": call.prompt_hash, "messages": messages})
        await self.answered(self.delivery(exchange, behaviour, call, text, asked))

    def form_of(self, asked: dict[str, Any], mode: str) -> dict[str, Any] | None:
        """Who refused a form has seen it, and answers in it where the same instruction comes without: it stands there in
        words, which a real model reads."""
        schema = wanted_schema(asked)
        if mode not in FORM_REFUSALS:
            return schema
        instruction = str(asked["messages"][0].get("content"))
        return (
            self.refused_forms.get(instruction)
            if schema is None
            else self.refused_forms.setdefault(instruction, schema)
        )

    def delivery(
        self, exchange: Exchange, behaviour: Behaviour, call: Call, text: Answer, asked: dict[str, Any]
    ) -> Delivery:
        self.stats.arrived(call)
        return Delivery(
            exchange,
            call,
            self.stats,
            behaviour,
            Completion(self.stats.requests, call.model, call.prompt_tokens, text, behaviour.piece_characters),
            streamed=bool(asked.get("stream")),
            with_usage=bool((asked.get("stream_options") or {}).get("include_usage")),
            with_form=bool(asked.get("response_format")),
            elsewhere=f"http://{HOST}:{self.elsewhere_port}{exchange.request.path}",
        )

    async def answered(self, delivery: Delivery) -> None:
        task = asyncio.current_task()
        self.answering.add(task)
        try:
            await delivery.run()
        finally:
            self.answering.discard(task)

    async def models(self, exchange: Exchange) -> None:
        names = sorted({MODEL, *self.behaviours.models})
        listed = [{"id": name, "object": "model", "created": completions.CREATED, "owned_by": "fake"} for name in names]
        await exchange.json(200, {"object": "list", "data": listed})

    async def control(self, exchange: Exchange) -> None:
        self.behaviours.set(exchange.request.json())
        await exchange.json(200, {"common": vars(self.behaviours.common)})

    async def reset(self, exchange: Exchange) -> None:
        for task in self.answering:
            task.cancel()
        self.stats = Stats()
        self.prompts.clear()
        self.behaviours.reset()
        await exchange.json(200, {})

    async def show_stats(self, exchange: Exchange) -> None:
        await exchange.json(200, self.stats.as_json())

    async def show_prompts(self, exchange: Exchange) -> None:
        await exchange.json(200, {"prompts": list(self.prompts)})

    async def elsewhere(self, exchange: Exchange) -> None:
        """Whoever follows a redirect comes here, is counted, and gets an answer that nobody should trust."""
        self.stats.elsewhere += 1
        self.stats.elsewhere_with_key += "authorization" in exchange.request.headers
        said = Completion(0, "elsewhere", 1, Answer("An answer from elsewhere."))
        exchange.begin("application/json")
        await exchange.last_chunk(said.whole())


ROUTES: dict[str, dict[str, Callable[[Server, Exchange], Awaitable[None]]]] = {
    "/chat/completions": {"POST": Server.complete},
    "/models": {"GET": Server.models},
    "/control": {"POST": Server.control},
    "/control/reset": {"POST": Server.reset},
    "/control/stats": {"GET": Server.show_stats},
    "/control/prompts": {"GET": Server.show_prompts},
}


def asked_of(asked: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Messages and model. Raises BadRequestError."""
    messages, model = asked.get("messages"), asked.get("model")
    if not (isinstance(messages, list) and messages and all(isinstance(message, dict) for message in messages)):
        raise BadRequestError("messages: a list of objects is needed")
    if not isinstance(model, str):
        raise BadRequestError("model: a name is needed")
    return messages, model


def wanted_schema(asked: dict[str, Any]) -> dict[str, Any] | None:
    """None: an article. `json_object` takes any object."""
    form = asked.get("response_format") or {}
    if form.get("type") == "json_object":
        return {"type": "object", "properties": {"title": {"type": "string"}, "text": {"type": "string"}}}
    return (form.get("json_schema") or {}).get("schema", {}) if form.get("type") == "json_schema" else None


def most_tokens(asked: dict[str, Any]) -> int | None:
    return asked.get("max_completion_tokens") or asked.get("max_tokens")
