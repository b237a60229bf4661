"""JSX and TSX of the curriculum parse. They are not run: React would have to come from npm."""

import pytest
import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Parser

from curriculum.tests import samples_in_content

ASKED_FOR = {"react_basics.jsx_basics question two-siblings-returned"}  # the question is why it doesn't compile
GRAMMARS = {"jsx": tree_sitter_javascript.language(), "tsx": tree_sitter_typescript.language_tsx()}


def error_line(language: str, code: str) -> int | None:
    """The first line that doesn't parse."""
    tree = Parser(Language(GRAMMARS[language])).parse(code.encode())
    waiting = [tree.root_node]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            return node.start_point[0] + 1
        waiting += [child for child in reversed(node.children) if child.has_error]
    return None


def test_jsx_and_tsx_parse():
    found = {sample: error_line(sample.language, sample.code) for sample in samples_in_content.of(*GRAMMARS)}
    wrong = {sample: line for sample, line in found.items() if line}
    assert {sample.where: line for sample, line in wrong.items() if sample.document not in ASKED_FOR} == {}
    assert {sample.document for sample in wrong} == ASKED_FOR


@pytest.mark.parametrize(
    ("language", "code", "line"),
    [
        ("jsx", "const a = (\n  <p>{a b}</p>\n);", 2),
        ("tsx", "type A = {\n  b: ;\n};", 2),
        ("jsx", "const a = <b>1</b>;", None),
    ],
)
def test_the_line_that_does_not_parse_is_named(language, code, line):
    assert error_line(language, code) == line
