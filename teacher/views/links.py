"""One-time links, shown this once: on a page to print, and as a file that comes with the page."""

import base64
import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lms.accounts.models import ClassGroup
from lms.accounts.password_links import Link
from teacher.csv_files import BYTE_ORDER_MARK, safe


def shown(request: HttpRequest, group: ClassGroup | None, links: list[Link], **more) -> HttpResponse:
    context = {
        "group": group,
        "links": links,
        "file": _file(links),
        "until": min((one.until for one in links), default=None),
    }
    answer = render(request, "teacher/links.html", context | more)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(links: list[Link]) -> str:
    """A `data:` address of a CSV: what is kept nowhere can't be fetched a second time."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Student"), _("User name"), _("Link")])
    writer.writerows([safe(one.person.name), safe(one.person.username), one.address] for one in links)
    return base64.b64encode((BYTE_ORDER_MARK + text.getvalue()).encode()).decode()
