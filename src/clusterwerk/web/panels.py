"""Panels: a lower app's page shows facts of a higher app without importing it.

The page names a place (`directory.profile`); a higher app registers, in its `AppConfig.ready`,
a function that returns the context for a template of its own, or None when it has nothing to show.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

ContextOf = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of page: `order` sorts panels of one place, low first."""

    key: str
    order: int
    template: str
    context: ContextOf


_panels: dict[str, dict[str, Panel]] = defaultdict(dict)


def register_panel(place: str, key: str, *, order: int, template: str, context: ContextOf) -> None:
    """Shows `template` at `place`; registering the same key again replaces the panel."""
    _panels[place][key] = Panel(key, order, template, context)


def panels_at(place: str) -> list[Panel]:
    """The panels of a place, in order."""
    return sorted(_panels[place].values(), key=lambda panel: (panel.order, panel.key))
