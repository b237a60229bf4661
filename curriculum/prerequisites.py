"""What needs what, as plain values: which circle there is, what is still missing. No database.

A node is ("module", key) or ("track", key). A graph says for every node which nodes it needs: a module its prerequisites,
a track all its modules.
"""

from collections.abc import Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

Node = tuple[str, Hashable]
Graph = Mapping[Node, Iterable[Node]]


class Cycle(Exception):
    """Prerequisites in a circle; `nodes` begins and ends with the same one, each needing the next."""

    def __init__(self, nodes: list[Node]) -> None:
        super().__init__(" → ".join(str(key) for _kind, key in nodes))
        self.nodes = nodes


def module_node(key: Hashable) -> Node:
    return "module", key


def track_node(key: Hashable) -> Node:
    return "track", key


def refuse_cycles(needs: Graph) -> None:
    """Raises Cycle."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        raise Cycle(error.args[1][::-1]) from error


def missing(node: Node, needs: Graph, *, done: set[Hashable], core: set[Hashable]) -> list[Node]:
    """What still stands before this node, however far back, in an order in which it can be learnt; without the node.

    Needing a track means needing its modules in `core`. A track stands for its modules: what comes back is the tracks
    and single modules that somebody would be told to complete.
    """
    found: dict[Node, None] = {}
    _collect(node, needs, done, core, found, set())
    covered = {module for need in found if need[0] == "track" for module in needs.get(need, ())}
    return [need for need in found if need not in covered]


def is_complete(node: Node, needs: Graph, *, done: set[Hashable], core: set[Hashable]) -> bool:
    """A module that is done; a track whose core modules all are (all modules, where none is core)."""
    kind, key = node
    return key in done if kind == "module" else all(inner in done for _kind, inner in counted(node, needs, core))


def counted(track: Node, needs: Graph, core: set[Hashable]) -> list[Node]:
    """The modules that make a track complete."""
    modules = list(needs.get(track, ()))
    return [module for module in modules if module[1] in core] or modules


def _collect(node: Node, needs: Graph, done: set, core: set, found: dict[Node, None], seen: set[Node]) -> None:
    for need in needs.get(node, ()):
        if need in seen:
            continue
        seen.add(need)
        inside = counted(need, needs, core) if need[0] == "track" else [need]
        for module in inside:
            _collect(module, needs, done, core, found, seen)
        if not is_complete(need, needs, done=done, core=core):
            found[need] = None
