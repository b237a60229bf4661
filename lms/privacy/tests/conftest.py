"""Two keys of an operator who is about to change from the first to the second."""

import base64

import pytest

OLD, NEW = (f"{name}:{base64.b64encode(name.encode() * 8).decode()}" for name in ("old1", "new1"))


@pytest.fixture(autouse=True)
def _ring(settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = OLD


@pytest.fixture
def new_key_in_front(settings, _ring):
    """Call it when the notes under the old key are written."""

    def put() -> None:
        settings.FIELD_ENCRYPTION_KEYS = f"{NEW},{OLD}"

    return put
