"""The one WebSocket consumer: find out who it is, subscribe, show the present state, pass events on."""

import asyncio
import contextlib
import json
from urllib.parse import urlsplit

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.request import validate_host
from django.utils import timezone, translation
from django.utils.translation import trans_real

from lms.accounts import tokens
from lms.accounts.models import User
from lms.live import open_sockets, reconnects, topics
from lms.live.models import WebSocketConnection

NOT_FOUND = 4404
AUTHENTICATE_WITHIN_SECONDS = 5
WAITING_AT_MOST = 100
WATCHED_AT_MOST = 20
LOOK_AGAIN = {"type": "look_again", "data": {}}


class LiveConsumer(AsyncWebsocketConsumer):
    """Refused means accepted and then closed with 4404: closed before that, a browser could not tell why."""

    row: WebSocketConnection | None = None
    watching = False
    contexts: dict[str, dict]
    waiting_for_token: asyncio.Task | None = None

    async def connect(self) -> None:
        address = self.scope["url_route"]["kwargs"]
        self.kind, self.subject = topics.kinds.get(address.get("kind")), address.get("id")
        self.contexts = {}
        await self.accept()
        open_sockets.add(self)
        origin = self._header(b"origin")
        if self.kind is None or origin and not self._is_known(origin):
            await self.close(NOT_FOUND)
        elif self._is_ours(origin) and self.scope["user"].is_authenticated:
            await self._watch(self.scope["user"])
        else:
            self.waiting_for_token = asyncio.create_task(self._give_up_waiting())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        message = _parse(text_data)
        if not self.watching and message.get("type") == "authenticate":
            user = await database_sync_to_async(tokens.owner_of)(str(message.get("token", "")))
            await self._watch(user)
        elif self.watching and message.get("type") == "watch" and len(self.contexts) < WATCHED_AT_MOST:
            await self._also_watch(message)

    async def live_event(self, message: dict) -> None:
        """From the channel layer. A reader who can't keep up gets told to look again instead of a growing queue."""
        if self._drop_if_too_many():
            await self.send(json.dumps(LOOK_AGAIN))
        else:
            await self._say([message["event"] | self.contexts.get(message.get("topic"), {})])

    async def live_again(self, _message: dict) -> None:
        """Events may have been lost: the present state once more."""
        if self.watching:
            await self._say(await database_sync_to_async(self.kind.snapshot)(self.subject))

    async def disconnect(self, code: int) -> None:
        open_sockets.discard(self)
        if self.waiting_for_token:
            self.waiting_for_token.cancel()
        if self.watching:
            for topic in (self.topic, *self.contexts):
                await self.channel_layer.group_discard(topic, self.channel_name)
        if self.row:
            await database_sync_to_async(self._note_end)(str(code))

    async def _watch(self, user: User | None) -> None:
        if self.waiting_for_token:
            self.waiting_for_token.cancel()
        if user is None or not await database_sync_to_async(self.kind.may_see)(user, self.subject):
            await self.close(NOT_FOUND)
            return
        self.language = user.language or self._wanted_language()
        self.topic = f"{self.kind.name.replace('/', '.')}.{self.subject}"
        await self.channel_layer.group_add(self.topic, self.channel_name)
        reconnects.listen(self.channel_layer)
        self.watching = True
        await self._say(await database_sync_to_async(self._begin)())

    async def _also_watch(self, message: dict) -> None:
        """Subscribed first, then what there is so far: a piece may come twice, never be missing."""
        wanted = await database_sync_to_async(self.kind.watch)(self.subject, message)
        if wanted is None or wanted.topic in self.contexts:
            return
        self.contexts[wanted.topic] = wanted.context
        await self.channel_layer.group_add(wanted.topic, self.channel_name)
        again = await database_sync_to_async(self.kind.watch)(self.subject, message)
        await self._say([event | wanted.context for event in again.events])

    def _begin(self) -> list[dict]:
        """Subscribed by now, so whatever happens between this snapshot and later events is in one of them."""
        self.row = WebSocketConnection.objects.create(
            topic=self.topic,
            session_id=self.subject if self.kind.name == "sessions" else None,
            client_ip=(self.scope.get("client") or ["", 0])[0] or "",
            user_agent=self._header(b"user-agent")[:200],
        )
        return self.kind.snapshot(self.subject)

    async def _say(self, events: list[dict]) -> None:
        with translation.override(self.language):
            messages = [self.kind.word(event) for event in events]
        for message in messages:
            if message is not None:
                await self.send(json.dumps(message, ensure_ascii=False))

    async def _give_up_waiting(self) -> None:
        await asyncio.sleep(AUTHENTICATE_WITHIN_SECONDS)
        self.waiting_for_token = None
        await self.close(NOT_FOUND)

    def _drop_if_too_many(self) -> bool:
        queue = self.channel_layer.channels.get(self.channel_name)
        if queue is None or queue.qsize() <= WAITING_AT_MOST:
            return False
        while not queue.empty():
            queue.get_nowait()
        return True

    def _note_end(self, reason: str) -> None:
        """Where the row is gone, its owner was erased."""
        row = WebSocketConnection.objects.filter(pk=self.row.pk)
        row.update(disconnected_at=timezone.now(), disconnect_reason=reason)

    def _header(self, name: bytes) -> str:
        return dict(self.scope["headers"]).get(name, b"").decode("latin-1")

    def _is_ours(self, origin: str) -> bool:
        """A page of the very address this socket was asked at, port included."""
        address = urlsplit(origin)
        is_here = address.netloc == self._header(b"host") or origin == settings.PUBLIC_URL
        return bool(origin) and is_here and validate_host(address.hostname or "", settings.ALLOWED_HOSTS)

    def _is_known(self, origin: str) -> bool:
        return self._is_ours(origin) or origin in settings.CORS_ALLOWED_ORIGINS

    def _wanted_language(self) -> str:
        for code, _quality in trans_real.parse_accept_lang_header(self._header(b"accept-language").lower()):
            with contextlib.suppress(LookupError):
                return translation.get_supported_language_variant(code)
        return settings.LANGUAGE_CODE


def _parse(text: str | None) -> dict:
    try:
        message = json.loads(text or "")
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
