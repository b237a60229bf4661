"""Which models don't take `response_format`. Their prompts say the form in words too, so they are asked without it.

Remembered by each worker process for itself: what is forgotten costs one refused call.
"""

import time

REMEMBERED_SECONDS = 600.0  # whoever runs a small server may start another version of it

_refused: dict[str, float] = {}  # until when, by model


def takes(model: str) -> bool:
    """As far as we know."""
    return time.monotonic() >= _refused.get(model, 0.0)


def note_refusal(model: str) -> None:
    _refused[model] = time.monotonic() + REMEMBERED_SECONDS


def forget() -> None:
    _refused.clear()
