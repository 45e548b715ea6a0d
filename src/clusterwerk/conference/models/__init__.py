"""Tables of the matchmaking conference, one module per subject."""

from .conferences import Conference, ConferenceHost, ConferencePhase, ConferenceSeries
from .delegations import Delegate, Need, Offer, Registration
from .grid import Session, Slot, Table
from .plans import Plan, PlannedMeeting
from .wishes import Match, Wish

__all__ = [
    "Conference",
    "ConferenceHost",
    "ConferencePhase",
    "ConferenceSeries",
    "Delegate",
    "Match",
    "Need",
    "Offer",
    "Plan",
    "PlannedMeeting",
    "Registration",
    "Session",
    "Slot",
    "Table",
    "Wish",
]
