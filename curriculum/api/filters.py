"""The filters of lists; an unknown value is 400 and names the field and the known ones."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from curriculum.models import CurriculumCategory, Industry, LearningModule, LearningTrack
from lms.api import PageQuery

SEARCH_AT_MOST = 100


def unknown(known: list[str]) -> serializers.ValidationError:
    return serializers.ValidationError(_("Unknown value. Known: %(known)s.") % {"known": ", ".join(sorted(known))})


class TrackFilters(PageQuery):
    track = serializers.CharField(required=False, max_length=60)
    industry = serializers.ChoiceField(Industry.choices, required=False)
    difficulty = serializers.IntegerField(required=False, min_value=1, max_value=5)

    def validate_track(self, reference: str) -> LearningTrack:
        track = LearningTrack.objects.called(reference).first()
        if track is None:
            raise unknown(LearningTrack.objects.values_list("name", flat=True))
        return track


class ModuleFilters(TrackFilters):
    category = serializers.CharField(required=False, max_length=60)
    tag = serializers.CharField(required=False, max_length=40)
    module_type = serializers.ChoiceField(LearningModule.Type.choices, required=False)
    search = serializers.CharField(required=False, max_length=SEARCH_AT_MOST, allow_blank=True)

    def validate_category(self, name: str) -> str:
        known = [*CurriculumCategory.objects.values_list("name", flat=True), *LearningTrack.Category.values]
        if name not in known:
            raise unknown(known)
        return name

    def validate_tag(self, tag: str) -> str:
        if not LearningModule.objects.filter(tags__contains=[tag]).exists():
            raise unknown({tag for tags in LearningModule.objects.values_list("tags", flat=True) for tag in tags})
        return tag
