"""Campaigns, their editions, and the events and fair activities in them."""

from .editions import Campaign, Edition, Fair, Patron, PublishedFigure
from .events import Event, EventDecision, EventField, EventOrganiser

__all__ = [
    "Campaign",
    "Edition",
    "Event",
    "EventDecision",
    "EventField",
    "EventOrganiser",
    "Fair",
    "Patron",
    "PublishedFigure",
]
