"""Finds the texts to translate in the Python files and templates of a package."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract

# Argument positions as Babel names them; "c" marks the context.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PYTHON, TEMPLATE = ".py", (".html", ".txt")
SKIPPED = {"migrations", "static", "locale"}


def messages_in(folder: Path) -> Catalog:
    """A catalogue of all texts below the folder, without translations."""
    catalogue = Catalog(locale="de")
    for file in sorted(folder.rglob("*")):
        if not SKIPPED.isdisjoint(file.relative_to(folder).parts):
            continue
        if file.suffix == PYTHON:
            source = file.read_text(encoding="utf-8")
        elif file.suffix in TEMPLATE and "templates" in file.parts:
            source = _template_as_python(file)
        else:
            continue
        for text, context in _texts(source):
            catalogue.add(text, context=context)
    return catalogue


def _template_as_python(file: Path) -> str:
    """Django turns the tags into calls; without indentation they can be read as Python."""
    # Costs half a second, and only `update` and `check` need it.
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    calls = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    return "\n".join(line.lstrip() for line in calls.splitlines())


def _texts(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Each text (singular and plural as a pair) with its context."""
    found: Iterable[Any] = extract("python", BytesIO(source.encode()), KEYWORDS)
    for _line, text, _comments, context in found:
        yield text, context
