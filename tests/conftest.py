"""Tests that drive the whole running product are left out unless `--product` is given, and the run says so at its end.

They start servers, freeze and kill them, and want the machine's processors for themselves.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product import Product, running_product

HERE = Path(__file__).resolve().parent
MARKS = {"running": "fault", "browser": "browser", "faults": "fault"}
EXAMPLES = 2  # in every run; .ci/full has more
HOW = "python -m pytest --product -n 0 tests/running tests/browser tests/faults"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--product", action="store_true", help="also run the tests that drive the whole product")
    parser.addoption("--examples", type=int, default=EXAMPLES, help="made-up calls of each endpoint and kind of input")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """None leaves the decision to others."""
    left_out = collection_path.parent == HERE and collection_path.name in MARKS
    return True if left_out and not config.getoption("--product") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if drives_product(item.path):
            item.add_marker(MARKS[item.path.parent.name])


def drives_product(path: Path) -> bool:
    return path.parent.parent == HERE and path.parent.name in MARKS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--product"):
        folders = ", ".join(f"tests/{name}" for name in MARKS)
        terminalreporter.write_line(f"Left out, as they drive the whole product: {folders}. To run them: {HOW}")


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A running product for the tests of one file."""
    with running_product() as product:
        yield product


@pytest.fixture(autouse=True)
def _clean_redis(request: pytest.FixtureRequest) -> None:
    """A product has a Valkey of its own."""
    if not drives_product(request.path):
        request.getfixturevalue("_clean_redis")
