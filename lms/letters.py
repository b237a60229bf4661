"""E-mails, sent from threads of their own: no request waits for a mail server or tells by its time that one was asked.

A letter that can't be sent is logged and gone; whoever waits for one asks for another.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

log = logging.getLogger(__name__)

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="letters")


def later(send: Callable[[], None]) -> None:
    """Returns at once."""
    _threads.submit(_send, send)


def _send(send: Callable[[], None]) -> None:
    try:
        send()
    except Exception as error:  # noqa: BLE001 nobody else would hear of it; the text of a server's error may name the address
        log.error("letter_failed", extra={"error": type(error).__name__})
    finally:
        connection.close()
