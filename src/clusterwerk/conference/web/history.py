"""What was done to a delegation, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from clusterwerk.audit.models import Entry
from clusterwerk.audit.queries import entries_about

from ..choices import RegistrationStatus
from ..models import Registration

WORDS = {
    "register_delegation": gettext_noop("registered"),
    "change_delegation": gettext_noop("details changed"),
    "add_delegate": gettext_noop("delegate added"),
    "change_delegate": gettext_noop("delegate changed"),
    "change_availability": gettext_noop("availability changed"),
    "set_consents": gettext_noop("consent changed"),
    "hand_over": gettext_noop("handed over to a colleague"),
    "cancel_delegate": gettext_noop("delegate cancelled"),
    "cancel_delegation": gettext_noop("delegation cancelled"),
    "import_delegation": gettext_noop("imported from a spreadsheet"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    at: datetime
    text: str


def history_of(registration: Registration, *, since: datetime | None = None) -> list[Step]:
    """All that happened to a delegation (from a moment on), the latest first; one query."""
    entries = entries_about(registration)
    if since is not None:
        entries = entries.filter(at__gte=since)
    return [Step(entry.at, text) for entry in entries if (text := _words(entry))]


def _words(entry: Entry) -> str:
    if entry.verb == "decide_delegation":
        after = RegistrationStatus(entry.details["after"]).label
        if entry.details.get("moved_up"):
            return gettext("moved up from the waiting list: %(status)s") % {"status": after}
        return gettext("decided by the conference team: %(status)s") % {"status": after}
    text = gettext(WORDS[entry.verb]) if entry.verb in WORDS else ""
    if text and entry.details.get("by_team"):
        return gettext("%(what)s by the conference team") % {"what": text}
    return text
