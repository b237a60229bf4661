"""Letters are sent by the test's own thread: another one would not see its transaction."""

import pytest

from lms import letters


@pytest.fixture(autouse=True)
def _letters_at_once(monkeypatch) -> None:
    monkeypatch.setattr(letters, "later", lambda send: send())
