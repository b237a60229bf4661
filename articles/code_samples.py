"""Whether code in an article can be what it says it is: Python, JSON, YAML and HTML are parsed, never run. Pure."""

import ast
import json
import re
import textwrap
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser

import yaml

from articles.faults import Fault, quoted
from articles.markdown_lines import CodeBlock

LONGEST_CODE = 20_000  # characters; parsers need far more memory than that
CODE_LANGUAGES = {"bash", "c", "cpp", "css", "dockerfile", "go", "html", "java", "javascript", "js", "json", "jsx"}
CODE_LANGUAGES |= {"kotlin", "php", "py", "python", "ruby", "rust", "sh", "shell", "sql", "toml", "ts", "tsx"}
CODE_LANGUAGES |= {"typescript", "yaml", "yml"}
COMMENT = re.compile(r"#|//|--|/?\*|<!--|[\"']{3}")
SENTENCE = re.compile(r"(?=(?:\S+ +){4})[^=(){}\[\];<>|$#`@\\]{20,}[.?!]$")
VOID_TAGS = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LENIENT_TAGS = {"html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}


def bad_code(blocks: list[CodeBlock]) -> Iterator[Fault]:
    for number, block in enumerate(blocks, start=1):
        parser = PARSERS.get(block.language)
        if len(block.code) > LONGEST_CODE:
            yield Fault("bad_code", f"Code block {number} is far too long; show only what the text explains.")
        elif block.language in CODE_LANGUAGES and _is_prose(block.code):
            yield Fault("bad_code", f"Code block {number} holds sentences, not code; write them outside of it.")
        elif parser and (problem := parser(block.code)):
            yield Fault("bad_code", f"Code block {number} is not valid {block.language}: {quoted(problem)}.")


def _is_prose(code: str) -> bool:
    """More sentences than code; comments count for neither."""
    lines = [line for line in map(str.strip, code.split("\n")) if line and not COMMENT.match(line)]
    return sum(bool(SENTENCE.match(line)) for line in lines) > len(lines) / 2


def _python_problem(code: str) -> str:
    code = textwrap.dedent(code)
    if code.lstrip().startswith(">>>"):
        code = "\n".join(re.findall(r"^ *(?:>>>|\.\.\.) ?(.*)$", code, re.M))
    code = re.sub(r"^( *)(?:!\w|%%?[a-z]).*$", r"\1pass", code, flags=re.M)  # a notebook's commands
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a pattern is no fault of the article
            ast.parse(code)
    except SyntaxError as error:
        return f"{error.msg} in line {error.lineno}"
    except (ValueError, RecursionError, MemoryError):
        return "it can't be read"
    return ""


def _json_problem(code: str) -> str:
    try:
        json.loads(code)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return ""


def _yaml_problem(code: str) -> str:
    """Composed, not constructed, by the safe loader: a tag such as !Ref belongs to a tool and is no fault."""
    try:
        list(yaml.compose_all(code, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        return str(getattr(error, "problem", "") or "not valid")
    except (ValueError, RecursionError):
        return "it can't be read"
    return ""


class _Tags(HTMLParser):
    """Follows which tags are open; those HTML closes by itself don't count."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problem = ""
        self.closes_any = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in VOID_TAGS | LENIENT_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        """`<Card />` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.closes_any = True
        if tag in VOID_TAGS | LENIENT_TAGS or self.problem:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.problem = f"</{tag}> closes nothing that is open there"


def _html_problem(code: str) -> str:
    tags = _Tags()
    try:
        tags.feed(code)
        tags.close()
    except (AssertionError, ValueError):  # a declaration such as <![ that the parser gives up on
        return "it can't be read"
    is_unclosed = tags.open and tags.closes_any  # an opening tag shown alone is meant so
    return tags.problem or (f"<{tags.open[-1]}> is never closed" if is_unclosed else "")


PARSERS = dict.fromkeys(("python", "py", "python3", "pycon"), _python_problem)
PARSERS |= {"json": _json_problem, "yaml": _yaml_problem, "yml": _yaml_problem, "html": _html_problem}
