"""An article: a place in the outline of one session. Whose it is, and who else may read it."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.models.sessions import LearningSession, SessionSubTopic
from curriculum.content_files import LEVEL_CODES
from curriculum.models import LearningModule, OutlineItem
from lms import ids
from lms.accounts.access import OwnedQuerySet, Person
from lms.accounts.models import User
from personalization.models import Assignment


class ArticleQuerySet(OwnedQuerySet):
    owner = "session__user"

    def visible_to(self, person: Person) -> "ArticleQuerySet":
        """Also, to read, what somebody assigned to them from their own articles; as long as it is assigned."""
        rows = super().visible_to(person)
        if not person.is_authenticated or person.is_admin:
            return rows
        given = Assignment.objects.given_to(person).of_article(OuterRef("pk"), owner=OuterRef("session__user"))
        return rows | self.filter(Exists(given))

    def read_by(self, user_id: int) -> "ArticleQuerySet":
        """Finished ones, the latest first, whatever became of their sessions."""
        read = self.filter(readings__user=user_id, readings__completed_at__isnull=False)
        return read.order_by("-readings__completed_at", "pk")

    def bookmarked_by(self, user_id: int) -> "ArticleQuerySet":
        return self.filter(readings__user=user_id, readings__bookmarked=True).order_by("-readings__bookmarked_at", "pk")

    def in_outline(self) -> "ArticleQuerySet":
        return self.filter(removed_at=None).order_by("order_num")

    def unwritten(self) -> "ArticleQuerySet":
        """Articles in the outline with no text at any level yet."""
        return self.filter(removed_at=None).exclude(levels__content__state="ready")


class Article(models.Model):
    id = ids.PublicIdField(prefix="art")
    session = models.ForeignKey(LearningSession, models.CASCADE, related_name="articles")
    order_num = models.PositiveSmallIntegerField()
    session_subtopic = models.ForeignKey(SessionSubTopic, models.CASCADE, related_name="articles")
    outline_item = models.ForeignKey(OutlineItem, models.SET_NULL, null=True, blank=True, related_name="articles")
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    key_concepts = models.JSONField(default=list, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=[(code, code) for code in LEVEL_CODES])
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("article"), _("articles")
        ordering = ["order_num"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "order_num"], name="one_article_a_place", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def practised_in(self) -> LearningModule | None:
        """The module whose questions go with it; none for what was made for one learner."""
        chosen = self.session_subtopic
        return self.session.module if chosen.is_module else chosen.curated.module if chosen.curated_id else None

    @property
    def owner_id(self) -> int:
        return self.session.user_id

    def assignment_of(self, person: User) -> Assignment | None:
        """By which it may be read by somebody whose own it isn't."""
        if person.pk == self.owner_id:
            return None
        return Assignment.objects.given_to(person).of_article(self.pk, owner=self.owner_id).order_by("-pk").first()
