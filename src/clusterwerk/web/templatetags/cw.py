"""Template tags of the design system."""

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from clusterwerk.web.panels import panels_at

register = template.Library()

LANGUAGES = ("de", "en")


@register.simple_tag
def bilingual(row: Any, field: str) -> SafeString:
    """The row's text in the page's language, else the other one, marked and with its `lang`."""
    wanted = get_language() or LANGUAGES[0]
    text = getattr(row, f"{field}_{wanted}", "") or ""
    if text:
        return format_html("{}", text)
    for other in LANGUAGES:
        text = getattr(row, f"{field}_{other}", "") or ""
        if text:
            mark = gettext("only in German") if other == "de" else gettext("only in English")
            return format_html(
                '<span lang="{}">{}</span> <span class="cw-fallback">({})</span>', other, text, mark
            )
    return SafeString("")


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, subject: Any) -> SafeString:
    """All panels registered for a place, rendered for the subject of the page."""
    request = context["request"]
    parts = []
    for panel in panels_at(place):
        found = panel.context(request, subject)
        if found is not None:
            parts.append(render_to_string(panel.template, found, request))
    return format_html_join("\n", "{}", ((part,) for part in parts))


@register.filter
def in_percent(number: int | str) -> str:
    """A number of percent, already rounded, with its sign: "27,5 %" in German, "27.5%"."""
    return gettext("%(number)s%%") % {"number": number}


@register.filter
def elided(paginator: "Paginator[Any]", number: int) -> list[int | str]:
    """Page numbers around the current one, with gaps shown as an ellipsis."""
    return list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))


@register.filter
def is_number(value: object) -> bool:
    """Whether a page number is one, and not the ellipsis of a gap."""
    return isinstance(value, int)
