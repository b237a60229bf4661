"""JavaScript of the curriculum runs in Node and prints what the text says. Node is the one that Playwright brings along."""

import json
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from curriculum.tests import samples_in_content

RUNNER = Path(__file__).with_name("javascript_samples.mjs")


def run(samples: list[dict]) -> list[dict]:
    """For each {code, runs} what it `printed` and its `error`."""
    node = compute_driver_executable()[0]
    command = [node, "--no-warnings", "--experimental-vm-modules", str(RUNNER)]
    done = subprocess.run(command, input=json.dumps(samples), capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def faults() -> list[str]:
    samples = samples_in_content.of("javascript")
    programs = {(sample.code, sample.runs) for sample in samples}  # both languages often have the same
    results = dict(zip(programs, run([{"code": code, "runs": runs} for code, runs in programs]), strict=True))
    found = []
    for sample in samples:
        result = results[sample.code, sample.runs]
        if result["error"]:
            found.append(f"{sample.where}: {result['error']}")
        elif sample.runs and lines(result["printed"]) != lines(sample.said):
            found.append(f"{sample.where}: prints {result['printed']!r}, and the text says {sample.said!r}")
    return found


def test_javascript_runs_and_prints_what_the_text_says():
    assert faults() == []


@pytest.mark.parametrize(
    ("code", "runs", "said"),
    [
        ("const a = 1;\na = 2;", True, "TypeError"),
        ("function (", False, "SyntaxError"),
        ("import { a from './a.js';", False, "SyntaxError"),
    ],
)
def test_javascript_that_fails_is_seen(code, runs, said):
    assert said in run([{"code": code, "runs": runs}])[0]["error"]


def test_output_of_timers_and_modules_counts():
    timers = "setTimeout(() => console.log('late'), 5);\nconsole.log('soon');"
    module = "import { basename } from 'node:path';\nconsole.log(await basename('a/b'));"
    printed = [one["printed"] for one in run([{"code": code, "runs": True} for code in (timers, module)])]
    assert printed == ["soon\nlate\n", "b\n"]
