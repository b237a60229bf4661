"""Modules, and what has to be complete before one is open."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curriculum import searching
from curriculum.models.base import LoadedContent, difficulty_field, industry_field
from curriculum.models.tracks import LearningTrack, is_number, is_reference, name_field
from curriculum.prerequisites import Cycle, Node, module_node, refuse_cycles, track_node

LONG_COLUMNS = ("lesson", "lesson_ko", "lesson_en", "search_text", "search_words")
LONG_IN_MODULE = tuple(f"module__{name}" for name in LONG_COLUMNS)  # of rows that come with their module


class LearningModuleQuerySet(models.QuerySet):
    def called(self, reference: str) -> "LearningModuleQuerySet":
        """Modules with this number, this `track.module`, or this bare name: there may be several of the last."""
        if not is_reference(reference):
            return self.none()
        if is_number(reference):
            return self.filter(pk=int(reference))
        track, dot, name = reference.rpartition(".")
        return self.filter(track__name=track, name=name) if dot else self.filter(name=reference)

    def with_full_name(self, full_name: str) -> "LearningModuleQuerySet":
        """The one module with this `track.module`; none for a bare name or a number."""
        return self.called(full_name) if "." in full_name else self.none()

    def in_category(self, name: str) -> "LearningModuleQuerySet":
        """Of a curriculum category, or of a kind of track (foundation, development, specialization)."""
        return self.filter(Q(track__curriculum_category__name=name) | Q(track__category=name))

    def with_everything(self) -> "LearningModuleQuerySet":
        """What an answer about a module shows."""
        prerequisites = ModulePrerequisite.objects.select_related("required_module__track", "required_track")
        return self.select_related("track").prefetch_related(
            "resources", models.Prefetch("prerequisites", prerequisites.order_by("pk"))
        )

    def for_lists(self) -> "LearningModuleQuerySet":
        """Without the lesson, which is long, and what search reads."""
        return self.defer(*LONG_COLUMNS)

    def in_order(self) -> "LearningModuleQuerySet":
        return self.order_by("track__curriculum_category__position", "track__position", "track", "position", "pk")


class LearningModule(LoadedContent):
    class Type(models.TextChoices):
        CORE = "core", _("Core")
        ELECTIVE = "elective", _("Elective")
        PROJECT = "project", _("Project")

    track = models.ForeignKey(LearningTrack, models.CASCADE, related_name="modules", verbose_name=_("track"))
    name = name_field()
    display_name = models.CharField(_("display name"), max_length=120)
    description = models.TextField(_("description"))
    module_type = models.CharField(_("kind of module"), max_length=10, choices=Type, default=Type.CORE)
    estimated_hours = models.PositiveSmallIntegerField(_("hours"), default=8)
    difficulty_level = difficulty_field()
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("tags"))
    industry_focus = industry_field()
    lesson = models.TextField(_("lesson"), blank=True, default="", help_text="Markdown")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    search_text = searching.text_field("display_name", "description")
    search_words = searching.words_field("display_name", "description")

    objects = LearningModuleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("module"), _("modules")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["track", "name"], name="module_name_in_track")]
        indexes = [
            models.Index("industry_focus", "difficulty_level", name="module_industry_difficulty"),
            *searching.indexes("module"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("module", args=[self.full_name])

    @property
    def full_name(self) -> str:
        """`track.module`: its name everywhere outside its track. Needs the track."""
        return f"{self.track.name}.{self.name}"

    def clean(self) -> None:
        """A track may need a module, and that module must not come to stand in it."""
        if self.pk and self.track_id:
            refuse(graph() | {module_node(self.pk): ModulePrerequisite.objects.nodes_of(self.pk)}, moved=self)


class ModulePrerequisiteQuerySet(models.QuerySet):
    def nodes_of(self, module_id: int) -> list[Node]:
        return [row.required_node for row in self.filter(module_id=module_id)]


class ModulePrerequisite(LoadedContent):
    """The module needs exactly one of: another module, a whole track."""

    module = models.ForeignKey(LearningModule, models.CASCADE, related_name="prerequisites", verbose_name=_("module"))
    required_module = models.ForeignKey(
        LearningModule, models.CASCADE, null=True, blank=True, related_name="needed_by", verbose_name=_("needed module")
    )
    required_track = models.ForeignKey(
        LearningTrack, models.CASCADE, null=True, blank=True, related_name="needed_by", verbose_name=_("needed track")
    )

    objects = ModulePrerequisiteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("prerequisite"), _("prerequisites")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(required_module__isnull=True) ^ Q(required_track__isnull=True),
                name="needs_module_or_track",
                violation_error_message=_("Choose a module or a track, not both."),
            ),
            models.CheckConstraint(
                condition=~Q(module=F("required_module")), name="needs_another_module",
                violation_error_message=_("A module can't need itself."),
            ),
            models.UniqueConstraint(fields=["module", "required_module"], name="needs_module_once"),
            models.UniqueConstraint(fields=["module", "required_track"], name="needs_track_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.required_track or self.required_module or "")

    @property
    def required_node(self) -> Node:
        return track_node(self.required_track_id) if self.required_track_id else module_node(self.required_module_id)

    @property
    def required(self) -> "LearningModule | LearningTrack":
        return self.required_track or self.required_module

    @property
    def required_name(self) -> str:
        return self.required_track.name if self.required_track_id else self.required_module.full_name

    def clean(self) -> None:
        """Raises ValidationError naming the cycle that this row would close."""
        if self.module_id and (self.required_module_id or self.required_track_id):
            known = graph(leave_out=self.pk)
            node = module_node(self.module_id)
            refuse(known | {node: [*known.get(node, []), self.required_node]})

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Raises ValidationError. Two that would close a cycle together wait for each other."""
        list(LearningTrack.objects.select_for_update().order_by("pk").values_list("pk"))
        self.clean()
        super().save(*args, **kwargs)


def graph(leave_out: int | None = None) -> dict[Node, list[Node]]:
    """What needs what: modules their prerequisites, tracks their modules. Two queries."""
    needs: dict[Node, list[Node]] = {}
    for module, track in LearningModule.objects.in_order().values_list("pk", "track"):
        needs.setdefault(track_node(track), []).append(module_node(module))
        needs[module_node(module)] = []
    for row in ModulePrerequisite.objects.exclude(pk=leave_out):
        needs[module_node(row.module_id)].append(row.required_node)
    return needs


def refuse(needs: dict[Node, list[Node]], moved: LearningModule | None = None) -> None:
    """Raises ValidationError naming the cycle. `moved` stands in the track it is about to be saved with."""
    if moved:
        node, track = module_node(moved.pk), track_node(moved.track_id)
        needs = {one: [need for need in found if need != node or one[0] != "track"] for one, found in needs.items()}
        needs[track] = [*needs.get(track, []), node]
    try:
        refuse_cycles(needs)
    except Cycle as error:
        raise ValidationError(
            _("Prerequisites in a circle: %(cycle)s."), code="cycle", params={"cycle": _named(error.nodes)}
        ) from error


def _named(nodes: list[Node]) -> str:
    modules = LearningModule.objects.select_related("track").in_bulk([key for kind, key in nodes if kind == "module"])
    tracks = LearningTrack.objects.in_bulk([key for kind, key in nodes if kind == "track"])
    names = [modules[key].full_name if kind == "module" else tracks[key].name for kind, key in nodes]
    return " → ".join(names)
