"""Wiring: one process serves HTTP (WSGI in threads: less than half the CPU of sync views under ASGI) and WebSockets."""

import os

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.wsgi import get_wsgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
WEB_THREADS = 8
http = WSGIMiddleware(get_wsgi_application(), workers=WEB_THREADS)

from lms.live import consumer, topics  # noqa: E402 models can be imported only after get_wsgi_application()

sockets = URLRouter(
    [path(f"{name}/<id>/ws", consumer.LiveConsumer.as_asgi(kind_name=name)) for name in topics.kinds]
    + [path("<path:anything>", consumer.RefusingConsumer.as_asgi())]
)
application = ProtocolTypeRouter({"http": http, "websocket": AuthMiddlewareStack(sockets)})
