"""The sockets that are open in this process."""

from weakref import WeakSet

_open: WeakSet = WeakSet()


def add(socket: object) -> None:
    _open.add(socket)


def discard(socket: object) -> None:
    _open.discard(socket)


def count() -> int:
    return len(_open)
