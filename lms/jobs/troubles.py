"""What goes wrong with a job, said to whoever waits for it."""

from django.utils.translation import gettext as _


def passing(code: str) -> str:
    """It is tried again by itself."""
    words = {
        "LLM_RATE_LIMIT": _("The language model gets too many requests. We try again by ourselves in a moment."),
        "LLM_TIMEOUT": _("The language model takes too long. We try again by ourselves in a moment."),
        "LLM_UNAVAILABLE": _("The language model can't be reached. We try again by ourselves in a moment."),
        "LLM_INVALID_OUTPUT": _("The language model wrote something we can't use. We try again by ourselves."),
    }
    return words.get(code) or _("Something went wrong on our side. We try again by ourselves in a moment.")


def final() -> str:
    """Nobody tries any more."""
    return _("This could not be made. What you have read is kept; please ask for it again later.")
