"""The components of the design, each once."""

from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString, mark_safe

from lms import durations, markdown

register = template.Library()


@register.inclusion_tag("parts/_bar.html")
def bar(percentage: float, label: str, moving: bool = False) -> dict:
    """A progress bar; `label` says what is shown, with the number."""
    return {"percentage": round(percentage), "label": label, "moving": moving}


@register.inclusion_tag("parts/_field.html")
def field(bound, hint: str = "") -> dict:
    """A labelled input of a form with its hint or error."""
    return {"field": bound, "hint": hint}


@register.inclusion_tag("parts/_crumb.html", takes_context=True)
def crumb(context: dict, here: str, *steps: str) -> dict:
    """Where one is: pairs of address and name lead to `here`."""
    return {"here": here, "steps": list(zip(steps[::2], steps[1::2], strict=True))}


@register.simple_tag
def current(request, *names: str) -> SafeString:
    """`aria-current` for a link of the main navigation."""
    match = getattr(request, "resolver_match", None)
    return SafeString(' aria-current="page"' if match and match.url_name in names else "")


@register.filter(name="markdown")
def markdown_blocks(text: str) -> SafeString:
    """Safe HTML: what it may contain is decided in `lms.markdown`."""
    return mark_safe(markdown.to_html(text))  # noqa: S308


@register.filter
def markdown_line(text: str) -> SafeString:
    """The same within a line."""
    return mark_safe(markdown.to_line(text))  # noqa: S308


@register.filter
def code_block(code: str, language: str) -> SafeString:
    """Code with its colours, outside an article."""
    fence = "`" * 6
    return markdown_blocks(f"{fence}{language}\n{code}\n{fence}")


@register.filter
def host(address: str) -> str:
    """Whose address this is, as people say it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.filter
def time_spent(seconds: float) -> str:
    return durations.spent(seconds)
