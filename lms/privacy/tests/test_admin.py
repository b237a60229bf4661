"""Admins see that there are notes, never what they say; nobody else sees that much."""

import pytest

from lms.privacy import notes
from lms.privacy.models import PrivateNote

LIST = "/admin/privacy/privatenote/"


@pytest.fixture
def note(learner) -> PrivateNote:
    return notes.write(owner=learner, purpose="profile", text={"goal": "kanaria"})


def test_an_admin_sees_the_row_without_text_or_ciphertext(browser, administrator, note):
    client = browser(administrator)
    for address in (LIST, f"{LIST}{note.pk}/change/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "old1" in page.text
        assert "kanaria" not in page.text
        assert "ciphertext" not in page.text


def test_nothing_can_be_added_changed_or_deleted(browser, administrator, note):
    client = browser(administrator)
    for address in (f"{LIST}add/", f"{LIST}{note.pk}/delete/"):
        assert client.post(address).status_code == 403
    assert client.post(f"{LIST}{note.pk}/change/", {"purpose": "session_wish"}).status_code == 403
    assert PrivateNote.objects.get().purpose == "profile"


def test_the_owners_teacher_is_refused(browser, teacher, note):
    assert browser(teacher).get(LIST).status_code == 403
    assert browser(teacher).get(f"{LIST}{note.pk}/change/").status_code == 403
