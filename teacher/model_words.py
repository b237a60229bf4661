"""What models are asked for and what goes wrong with them, in words."""

from django.utils.translation import gettext_lazy as _

from lms.jobs.models import Task

WHAT_WENT_WRONG = {
    "RateLimitError": (
        _("Too many requests"),
        _("The provider's limit on requests was reached; the next model was asked."),
    ),
    "our_rate": (_("Held back by LLM_RPM"), _("Our own limit on requests a minute; the next model was asked.")),
    "no_slot": (_("No place free"), _("As many calls as LLM_MAX_CONCURRENCY allows were under way.")),
    "AuthenticationError": (_("Key refused"), _("The provider doesn't know the key; look at the settings.")),
    "BadRequestError": (_("Request refused"), _("The provider couldn't do anything with the request.")),
    "NotFoundError": (_("Model unknown"), _("The provider has no model of this name; look at LLM_MODELS.")),
    "ServiceUnavailableError": (_("Provider away"), _("The provider said that it can't answer now.")),
    "InternalServerError": (_("Provider broken"), _("The provider failed at the request.")),
    "APIConnectionError": (_("No connection"), _("The provider couldn't be reached, or hung up.")),
    "cut_off": (_("Answer cut off"), _("The text ended before it was complete, and was not used.")),
    "wrong_schema": (_("Form not kept"), _("The answer didn't have the form that was asked for.")),
    "invalid_json": (_("Form not kept"), _("The answer didn't have the form that was asked for.")),
    "too_large": (_("Answer too large"), _("It was broken off at the largest size we take.")),
    "gives_away": (_("Answer given away"), _("The feedback would have named the answer, and was not used.")),
    "unsafe": (_("Not safe to show"), _("The text had something in it that we don't show.")),
    "other_language": (_("Other language"), _("The text was not in the reader's language.")),
}
TOO_SLOW = (_("No answer in time"), _("The call was ended at its deadline."))
UNKNOWN = (_("Not usable"), _("The answer was looked at and not used; another was asked for."))


def wrong(error_type: str) -> tuple[str, str]:
    """(what, in a sentence) for an error of the ledger."""
    if error_type in WHAT_WENT_WRONG:
        return WHAT_WENT_WRONG[error_type]
    return TOO_SLOW if "Timeout" in error_type else UNKNOWN


def asked_for(request_type: str) -> str:
    return Task.Type(request_type).label if request_type in Task.Type.values else request_type
