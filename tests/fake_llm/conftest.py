"""Its own tests use the fixture that it offers to others."""

from tests.fake_llm.fixture import fake_llm, fake_llm_process  # noqa: F401
