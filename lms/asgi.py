"""Wiring: one process serves HTTP (WSGI in threads: less than half the CPU of sync views under ASGI) and WebSockets."""

import os

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.wsgi import get_wsgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
WEB_THREADS = 8
http = WSGIMiddleware(get_wsgi_application(), workers=WEB_THREADS)

from lms.live.consumer import LiveConsumer  # noqa: E402 models can be imported only after get_wsgi_application()

sockets = URLRouter(
    [
        re_path(r"^(?P<kind>[a-z/-]+)/(?P<id>[a-z]+_[0-9a-z]+)/ws$", LiveConsumer.as_asgi()),
        re_path("", LiveConsumer.as_asgi()),  # any other address is refused like an id that does not exist
    ]
)
application = ProtocolTypeRouter({"http": http, "websocket": AuthMiddlewareStack(sockets)})
