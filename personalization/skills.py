"""The axes on which a career path is measured: what a learner should be good at in the end."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from curriculum.models import CareerPath, CareerPathTrack
from personalization.progress import TrackProgress

TARGET = 80  # per cent
AXES = {
    "saas_fullstack": [
        ("Python", "python_basics"),
        ("JavaScript", "javascript_basics"),
        ("React", "react_basics"),
        (_("Backend"), "fastapi_backend"),
        (_("Database"), "database_design"),
        ("DevOps", "cloud_deployment"),
    ],
    "react_specialist": [
        ("JSX", "react_basics.jsx_basics"),
        ("Components", "react_basics.components_props"),
        ("State", "react_basics.state_events"),
        ("Hooks", "react_basics.hooks_basic"),
        ("Performance", "react_performance"),
        ("Architecture", "react_architecture"),
    ],
    "data_engineer_advanced": [
        ("Python", "python_intermediate"),
        (_("Data analysis"), "data_analysis"),
        ("Hadoop", "hadoop_ecosystem"),
        ("Spark", "spark_mastery"),
        ("Streaming", "streaming_analytics"),
        ("MLOps", "mlops_advanced"),
    ],
}
AT_MOST = 6


@dataclass(frozen=True)
class Skill:
    """`key` is a track or `track.module`; mastery 0-100."""

    label: str
    key: str
    mastery: int
    target: int = TARGET


def axes_of(career: CareerPath) -> list[tuple[str, str]]:
    """(label, key); a path that is new here shows its core tracks."""
    known = AXES.get(career.name)
    if known:
        return [(str(label), key) for label, key in known]
    core = [step.track for step in career.steps.all() if step.role == CareerPathTrack.Role.CORE]
    return [(track.display_name, track.name) for track in core[:AT_MOST]]


def tracks_of(career: CareerPath) -> list[str]:
    return list(dict.fromkeys(key.partition(".")[0] for _label, key in axes_of(career)))


def measured(career: CareerPath, tracks: dict[str, TrackProgress]) -> list[Skill]:
    return [Skill(label, key, _percent(key, tracks)) for label, key in axes_of(career)]


def _percent(key: str, tracks: dict[str, TrackProgress]) -> int:
    track, _dot, module = key.partition(".")
    found = tracks.get(track)
    if found is None:
        return 0
    if not module:
        return round(100 * found.mastery)
    return next((topic.percent for topic in found.topics if topic.module.name == module), 0)
