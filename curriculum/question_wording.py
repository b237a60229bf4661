"""The faults of questions in words, for who writes them in admin or in files."""

from django.utils.translation import gettext as _

from curriculum.question_rules import Fault


def worded(fault: Fault) -> str:
    """One sentence, with the language it is about."""
    text = _texts()[fault.code] % fault.details
    return f"[{fault.language}] {text}" if fault.language else text


def _texts() -> dict[str, str]:
    return {
        "empty": _("A text is missing."),
        "ids_twice": _("Two choices have the same letter."),
        "not_distinct": _("Two choices say the same: “%(text)s”."),
        "catch_all": _("No choice may say all or none of the above."),
        "no_key": _("The correct answer has to be the letter of a choice; “%(key)s” is none."),
        "too_few": _("There has to be a wrong choice."),
        "key_too_long": _("The right choice is more than %(times)s times as long as the longest wrong one."),
        "key_with_weakness": _("The right choice may not name a weakness."),
        "no_weakness": _("Choice %(id)s is wrong and has to name a weakness: %(known)s."),
        "not_for_this_kind": _("Only multiple choice has choices."),
        "no_blank": _("The prompt has to show the blank as %(blank)s."),
        "number_of_hints": _("There have to be %(number)s hints."),
        "hint_with_answer": _("Hint %(number)s gives the answer away."),
        "hint_is_answer": _("Hint %(number)s is the bare answer; it should show the last step."),
        "unbalanced": _("The right choice is “%(key)s” more than half of the time."),
        "alike": _("“%(first)s” and “%(second)s” ask nearly the same."),
        "kinds": _("There have to be at least %(number)s kinds of questions."),
        "difficulties": _("There have to be at least %(number)s difficulties."),
    }
