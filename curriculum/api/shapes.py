"""What answers about categories, tracks, modules, careers and projects look like."""

from rest_framework import serializers

from curriculum.models import (
    CareerPath,
    CareerPathTrack,
    CurriculumCategory,
    LearningModule,
    LearningResource,
    LearningTrack,
    ModulePrerequisite,
    ProjectTemplate,
)
from curriculum.unlocking import STATUSES


class StringList(serializers.ListField):
    child = serializers.CharField()


class CategoryOutput(serializers.ModelSerializer):
    class Meta:
        model = CurriculumCategory
        fields = [
            "id",
            "name",
            "display_name",
            "description",
            "target_audience",
            "estimated_total_months",
            "created_at",
        ]


class TrackOutput(serializers.ModelSerializer):
    curriculum_category = serializers.CharField(source="curriculum_category.name")

    class Meta:
        model = LearningTrack
        fields = [
            "id",
            "name",
            "display_name",
            "description",
            "curriculum_category",
            "category",
            "specialization_level",
            "difficulty_level",
            "position",
            "created_at",
        ]


class ResourceOutput(serializers.ModelSerializer):
    """Of a module, whose track it shares."""

    track = serializers.CharField(source="module.track.name")
    module = serializers.CharField(source="module.full_name")

    class Meta:
        model = LearningResource
        fields = [
            "id",
            "track",
            "module",
            "sub_topic",
            "resource_type",
            "title",
            "url",
            "description",
            "difficulty_level",
            "industry_focus",
            "created_at",
        ]


class PrerequisiteOutput(serializers.Serializer):
    kind = serializers.ChoiceField(["module", "track"])
    name = serializers.CharField()
    complete = serializers.BooleanField()


class ModuleOutput(serializers.ModelSerializer):
    """Takes `standings` in its context. Lists leave the lesson out: it is long, and a locked one isn't shown."""

    track = serializers.CharField(source="track.name")
    resources = ResourceOutput(many=True)
    tags = StringList()
    prerequisites = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()

    class Meta:
        model = LearningModule
        fields = [
            "id",
            "track",
            "name",
            "display_name",
            "description",
            "module_type",
            "estimated_hours",
            "difficulty_level",
            "tags",
            "industry_focus",
            "position",
            "created_at",
            "resources",
            "prerequisites",
            "status",
            "missing",
        ]

    def get_prerequisites(self, module: LearningModule) -> PrerequisiteOutput(many=True):
        return [self._prerequisite(row) for row in module.prerequisites.all()]

    def get_status(self, module: LearningModule) -> serializers.ChoiceField(STATUSES):
        return self.context["standings"].of(module.full_name).status

    def get_missing(self, module: LearningModule) -> list[str]:
        return self.context["standings"].of(module.full_name).missing

    def _prerequisite(self, row: ModulePrerequisite) -> dict:
        kind, name = row.required_node[0], row.required_name
        return {"kind": kind, "name": name, "complete": self.context["standings"].is_complete(name)}


class ModuleDetailOutput(ModuleOutput):
    class Meta(ModuleOutput.Meta):
        fields = [*ModuleOutput.Meta.fields, "lesson"]


class CareerTrackOutput(serializers.ModelSerializer):
    track = serializers.CharField(source="track.name")
    display_name = serializers.CharField(source="track.display_name")

    class Meta:
        model = CareerPathTrack
        fields = ["track", "display_name", "role", "industry", "position"]


class CareerOutput(serializers.ModelSerializer):
    aliases = StringList()
    category = serializers.CharField(source="category.name")
    tracks = CareerTrackOutput(source="steps", many=True)

    class Meta:
        model = CareerPath
        fields = ["id", "name", "aliases", "display_name", "category", "description", "tracks", "created_at"]


class ProjectOutput(serializers.ModelSerializer):
    track = serializers.CharField(source="track.name")
    technologies = StringList()
    prerequisites = StringList()

    class Meta:
        model = ProjectTemplate
        fields = [
            "id",
            "name",
            "display_name",
            "difficulty_level",
            "track",
            "industry_focus",
            "github_url",
            "brief",
            "technologies",
            "estimated_hours",
            "prerequisites",
            "created_at",
        ]


class PathEntryOutput(serializers.Serializer):
    order = serializers.IntegerField()
    track = serializers.CharField(source="step.track")
    display_name = serializers.CharField()
    role = serializers.ChoiceField(["prerequisite", "core", "specialization", "assumed"], source="step.role")
    difficulty_level = serializers.IntegerField(source="step.difficulty")
    reason = serializers.CharField()
    modules = serializers.SerializerMethodField()
    estimated_hours = serializers.IntegerField(source="step.hours")

    def get_modules(self, entry) -> list[str]:
        return [module.name for module in entry.step.modules]


class PathOutput(serializers.Serializer):
    career_goal = serializers.CharField(source="career.name")
    curriculum_category = serializers.CharField(source="career.category.name")
    current_level = serializers.CharField(source="level.code")
    path = PathEntryOutput(source="entries", many=True)
    estimated_hours = serializers.IntegerField(source="hours")
    estimated_months = serializers.FloatField(source="months")
