"""Which class, career path and period a page of the class is about: the same three in every address."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from curriculum.models import CareerPath
from lms.accounts.models import ClassGroup
from teacher import figures
from teacher.access import group_for, groups_of
from teacher.roster_filters import Filters
from teacher.snapshots import NO_CAREER, View


@dataclass(frozen=True)
class Chosen:
    """`careers` are those there are; `filters` are those of a list of students."""

    view: View
    groups: list[ClassGroup]
    careers: list[CareerPath]
    filters: Filters

    @property
    def query(self) -> dict[str, str]:
        """What has to stand in the address of another page about the same students."""
        found = {"group": self.view.group.pk if self.view.group else "", "career": self.view.career}
        found |= {"days": self.view.days if self.view.days != 30 else ""}
        return {name: str(value) for name, value in found.items() if value}

    @property
    def more(self) -> str:
        """For a link that adds its own: `?{{ chosen.more }}show=top`."""
        return f"{urlencode(self.query)}&" if self.query else ""

    def students(self, **more: object) -> str:
        """The address of the list of those behind a number."""
        return f"{reverse('students')}?{urlencode(self.query | more)}"

    @property
    def periods(self) -> Iterable[int]:
        return figures.PERIODS


def read(request: HttpRequest) -> Chosen:
    """Raises Http404 for a class that isn't theirs. 2 queries, 3 with a class."""
    number = request.GET.get("group", "")
    group = group_for(request.user, number) if number else None
    filters = Filters.of(request.GET.dict())
    careers = list(CareerPath.objects.all())
    asked = request.GET.get("career", "")
    career = asked if asked == NO_CAREER or asked in {str(one.pk) for one in careers} else ""
    return Chosen(View(request.user, group, career, filters.days), list(groups_of(request.user)), careers, filters)
