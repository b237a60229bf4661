"""What learners may say of their interests and goals, wherever they are asked for them."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

INTERESTS, INTEREST_CHARACTERS, GOAL_CHARACTERS = 10, 50, 500


class InterestsField(forms.CharField):
    """A line of them, parted by commas; its value is a list without repetitions."""

    def __init__(self, **more) -> None:
        super().__init__(
            label=_("What interests you"), required=False, max_length=INTERESTS * (INTEREST_CHARACTERS + 2), **more
        )

    def clean(self, value: str) -> list[str]:
        said = [part.strip() for part in re.split(r"[,、\n]", super().clean(value))]
        interests = list(dict.fromkeys(filter(None, said)))
        if len(interests) > INTERESTS or any(len(one) > INTEREST_CHARACTERS for one in interests):
            message = _("At most %(most)s interests of %(characters)s characters, parted by commas.")
            raise forms.ValidationError(message, params={"most": INTERESTS, "characters": INTEREST_CHARACTERS})
        return interests
