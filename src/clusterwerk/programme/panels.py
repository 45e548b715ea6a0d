"""What the programme shows on pages of lower apps."""

from typing import Any

from django.http import HttpRequest

from .queries import events_held_by, with_details

MOST_EVENTS = 5


def events_panel(request: HttpRequest, organisation: Any) -> dict[str, Any] | None:  # noqa: ARG001
    """The latest events an organisation holds, for its profile; nothing when there are none."""
    events = events_held_by([organisation.pk])
    shown = list(with_details(events)[: MOST_EVENTS + 1])
    if not shown:
        return None
    number = events.count() if len(shown) > MOST_EVENTS else len(shown)
    return {"organisation": organisation, "events": shown[:MOST_EVENTS], "number": number}
