"""Why a line, or a whole file, can't be imported, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teacher import roster_files

LINES = {
    "missing_username": gettext_lazy("The user name is missing."),
    "username_too_long": gettext_lazy("The user name is longer than 150 characters."),
    "bad_username": gettext_lazy("A user name has letters, digits and @ . + - _ only, and no spaces."),
    "missing_name": gettext_lazy("The name is missing."),
    "name_too_long": gettext_lazy("The name is longer than 80 characters."),
    "bad_name": gettext_lazy("The name has characters that can't be seen."),
    "email_too_long": gettext_lazy("The e-mail address is longer than 254 characters."),
    "bad_email": gettext_lazy("This is no e-mail address."),
    "not_a_student": gettext_lazy("This user name belongs to somebody who isn't a student."),
    "not_yours": gettext_lazy("This user name is taken. If it is your student, give them the code of the class."),
}
FILES = {
    "too_large": gettext_lazy("The file is larger than 200 KB."),
    "too_many_lines": gettext_lazy("The file has more than 500 students. Divide it."),
    "wrong_encoding": gettext_lazy("The file is no text that we can read. Save it as CSV (UTF-8)."),
    "wrong_header": gettext_lazy("The first line has to name the columns: username, name, and, if you like, email."),
    "empty": gettext_lazy("There is nobody in the list."),
}


def of_line(line: dict) -> str:
    """Of a line as `RosterImport.lines` has it."""
    if line["error"] == "doubled":
        return _("The same user name stands in line %(number)s.") % {"number": line["same_as"]}
    return str(LINES[line["error"]])


def of_file(problem: roster_files.NotReadable) -> str:
    if problem.code == "broken":
        return _("A quotation mark in line %(number)s is never closed, or stands where it can't.") % {
            "number": problem.line
        }
    return str(FILES[problem.code])
