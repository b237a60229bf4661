"""HTML, Dockerfiles, shell, HTTP and settings files of the curriculum have no slips, nor has what questions show.

What a browser makes of HTML and CSS is looked at by `tests/browser/test_samples.py`.
"""

import ast
import configparser
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from email.parser import HeaderParser
from html.parser import HTMLParser

import pytest
import yaml

from curriculum.tests import samples_in_content

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INSTRUCTIONS = {
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "RUN", "SHELL",
    "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
}  # fmt: skip
EXEC = {"CMD", "ENTRYPOINT", "RUN"}
START = re.compile(r"^(?:[A-Z]+ \S+ HTTP/1\.1|HTTP/1\.1 \d{3} [A-Z][\w -]*)$")
HEADER = re.compile(r"^[A-Za-z-]+: \S")


class _Tags(HTMLParser):
    """Whether what opens closes, in the right order. End tags that HTML lets one leave out are wanted all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        self.faults += [
            f"<{tag}> has {name} twice" for name in sorted({name for name in names if names.count(name) > 1})
        ]
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def html(code: str) -> list[str]:
    tags = _Tags()
    tags.feed(code)
    tags.close()
    return [*tags.faults, *(f"<{tag}> stays open" for tag in tags.open)]


def dockerfile(code: str) -> list[str]:
    lines = [line for line in code.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
    return [fault for line in lines for fault in _instruction(*line.partition(" ")[::2])]


def _instruction(name: str, rest: str) -> list[str]:
    if name not in INSTRUCTIONS or not rest.strip():
        return [f"{name} {rest} isn't an instruction"]
    return _parses(json.loads, rest) if name in EXEC and rest.strip().startswith("[") else []


def shell(code: str) -> list[str]:
    done = subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True, check=False)
    return done.stderr.splitlines()


def http(code: str) -> list[str]:
    """Messages one after the other, or headers alone."""
    return [fault for part in re.split(r"\n\n(?=[A-Z]+ /|HTTP/)", code.strip()) for fault in _message(part)]


def _message(text: str) -> list[str]:
    head, _, body = text.partition("\n\n")
    first, *headers = head.splitlines()
    faults = [line for line in headers if not HEADER.match(line)]
    faults += [] if START.match(first) or HEADER.match(first) else [first]
    return faults + _body(HeaderParser().parsestr("\n".join(headers)), body)


def _body(headers, body: str) -> list[str]:
    faults = _parses(json.loads, body) if headers.get("Content-Type") == "application/json" and body else []
    length = headers.get("Content-Length")
    return faults + ([f"Content-Length is {length}"] if length and int(length) != len(body.encode()) else [])


def settings_file(code: str) -> list[str]:
    text = code if re.search(r"^\[", code, flags=re.M) else f"[top]\n{code}"
    return _parses(configparser.ConfigParser(interpolation=None).read_string, text)


def _parses(parse: Callable[[str], object], text: str) -> list[str]:
    try:
        parse(text)
    except (ValueError, SyntaxError, yaml.YAMLError, configparser.Error) as error:
        return [str(error)]
    return []


def python(code: str) -> list[str]:
    """Of a question: a line from the middle of a coroutine is fine."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    return _parses(lambda text: compile(text, "question", "exec", flags=flags), code)


def json_text(code: str) -> list[str]:
    return _parses(json.loads, code)


def yaml_text(code: str) -> list[str]:
    return _parses(lambda text: [*yaml.safe_load_all(text)], code)


CHECKS = {"html": html, "dockerfile": dockerfile, "bash": shell, "http": http, "ini": settings_file}
IN_QUESTIONS = {"python": python, "json": json_text, "yaml": yaml_text}  # elsewhere check_curriculum looks at them


@pytest.mark.parametrize("language", CHECKS)
def test_samples_have_no_slips(language):
    if language == "bash" and not shutil.which("bash"):
        pytest.skip("there is no bash on this machine")
    samples = samples_in_content.of(language)
    assert samples
    found = {sample.where: CHECKS[language](sample.code) for sample in samples}
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", IN_QUESTIONS)
def test_code_of_questions_parses(language):
    samples = [sample for sample in samples_in_content.of(language) if " question " in sample.document]
    assert samples
    found = {sample.where: IN_QUESTIONS[language](sample.code) for sample in samples}
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_every_language_of_the_curriculum_is_looked_at():
    """The others by the tests of SQL and of scripts, and styles in a browser."""
    others = {"sql", "javascript", "jsx", "tsx", "css", "text"}
    assert {sample.language for sample in samples_in_content.everywhere()} == others | {*CHECKS, *IN_QUESTIONS}


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("html", "<p><b>a</p></b>"),
        ("html", "<ul><li>a</ul>"),
        ("html", '<a href="/" href="/b">a</a>'),
        ("dockerfile", "FROM python:3.13\nRUM pip install x"),
        ("dockerfile", "CMD ['python', 'app.py']"),
        ("bash", "if true; then echo a"),
        ("http", "GET /a HTTP/1.1\nHost example.com"),
        ("http", "HTTP/1.1 200 OK\nContent-Length: 3\n\n{}"),
        ("ini", "[a\nb = 1"),
        ("python", "for n in (1, 2) print(n)"),
        ("json", "{'a': 1}"),
        ("yaml", "a: [1"),
    ],
)
def test_a_slip_is_seen(language, code):
    assert (CHECKS | IN_QUESTIONS)[language](code)
