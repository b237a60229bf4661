"""In which order somebody wants the tracks of their career: the industry's as early as what they need allows. Pure."""

from collections.abc import Iterable, Mapping


def order(
    core: Iterable[str], industry: Iterable[str], options: Iterable[str], needs: Mapping[str, set[str]]
) -> list[str]:
    """`needs`: every track a track needs, however far back. Industry tracks come behind the first core track with which all
    they need is there, else behind the core; the options come last."""
    wanted, placed = [], set()
    waiting = list(industry)
    for name in core:
        wanted.append(name)
        placed |= {name} | needs.get(name, set())
        ready = [one for one in waiting if needs.get(one, set()) <= placed]
        wanted += ready
        placed |= set(ready)
        waiting = [one for one in waiting if one not in ready]
    return list(dict.fromkeys([*wanted, *waiting, *options]))


def needed_tracks(needs: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Track → all tracks it needs. `needs`: track → names (`track`, `track.module`) its modules need."""
    direct = {track: {name.partition(".")[0] for name in names} - {track} for track, names in needs.items()}
    found: dict[str, set[str]] = {}

    def of(track: str) -> set[str]:
        if track not in found:
            found[track] = set()
            found[track] = direct.get(track, set()).union(*(of(one) for one in direct.get(track, ())))
        return found[track]

    for track in direct:
        of(track)
    return found
