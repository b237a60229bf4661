"""All content files together, and what is wrong between them: names that lead nowhere, circles, doubles."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curriculum import career_files, content_files, track_files
from curriculum.career_files import CareerFile, CategoryFile, ProjectFile
from curriculum.content_files import CONTENT, ContentError, LevelsFile, TopicFile
from curriculum.prerequisites import Cycle, Graph, Node, module_node, refuse_cycles, track_node
from curriculum.track_files import ModuleFolder, TrackFolder


@dataclass(frozen=True)
class Names:
    """What files may refer to: their own, and what stands in the database already."""

    categories: frozenset[str] = frozenset()
    tracks: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()

    def __or__(self, other: "Names") -> "Names":
        return Names(self.categories | other.categories, self.tracks | other.tracks, self.modules | other.modules)

    def has(self, requirement: str) -> bool:
        return requirement in (self.modules if "." in requirement else self.tracks)


@dataclass(frozen=True)
class Catalogue:
    levels: LevelsFile
    categories: list[CategoryFile] = field(default_factory=list)
    tracks: list[TrackFolder] = field(default_factory=list)
    careers: list[CareerFile] = field(default_factory=list)
    projects: list[ProjectFile] = field(default_factory=list)
    topics: list[TopicFile] = field(default_factory=list)

    @property
    def modules(self) -> list[ModuleFolder]:
        return [module for track in self.tracks for module in track.modules]

    @property
    def names(self) -> Names:
        return Names(
            frozenset(category.name for category in self.categories),
            frozenset(track.shape.name for track in self.tracks),
            frozenset(module.full_name for module in self.modules),
        )

    @property
    def needs(self) -> Graph:
        """Which node needs which; nodes by name."""
        graph: dict[Node, list[Node]] = {
            track_node(track.shape.name): [module_node(module.full_name) for module in track.modules]
            for track in self.tracks
        }
        for module in self.modules:
            graph[module_node(module.full_name)] = [
                module_node(name) if "." in name else track_node(name) for name in module.shape.requires
            ]
        return graph


def read(content: Path = CONTENT, known: Names | None = None) -> Catalogue:
    """Every file below `content`. `known` are further names that files may refer to. Raises ContentError with the faults
    of all files; those between files are looked for when every file is right by itself."""
    parts: dict[str, Callable[[Path], object]] = {
        "levels": content_files.read_levels,
        "categories": career_files.read_categories,
        "tracks": track_files.read_tracks,
        "careers": career_files.read_careers,
        "projects": career_files.read_projects,
        "topics": content_files.read_topics,
    }
    found, faults = {}, []
    for name, read_part in parts.items():
        try:
            found[name] = read_part(content)
        except ContentError as error:
            faults.append(str(error))
    if not faults:
        catalogue = Catalogue(**found)
        faults = list(_faults_between(catalogue, catalogue.names | (known or Names())))
    if faults:
        raise ContentError("\n".join(faults))
    return catalogue


def _faults_between(catalogue: Catalogue, names: Names) -> Iterator[str]:
    yield from _tracks(catalogue, names)
    yield from _careers(catalogue, names)
    yield from _projects_and_topics(catalogue, names)
    try:
        refuse_cycles(catalogue.needs)
    except Cycle as cycle:
        yield f"prerequisites in a circle: {cycle}"


def _tracks(catalogue: Catalogue, names: Names) -> Iterator[str]:
    for track in catalogue.tracks:
        where = f"{track.shape.name}/track.yaml"
        if track.shape.curriculum_category not in names.categories:
            yield f"{where}: curriculum_category: there is no category {track.shape.curriculum_category!r}"
        for module in track.modules:
            where = f"{track.shape.name}/{module.shape.name}/module.yaml"
            yield from _unknown(where, "requires", module.shape.requires, names)


def _careers(catalogue: Catalogue, names: Names) -> Iterator[str]:
    seen: dict[str, str] = {}
    for career in catalogue.careers:
        where = f"careers/{career.name}.yaml"
        if career.category not in names.categories:
            yield f"{where}: category: there is no category {career.category!r}"
        yield from _unknown(where, "tracks", [track for track, _role, _industry in career.steps], names)
        for name in (career.name, *career.aliases):
            if name in seen:
                yield f"{where}: aliases: {name!r} is a name of {seen[name]!r} too"
            seen[name] = career.name


def _projects_and_topics(catalogue: Catalogue, names: Names) -> Iterator[str]:
    for project in catalogue.projects:
        where = f"projects/{project.name}.yaml"
        yield from _unknown(where, "track", [project.track], names)
        yield from _unknown(where, "prerequisites", project.prerequisites, names)
    for topic in catalogue.topics:
        where = f"{topic.slug}.yaml"
        yield from _unknown(where, "track", [topic.track] if topic.track else [], names)
        modules = [sub_topic.module for sub_topic in topic.subtopics if sub_topic.module]
        yield from _unknown(where, "module", modules, names)


def _unknown(where: str, field_name: str, wanted: Iterable[str], names: Names) -> Iterator[str]:
    for name in wanted:
        if not names.has(name):
            kind = "module" if "." in name else "track"
            yield f"{where}: {field_name}: there is no {kind} {name!r}"
