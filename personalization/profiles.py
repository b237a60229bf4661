"""What a learner says of themselves: career, industry, level, hours, style; interests and goals as a private note."""

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.privacy import notes
from lms.privacy.models import PrivateNote
from personalization import knowledge
from personalization.models import LearnerProfile

PLAIN = ("career_path", "industry", "current_level", "weekly_hours", "preferred_style", "specializations")


@transaction.atomic
def change(user: User, *, private: dict | None = None, **plain) -> LearnerProfile:
    """What is given replaces what was there; nothing earned is lost. `private`: {"interests": […], "learning_goals": "…"}."""
    profile = knowledge.profile_of(user, lock=True)
    for name in PLAIN:
        if name in plain:
            setattr(profile, name, plain[name])
    if private is not None:
        _write_private(profile, {**read_private(profile), **private})
    profile.version += 1
    profile.onboarded_at = profile.onboarded_at or timezone.now()
    profile.save()
    return profile


def read_private(profile: LearnerProfile) -> dict:
    """What is kept of interests and goals; empty when there is none, or when it has been erased."""
    return notes.read(profile.private_note) if profile.private_note_id else {}


def _write_private(profile: LearnerProfile, text: dict) -> None:
    before = profile.private_note_id
    said = {name: value for name, value in text.items() if value}
    profile.private_note = (
        notes.write(owner=profile.user, purpose=PrivateNote.Purpose.PROFILE, text=said) if said else None
    )
    if before:
        PrivateNote.objects.filter(pk=before).delete()
