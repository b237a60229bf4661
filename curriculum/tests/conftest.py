"""Whoever edits the course in the admin site."""

import pytest
from django.test import Client

from lms.accounts import teachers


@pytest.fixture
def editor(browser, teacher) -> Client:
    """The teacher, with a teacher's rights, in English."""
    teachers.grant()
    return browser(teacher, "en")
