"""Texts of jobs are kept as English msgids and shown in the reader's language."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def text_of(msgid: str) -> str:
    """The text in the page's language; names of figures (`agreed_meetings`) lose their joints."""
    found = gettext(msgid) if msgid else ""
    return found.replace("_", " ") if found == msgid else found


@register.filter
def unlocalized(number: int) -> str:
    """A number for an attribute, without separators."""
    return str(number)
