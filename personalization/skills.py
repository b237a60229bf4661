"""The axes on which a career path is measured: what a learner should be good at in the end."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from curriculum.models import CareerPath, CareerPathTrack
from curriculum.unlocking import LOCKED
from personalization.personal_path import PersonalPath
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
    """`key` is a track or `track.module`; mastery 0-100. `opened_by`: the module to complete first, where all of it is locked."""

    label: str
    key: str
    mastery: int
    target: int = TARGET
    opened_by: str = ""


def axes_of(career: CareerPath) -> list[tuple[str, str]]:
    """(label, key); a path that is new here shows its core tracks."""
    known = AXES.get(career.name)
    if known:
        return [(str(label), key) for label, key in known]
    core = [step.track for step in career.steps.all() if step.role == CareerPathTrack.Role.CORE]
    return [(track.display_name, track.name) for track in core[:AT_MOST]]


def tracks_of(career: CareerPath) -> list[str]:
    return list(dict.fromkeys(key.partition(".")[0] for _label, key in axes_of(career)))


def measured(path: PersonalPath, tracks: dict[str, TrackProgress]) -> list[Skill]:
    return [
        Skill(label, key, _percent(key, tracks), opened_by=_opened_by(key, path)) for label, key in axes_of(path.career)
    ]


def beside(path: PersonalPath, tracks: dict[str, TrackProgress]) -> list[Skill]:
    """What was practised and is no axis of this career."""
    axes = set(tracks_of(path.career))
    found = [one for one in tracks.values() if one.answers and one.name not in axes]
    return [Skill(_title(one), one.name, _percent(one.name, tracks)) for one in found[:AT_MOST]]


def _title(track: TrackProgress) -> str:
    return track.topics[0].module.track.display_name


def _opened_by(key: str, path: PersonalPath) -> str:
    """The first module on the path that is in the way of all of it; "" for what is open, or isn't on the path."""
    track, _dot, module = key.partition(".")
    own = [entry for entry in path.entries if entry.track.name == track and module in ("", entry.module.name)]
    if not own or any(entry.status != LOCKED for entry in own):
        return ""
    needed = {name for entry in own for name in entry.missing}
    first = (entry for entry in path.ahead if entry.module.full_name in needed or entry.track.name in needed)
    return next((entry.module.display_name for entry in first if entry not in own), "")


def _percent(key: str, tracks: dict[str, TrackProgress]) -> int:
    track, _dot, module = key.partition(".")
    found = tracks.get(track)
    if found is None:
        return 0
    if not module:
        return round(100 * found.mastery)
    return next((topic.percent for topic in found.topics if topic.module.name == module), 0)
