"""BKT, PFA and a fitted logistic regression beside the product: `python -m bench.mastery --train A.csv [--test B.csv]`.

`--weights` prints what the weights of the product's layer would be, fitted to all of --train.
"""

from argparse import ArgumentParser
from pathlib import Path

from bench.mastery import default_weights
from bench.mastery.knowledge_tracing import BKT
from bench.mastery.regressions import PFA, Regression
from personalization import evaluation
from personalization.evaluation import answers, models


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, help="other students; without it a fifth of the first is held out")
    parser.add_argument("--weights", action="store_true", help="print the layer's weights as fitted to all of --train")
    asked = parser.parse_args()
    known = answers.read(asked.train)
    if asked.weights:
        print(default_weights.fitted(known))
        return
    train, test = (known, answers.read(asked.test)) if asked.test else answers.hold_out(known)
    print(evaluation.table(evaluation.warm(train, test, (*models.ALL, BKT, PFA, Regression))))


if __name__ == "__main__":
    main()
