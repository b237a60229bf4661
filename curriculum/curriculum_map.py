"""The whole curriculum as plain values: tracks with their modules and what needs what. Three queries, however large."""

from dataclasses import dataclass, field

from curriculum.models import LearningModule, LearningTrack, ModulePrerequisite
from curriculum.path_order import Module, Track
from curriculum.prerequisites import Node, module_node, track_node


@dataclass(frozen=True)
class CurriculumMap:
    """`tracks` by name; `core` are the full names of core modules; `needs` the graph of `prerequisites`, by names."""

    tracks: dict[str, Track]
    core: set[str]
    needs: dict[Node, list[Node]] = field(default_factory=dict)


def read() -> CurriculumMap:
    tracks = LearningTrack.objects.order_by("curriculum_category__position", "position", "pk")
    known = list(tracks.values_list("pk", "name", "difficulty_level"))
    names = {pk: name for pk, name, _difficulty in known}
    rows = LearningModule.objects.in_order().values_list("pk", "track_id", "name", "estimated_hours", "module_type")
    modules = list(rows)
    needs = _needs({pk: f"{names[track]}.{name}" for pk, track, name, *_rest in modules}, names)
    found: dict[str, list[Module]] = {name: [] for name in names.values()}
    for pk, track, name, hours, _kind in modules:
        found[names[track]].append(Module(names[track], name, hours, tuple(needs.get(pk, ()))))
    core = {f"{names[track]}.{name}" for _pk, track, name, _hours, kind in modules if kind == LearningModule.Type.CORE}
    return _map({name: Track(name, difficulty, tuple(found[name])) for _pk, name, difficulty in known}, core)


def _needs(modules: dict[int, str], tracks: dict[int, str]) -> dict[int, list[str]]:
    needs: dict[int, list[str]] = {}
    rows = ModulePrerequisite.objects.values_list("module_id", "required_module_id", "required_track_id")
    for module, required_module, required_track in rows:
        needs.setdefault(module, []).append(modules[required_module] if required_module else tracks[required_track])
    return needs


def _map(tracks: dict[str, Track], core: set[str]) -> CurriculumMap:
    graph = {track_node(track.name): [module_node(module.key) for module in track.modules] for track in tracks.values()}
    for module in (module for track in tracks.values() for module in track.modules):
        graph[module_node(module.key)] = [node_of(name) for name in module.needs]
    return CurriculumMap(tracks, core, graph)


def node_of(name: str) -> Node:
    """`track` or `track.module`."""
    return module_node(name) if "." in name else track_node(name)
