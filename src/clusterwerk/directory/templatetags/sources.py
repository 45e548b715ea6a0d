"""Where a fact was read."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def source_name(source: str) -> str:
    """The site of an address without "www.", or the source's own words."""
    host = urlsplit(source).hostname if is_address(source) else None
    return host.removeprefix("www.") if host else source


def is_address(source: str) -> bool:
    """Whether the source can be opened, and not only be named."""
    return source.startswith(("http://", "https://"))


@register.filter
def source_link(source: str) -> SafeString:
    """A link named after its site; plain text when the source is no address."""
    if not is_address(source):
        return format_html("{}", source)
    return format_html('<a href="{}" rel="noopener external">{}</a>', source, source_name(source))
