"""The tracks that can be practised, and what opens those that are wholly locked for somebody."""

from dataclasses import dataclass, field

from curriculum import unlocking
from curriculum.curriculum_map import CurriculumMap
from curriculum.models import LearningModule, LearningTrack, Question
from curriculum.unlocking import LOCKED, Standings
from lms import bundles
from lms.accounts.access import Person


@dataclass(frozen=True)
class PracticeTrack:
    """`missing`: what to complete first, in order; nothing where a module of the track is open."""

    track: LearningTrack
    missing: list[LearningTrack | LearningModule] = field(default_factory=list)


def of(person: Person) -> list[PracticeTrack]:
    """Those with questions. One query."""
    asked = Question.objects.shown().order_by().values("module_id").distinct()
    found = bundles.read(asked=asked, **unlocking.asked(person))
    standings, with_questions = unlocking.standings(person, found), {row["module_id"] for row in found["asked"]}
    names = {row.track.name for pk, row in standings.map.modules.items() if pk in with_questions}
    return [
        PracticeTrack(row, _missing(row, standings)) for name, row in standings.map.track_rows.items() if name in names
    ]


def _missing(track: LearningTrack, standings: Standings) -> list[LearningTrack | LearningModule]:
    """What its first module needs, where all of them are locked."""
    found = [standings.of(module.key) for module in standings.map.tracks[track.name].modules]
    if not all(standing.status == LOCKED for standing in found):
        return []
    return [_row(name, standings.map) for name in found[0].missing]


def _row(name: str, known: CurriculumMap) -> LearningTrack | LearningModule:
    return known.track_rows.get(name) or known.module_rows({name})[name]
