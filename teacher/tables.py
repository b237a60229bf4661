"""Tables of the teachers' pages: sorted by a click on a column, in pages, as a file.

A view makes a `Table` of its rows and gives it to `teacher/_table.html`, or answers `as_file` where `?format=csv` asks for it.
Where cells are more than a text, the page writes the rows between `_table_head.html` and `_table_foot.html` itself. Several
tables on a page have different `name`s; after a click one is at the part of the page with that id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from teacher import csv_files

ROWS_A_PAGE = 25
CHUNK = 2000


@dataclass(frozen=True)
class Column:
    """`key` stands in the address; `sort` is the field or annotation it sorts by ("" for none); `value(row)` is what
    stands in a file. On the page it has `unit` behind it or stands as `text(row)`, and leads to `link(row)`. `only_in_file`:
    it has no column of its own there."""

    key: str
    label: str
    value: Callable[[object], object]
    sort: str = ""
    number: bool = False
    only_in_file: bool = False
    unit: str = ""
    text: Callable[[object], str] | None = None
    link: Callable[[object], str] | None = None

    def cell(self, row: object) -> dict:
        """What stands on the page, and where it leads."""
        value = self.text(row) if self.text else self.value(row)
        text = "–" if value in (None, "") else f"{value}{self.unit}"
        return {"column": self, "text": text, "address": self.link(row) if self.link else ""}


@dataclass
class Table:
    request: HttpRequest
    name: str
    columns: Sequence[Column]
    rows: QuerySet | Sequence
    order: str  # a column's key, with "-" before it for the largest first
    label: str = ""
    tie: str = "pk"
    rows_a_page: int = ROWS_A_PAGE
    decorate: Callable[[list], list] = field(default=list)  # what a page of rows is made into before it is shown

    @property
    def wants_file(self) -> bool:
        return self.request.GET.get("format") == "csv" and self.request.GET.get("table", self.name) == self.name

    @cached_property
    def chosen(self) -> tuple[Column, bool]:
        """The column that is sorted by, and whether the largest come first."""
        asked = self.request.GET.get(f"{self.name}_sort", self.order)
        known = {column.key: column for column in self.columns if column.sort}
        key = asked if asked.removeprefix("-") in known else self.order
        return known[key.removeprefix("-")], key.startswith("-")

    @cached_property
    def sorted(self) -> QuerySet | Sequence:
        column, down = self.chosen
        if not isinstance(self.rows, QuerySet):
            return sorted(self.rows, key=lambda row: _last_if_missing(getattr(row, column.sort), down), reverse=down)
        by = F(column.sort).desc(nulls_last=True) if down else F(column.sort).asc(nulls_last=True)
        return self.rows.order_by(by, self.tie)

    @cached_property
    def page(self) -> Page:
        return Paginator(self.sorted, self.rows_a_page).get_page(self.request.GET.get(f"{self.name}_page"))

    @cached_property
    def shown(self) -> list:
        return self.decorate(list(self.page.object_list))

    @property
    def heads(self) -> list[dict]:
        """What stands above the columns: a link that sorts, and which way it is sorted now."""
        column, down = self.chosen
        return [self._head(one, one is column, down) for one in self._on_page]

    @property
    def cells(self) -> list[list[dict]]:
        return [[column.cell(row) for column in self._on_page] for row in self.shown]

    @property
    def _on_page(self) -> list[Column]:
        return [column for column in self.columns if not column.only_in_file]

    def _head(self, column: Column, is_chosen: bool, down: bool) -> dict:
        first_down = column.number
        down_next = not down if is_chosen else first_down
        sort = f"-{column.key}" if down_next else column.key
        return {
            "label": column.label,
            "number": column.number,
            "address": self._here(**{f"{self.name}_sort": sort, f"{self.name}_page": None}) if column.sort else "",
            "sorted": ("descending" if down else "ascending") if is_chosen else "",
        }

    @property
    def next_address(self) -> str:
        return self._page_address(self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def previous_address(self) -> str:
        return self._page_address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def file_address(self) -> str:
        return self._address(format="csv", table=self.name)

    def as_file(self) -> StreamingHttpResponse:
        rows = self.sorted
        if isinstance(rows, QuerySet):
            rows = rows.iterator(chunk_size=CHUNK)
        lines = ([column.value(row) for column in self.columns] for row in rows)
        return csv_files.response(self.name, [column.label for column in self.columns], lines)

    def _page_address(self, number: int) -> str:
        return self._here(**{f"{self.name}_page": number})

    def _here(self, **changes) -> str:
        return f"{self._address(**changes)}#{self.name}"

    def _address(self, **changes) -> str:
        query = self.request.GET.dict() | changes
        return "?" + urlencode({key: value for key, value in query.items() if value not in (None, "")})


def day(moment: datetime | None) -> date | None:
    """What stands in a file for a moment: the day, where people are."""
    return timezone.localtime(moment).date() if moment else None


def _last_if_missing(value: object, down: bool) -> tuple:
    return (value is not None) == down, value if value is not None else 0
