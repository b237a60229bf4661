"""Markdown to safe HTML: markdown-it-py without raw HTML, Pygments for code, then nh3 over the result."""

import html
import re
from collections.abc import Sequence
from functools import cache

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

TAGS = {"a", "b", "blockquote", "br", "code", "dfn", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "li", "ol"}
TAGS |= {"p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
INLINE_TAGS = {"b", "br", "code", "em", "strong"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "dfn": {"class", "tabindex", "aria-describedby"},
    "figure": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "pre": {"tabindex"},
    "span": {"class", "id", "role"},
    "ol": {"start"},
    "p": {"class"},
}
LANGUAGE_NAMES = {
    "python": "Python",
    "javascript": "JavaScript",
    "jsx": "JSX",
    "html": "HTML",
    "css": "CSS",
    "json": "JSON",
    "yaml": "YAML",
    "sql": "SQL",
    "bash": "Shell",
    "http": "HTTP",
    "dockerfile": "Dockerfile",
}


def to_html(text: str, glosses: Sequence[tuple[str, str]] = ()) -> str:
    """The article's HTML, captions in the active language.

    `glosses` are (term, definition): the first place of each in a paragraph gets its note.
    """
    rendered = _renderer().render(text)
    for number, (term, definition) in enumerate(glosses, start=1):
        rendered = _with_gloss(rendered, number, term, definition)
    return nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None)


def to_line(text: str) -> str:
    """Inline marks alone: for a heading, a choice, a hint."""
    return nh3.clean(_renderer().renderInline(text), tags=INLINE_TAGS, attributes={}, link_rel=None)


def headings(rendered: str) -> list[tuple[str, str]]:
    """(id, text) of each h2, for the contents of an article."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', rendered, flags=re.S)
    return [(anchor, html.unescape(re.sub(r"<[^>]+>", "", text))) for anchor, text in found]


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, max_level=3)
    renderer.add_render_rule("fence", _code_figure)
    return renderer


def _code_figure(_self, tokens, index, _options, _environment) -> str:
    token = tokens[index]
    language = token.info.split()[0] if token.info.strip() else "text"
    follows_code = index > 0 and tokens[index - 1].type == "fence"
    caption = _("Output") if language == "text" and follows_code else LANGUAGE_NAMES.get(language, "")
    head = f"<figcaption><span>{html.escape(caption)}</span></figcaption>" if caption else ""
    return f'<figure class="code">{head}<pre tabindex="0"><code>{_highlighted(token.content, language)}</code></pre></figure>\n'


def _highlighted(code: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return html.escape(code)
    return highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")


def _with_gloss(rendered: str, number: int, term: str, definition: str) -> str:
    """Marks the first place of the term in a paragraph's own words, never inside code, links or another note."""
    word = re.escape(html.escape(term, quote=False))
    note = (
        f'<dfn class="term" tabindex="0" aria-describedby="g{number}">\\g<0></dfn>'
        f'<span class="gloss" id="g{number}" role="tooltip"><b>{html.escape(term)}</b> {html.escape(definition)}</span>'
    ).replace("\\g<0>", "{found}")
    pieces = re.split(
        r"(<figure.*?</figure>|<h\d.*?</h\d>|<ul.*?</ul>|<ol.*?</ol>|<code>.*?</code>|<a .*?</a>"
        r"|<dfn.*?</dfn>|<span class=\"gloss\".*?</span>|<[^>]+>)",
        rendered,
        flags=re.S,
    )
    for place in range(0, len(pieces), 2):
        match = re.search(rf"(?<![0-9A-Za-z]){word}(?![0-9A-Za-z])", pieces[place], flags=re.I)
        if match:
            before, after = pieces[place][: match.start()], pieces[place][match.end() :]
            pieces[place] = before + note.format(found=match.group()) + after
            break
    return "".join(pieces)
