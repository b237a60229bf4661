"""Code in lessons, outlines and questions: Python runs by itself and prints what the text says."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import yaml

BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```\s*$", flags=re.S | re.M)
SECONDS = 30


class Fails(Exception):
    """A sample that does not run."""


def faults_of(markdown: str) -> Iterator[str]:
    """`python` runs and prints the `text` block that follows; `python norun` (third-party) parses; JSON and YAML parse."""
    for (info, code), (following, output) in pairwise([*BLOCK.findall(markdown), ("", "")]):
        if info == "python":
            yield from _run_faults(code, output.rstrip() if following == "text" else "")
        elif info.startswith("python"):
            yield from _parse_faults(ast.parse, code, SyntaxError)
        elif info == "json":
            yield from _parse_faults(json.loads, code, ValueError)
        elif info == "yaml":
            yield from _parse_faults(lambda text: list(yaml.safe_load_all(text)), code, yaml.YAMLError)


@lru_cache(maxsize=4096)  # the samples of both languages are often the same
def printed_by(code: str) -> str:
    """What the program prints, without trailing space. Raises Fails."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, encoding="utf-8")
    except subprocess.TimeoutExpired as error:
        raise Fails(f"still runs after {SECONDS} seconds") from error
    if done.returncode:
        raise Fails((done.stderr.strip().splitlines() or ["ends with an error"])[-1])
    return done.stdout.rstrip()


def without_code(markdown: str) -> str:
    """The prose alone."""
    return re.sub(r"`[^`\n]*`", " ", BLOCK.sub("", markdown))


def _run_faults(code: str, said: str) -> Iterator[str]:
    try:
        printed = printed_by(code)
    except Fails as error:
        yield f"“{_beginning(code)}” does not run: {error}"
        return
    if printed and printed != said:
        yield f"“{_beginning(code)}” prints {printed!r}, and the text block behind it says {said!r}"


def _parse_faults(parse, code: str, error_type: type[Exception]) -> Iterator[str]:
    try:
        parse(code)
    except error_type as error:
        yield f"“{_beginning(code)}” does not parse: {error}"


def _beginning(code: str) -> str:
    return code.strip().split("\n")[0][:60]
