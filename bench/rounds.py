"""What all benchmarks share: measuring in turns on a machine that is never quiet, and saying how it was measured."""

import os
from collections.abc import Callable
from statistics import median

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))


def in_turns(rounds: int, **measures: Callable[[], float]) -> dict[str, list[float]]:
    """Each measure once a round, so that what disturbs the machine disturbs all of them."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(1, rounds + 1):
        for name, measure in measures.items():
            found[name].append(measure())
        row = ", ".join(f"{name} {values[-1]:.3f}" for name, values in found.items())
        print(f"  round {number}: {row}   (load average {os.getloadavg()[0]:.1f})", flush=True)
    return found


def ratios(values: list[float], controls: list[float]) -> list[float]:
    return [value / control for value, control in zip(values, controls, strict=True)]


def spread(values: list[float]) -> str:
    """The median, and from where to where."""
    return f"{median(values):.3f} ({min(values):.3f} to {max(values):.3f})"
