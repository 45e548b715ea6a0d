"""Named reads of the programme."""

from .counting import Counts, LandCount, counts, counts_of_editions, default_as_of
from .listing import (
    EventFilter,
    editions_in_order,
    entries_as_of,
    events_held_by,
    events_on_the_day_of,
    past_events,
    public_events,
    published_figures_for,
    shown_events,
    upcoming_events,
    with_details,
    withdrawn_entries_as_of,
)

__all__ = [
    "Counts",
    "EventFilter",
    "LandCount",
    "counts",
    "counts_of_editions",
    "default_as_of",
    "editions_in_order",
    "entries_as_of",
    "events_held_by",
    "events_on_the_day_of",
    "past_events",
    "public_events",
    "published_figures_for",
    "shown_events",
    "upcoming_events",
    "with_details",
    "withdrawn_entries_as_of",
]
