"""Public ids: a prefix and an unguessable rest, sortable by the time they were made."""

import functools
import os
import time
from datetime import datetime

from django.db import models

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new(prefix: str) -> str:
    """`sess_01j…`: the prefix and 26 base32 digits of a UUIDv7 (48 bits of milliseconds, 74 random; RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return f"{prefix}_" + _digits(value)


def first_at(prefix: str, moment: datetime) -> str:
    """No id made at that moment or later sorts before this."""
    value = int(moment.timestamp() * 1000) << 80
    return f"{prefix}_" + _digits(value)


def _digits(value: int) -> str:
    return "".join(CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


class PublicIdField(models.CharField):
    """A primary key made by `new(prefix)`."""

    def __init__(self, *, prefix: str, **kwargs) -> None:
        self.prefix = prefix
        kwargs |= {"max_length": 40, "primary_key": True, "editable": False}
        kwargs["default"] = functools.partial(new, prefix)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        for made_here in ("max_length", "primary_key", "editable", "default"):
            kwargs.pop(made_here, None)
        return name, path, args, kwargs | {"prefix": self.prefix}
