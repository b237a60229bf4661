"""How well models of learners predict logged answers: one pass in order, each answer predicted and then learnt. Pure.

`warm`: students that the model has not seen, on questions that others have answered. `cold`: classes without any history.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from time import process_time

from personalization.evaluation import metrics, small_classes
from personalization.evaluation.answers import Answer
from personalization.evaluation.models import ALL, Online, Ours, PlainElo

COLUMNS = ("auc", "accuracy", "rmse", "log_loss", "ece", "us_per_answer")


@dataclass(frozen=True)
class Result:
    """`us_per_answer`: microseconds of processor time to predict an answer and learn from it. A cold class's `auc` is the
    mean over the classes."""

    model: str
    auc: float
    accuracy: float
    rmse: float
    log_loss: float
    ece: float
    us_per_answer: float

    def as_json(self) -> dict[str, str | float | None]:
        """What can't be told (NaN) is null."""
        return {name: None if value != value else value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Run:
    """The chances that a model gave, and what came."""

    chances: list[float]
    right: list[int]
    seconds: float


def warm(train: Sequence[Answer], test: Sequence[Answer], models: Iterable[Callable[[], Online]] = ALL) -> list[Result]:
    """Each model learns from `train` and is judged on `test`, from whose answers it goes on learning."""
    results = []
    for make in models:
        model = make()
        model.fit(train)
        results.append(_judged(model.name, [run(model, test)]))
    return results


def cold(train: Sequence[Answer], test: Sequence[Answer]) -> list[Result]:
    """The product's model and plain Elo, fresh for each class of `test`; `train` serves for the authors' levels alone."""
    exact = small_classes.levels(train)
    kinds = {"no levels": {}, "40% off by one": small_classes.off_by_one(exact), "exact levels": exact}
    classes = small_classes.classes(test)
    results = []
    for kind, levels in kinds.items():
        for make in (Ours, PlainElo):
            runs = [run(make(), small_classes.levelled(answers, levels)) for answers in classes]
            results.append(_judged(f"{make.name}, {kind}", runs))
    return results


def run(model: Online, answers: Sequence[Answer]) -> Run:
    begun = process_time()
    chances = [model.step(answer) for answer in answers]
    return Run(chances, [answer.right for answer in answers], process_time() - begun)


def table(results: Sequence[Result]) -> str:
    """Plain text; a model a line."""
    width = max(len(result.model) for result in results)
    lines = [f"{'':{width}}" + "".join(f"{name:>14}" for name in COLUMNS)]
    for result in results:
        figures = [f"{getattr(result, name):14.4f}" for name in COLUMNS[:-1]]
        lines.append(f"{result.model:{width}}" + "".join(figures) + f"{result.us_per_answer:14.1f}")
    return "\n".join(lines)


def _judged(name: str, runs: Sequence[Run]) -> Result:
    """Ranking within each run, everything else over all of them."""
    chances = [chance for one in runs for chance in one.chances]
    right = [outcome for one in runs for outcome in one.right]
    figures = {metric: measure(chances, right) for metric, measure in metrics.ALL.items()}
    ranked = [auc for auc in (metrics.auc(one.chances, one.right) for one in runs) if not math.isnan(auc)]
    figures["auc"] = sum(ranked) / len(ranked) if ranked else math.nan
    return Result(name, **figures, us_per_answer=1e6 * sum(one.seconds for one in runs) / len(right))
