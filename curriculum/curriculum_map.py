"""The whole curriculum as plain values: tracks with their modules and what needs what; and its rows, without lessons.

Read once a process and again whenever any of it has changed: one query says so, exactly. The rows are everybody's: look at
them, change nothing.
"""

from dataclasses import dataclass, field

from curriculum.models import CareerPath, LearningModule, LearningTrack, Level, ModulePrerequisite
from curriculum.path_order import Module, Track
from curriculum.prerequisites import Node, module_node, track_node
from lms import bundles

TABLES = ("curriculumcategory", "learningtrack", "learningmodule", "moduleprerequisite", "careerpath", "careerpathtrack",
          "level")  # fmt: skip
# Who wrote each row version, and where it lies: another value after every change, also after one that was rolled back.
VERSIONS = " || ".join(
    f"'|' || coalesce((SELECT string_agg(xmin::text || ctid::text, '' ORDER BY ctid) FROM curriculum_{name}), '')"  # noqa: S608
    for name in TABLES
)
SEARCHED = ("search_text", "search_words")
VERSION = bundles.Sql(f"SELECT md5({VERSIONS})")


@dataclass(frozen=True)
class CurriculumMap:
    """`tracks` by name; `core` are the full names of core modules; `needs` the graph of `prerequisites`, by names.

    `modules` (by number), `track_rows` and `careers` (by name), `levels` (by code) are rows; careers have their steps.
    """

    tracks: dict[str, Track]
    core: set[str]
    needs: dict[Node, list[Node]] = field(default_factory=dict)
    modules: dict[int, LearningModule] = field(default_factory=dict)
    track_rows: dict[str, LearningTrack] = field(default_factory=dict)
    careers: dict[str, CareerPath] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)

    def career(self, goal: str) -> CareerPath | None:
        """By name or alias."""
        found = self.careers.get(goal)
        return found or next((row for row in self.careers.values() if goal in row.aliases), None)

    def module_rows(self, names: set[str]) -> dict[str, LearningModule]:
        """By full name."""
        return {row.full_name: row for row in self.modules.values() if row.full_name in names}


_known: tuple[str, CurriculumMap] = "", CurriculumMap({}, set())


def read(version: str = "") -> CurriculumMap:
    """`version`: as VERSION said just now; asked for when it isn't given."""
    global _known
    version = version or bundles.read(version=VERSION)["version"]
    known, found = _known
    if known != version:
        found = _read()
        _known = version, found
    return found


def level(code: str) -> Level:
    """One of the fixed five; no query once they were read."""
    _version, found = _known
    return found.levels.get(code) or read().levels[code]


def _read() -> CurriculumMap:
    rows = LearningTrack.objects.order_by("curriculum_category__position", "position", "pk").defer(*SEARCHED)
    tracks = {track.pk: track for track in rows}
    modules = {module.pk: module for module in LearningModule.objects.in_order().for_lists()}
    for module in modules.values():
        module.track = tracks[module.track_id]
    values = _values(tracks, modules)
    return CurriculumMap(
        tracks=values,
        core={row.full_name for row in modules.values() if row.module_type == LearningModule.Type.CORE},
        needs=_graph(values),
        modules=modules,
        track_rows={track.name: track for track in tracks.values()},
        careers={row.name: row for row in CareerPath.objects.with_tracks()},
        levels={row.pk: row for row in Level.objects.all()},
    )


def _values(tracks: dict[int, LearningTrack], modules: dict[int, LearningModule]) -> dict[str, Track]:
    needs: dict[int, list[str]] = {pk: [] for pk in modules}
    for row in ModulePrerequisite.objects.all():
        required = modules.get(row.required_module_id)
        needs[row.module_id].append(required.full_name if required else tracks[row.required_track_id].name)
    found: dict[str, list[Module]] = {track.name: [] for track in tracks.values()}
    for row in modules.values():
        found[row.track.name].append(Module(row.track.name, row.name, row.estimated_hours, tuple(needs[row.pk])))
    return {row.name: Track(row.name, row.difficulty_level, tuple(found[row.name])) for row in tracks.values()}


def _graph(tracks: dict[str, Track]) -> dict[Node, list[Node]]:
    graph = {track_node(track.name): [module_node(module.key) for module in track.modules] for track in tracks.values()}
    for module in (module for track in tracks.values() for module in track.modules):
        graph[module_node(module.key)] = [node_of(name) for name in module.needs]
    return graph


def node_of(name: str) -> Node:
    """`track` or `track.module`."""
    return module_node(name) if "." in name else track_node(name)
