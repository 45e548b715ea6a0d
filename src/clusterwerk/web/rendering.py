"""How forms are written: as Django does, but lists to choose from without a template per entry.

Django runs two templates for each entry; a list of 200 countries was the slowest part of a page.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.safestring import SafeString

LIST = "django/forms/widgets/select.html"
ENTRY = "django/forms/widgets/select_option.html"


class FormRenderer(DjangoTemplates):
    """Django's renderer with a short way for `<select>`."""

    def render(
        self, template_name: str, context: dict[str, Any], request: Any = None
    ) -> SafeString | str:
        """The HTML of a widget, a field or a form."""
        if template_name == LIST:
            return _list(context["widget"])
        return super().render(template_name, context, request)


def _list(widget: Mapping[str, Any]) -> SafeString | str:
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, entries, _index in widget["optgroups"]:
        written = [_entry(entry) for entry in entries]
        if group:
            written = [f'<optgroup label="{_text(group)}">', *written, "</optgroup>"]
        parts += written
    return SafeString("\n".join([*parts, "</select>"]))  # every value in it is escaped  # nosec B703


def _entry(entry: Mapping[str, Any]) -> str:
    if entry["template_name"] != ENTRY:
        raise ValueError(f"A list cannot hold {entry['template_name']}.")
    attributes = _attributes(entry["attrs"])
    return f'<option value="{_text(entry["value"])}"{attributes}>{_label(entry["label"])}</option>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _label(value: Any) -> str:
    return _text(localize(value))


def _text(value: Any) -> str:
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)
