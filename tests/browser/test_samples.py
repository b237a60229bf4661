"""HTML and CSS of the curriculum in a browser: it builds the elements that are written and knows every declaration."""

import re
from html.parser import HTMLParser

from curriculum.tests import samples_in_content
from curriculum.tests.samples_in_content import Sample

MEANT = {  # (document, sample): the text is about what becomes of the slip
    ("html_css.html_structure lesson.ko.md", 5),
    ("html_css.html_structure lesson.en.md", 5),
    ("html_css.html_structure question block-inside-a-paragraph", 1),
}
MEANT_STYLES = {("html_css.cascade_box_model question semicolon-left-out", 1)}
BUILT = """code => [...new DOMParser().parseFromString(code, "text/html").querySelectorAll("*")].map(one => one.localName)"""
IMPLIED = {"html", "head", "body"}
COMMENT = re.compile(r"/\*.*?\*/", flags=re.S)
STYLES = """
code => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(code);
  const rules = [];
  const walk = (list) => [...list].forEach((rule) => { rules.push(rule); walk(rule.cssRules ?? []); });
  walk(sheet.cssRules);
  return rules.length;
}
"""
KNOWN = "([name, value]) => name.startsWith('--') || CSS.supports(name, value)"
DECLARATION = re.compile(r"(?<=[{;\n])\s*(--[\w-]+|[a-z-]+)\s*:\s*([^;{}]+)(?=[;}])")


class _Written(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def written(code: str) -> list[str]:
    parser = _Written()
    parser.feed(code)
    return parser.tags


def without_implied(tags: list[str]) -> list[str]:
    return [tag for tag in tags if tag not in IMPLIED]


def test_the_browser_builds_the_elements_that_are_written(chromium):
    page = chromium.new_page()
    built = {sample: page.evaluate(BUILT, sample.code) for sample in samples_in_content.of("html")}
    other = {sample for sample, tags in built.items() if without_implied(tags) != without_implied(written(sample.code))}
    assert {(sample.document, sample.number) for sample in other} == MEANT
    assert page.evaluate(BUILT, "<p><div></div></p>")[3:] == ["p", "div", "p"]


def faults_of(page, sample: Sample) -> list[str]:
    code = COMMENT.sub("", sample.code)
    declarations = [(name, value.strip()) for name, value in DECLARATION.findall(code)]
    unknown = [f"{name}: {value}" for name, value in declarations if not page.evaluate(KNOWN, [name, value])]
    kept, wrote = page.evaluate(STYLES, code), code.count("{")
    return unknown + ([f"{wrote - kept} of {wrote} rules dropped"] if kept != wrote else [])


def test_the_browser_knows_every_rule_and_declaration(chromium):
    page = chromium.new_page()
    samples = samples_in_content.of("css")
    assert samples
    faults = {sample: found for sample in samples if (found := faults_of(page, sample))}
    meant = {sample for sample in faults if (sample.document, sample.number) in MEANT_STYLES}
    assert {sample.where: found for sample, found in faults.items() if sample not in meant} == {}
    assert len(meant) == len(MEANT_STYLES)
    slips = Sample("a", 1, "css", "p { colour: red; width: 4pixels; }\np:hoover { top: 0; }")
    assert faults_of(page, slips) == ["colour: red", "width: 4pixels", "1 of 2 rules dropped"]
