"""Tables of the matchmaking conference, one module per subject."""

from .access import AccessCode, AccessLink
from .conferences import Conference, ConferenceHost, ConferencePhase, ConferenceSeries
from .delegations import Delegate, Need, Offer, Registration
from .grid import Session, Slot, Table
from .notices import AgendaNotice, Paper, PartnerMessage
from .plans import Plan, PlanEdit, PlannedMeeting
from .suggestions import Suggestion
from .types import ParticipantType, Question
from .wishes import Match, Wish

__all__ = [
    "AccessCode",
    "AccessLink",
    "AgendaNotice",
    "Conference",
    "ConferenceHost",
    "ConferencePhase",
    "ConferenceSeries",
    "Delegate",
    "Match",
    "Need",
    "Offer",
    "Paper",
    "ParticipantType",
    "PartnerMessage",
    "Plan",
    "PlanEdit",
    "PlannedMeeting",
    "Question",
    "Registration",
    "Session",
    "Slot",
    "Suggestion",
    "Table",
    "Wish",
]
