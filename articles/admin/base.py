"""What the admin pages of this app share: the product itself writes these rows; teachers look at those of own students."""

from lms.admin import Admin, ReadOnly, VisibleRows


class LookedAt(VisibleRows, ReadOnly, Admin):
    teachers_may = ("view",)
