"""Why a meeting has no place, as a sentence in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterwerk.directory.models import Organisation

from ..choices import UnplacedReason
from ..models import Delegate, PlannedMeeting
from ..queries.plans import delegates_by_key


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """An agreed meeting without a place, and why."""

    meeting: PlannedMeeting
    sentence: str


def told_meetings(meetings: Iterable[PlannedMeeting], *, named: bool = False) -> list[ToldMeeting]:
    """The meetings with their reasons in words; a delegate is named only if the person agreed, or
    for the team (`named`)."""
    rows = list(meetings)
    people = {
        str(delegate.pk): (delegate, side.organisation)
        for row in rows
        for delegate, side in (
            (row.match.delegate_a, row.match.registration_a),
            (row.match.delegate_b, row.match.registration_b),
        )
        if delegate is not None
    }
    # Where organisations meet, the planner names one of those who could come.
    named_too = {str(row.reason_params.get("delegate", "")) for row in rows} - people.keys()
    for key, delegate in delegates_by_key(named_too).items():
        people[key] = (delegate, delegate.registration.organisation)
    return [_told(row, people, named=named) for row in rows]


def _told(
    meeting: PlannedMeeting, people: dict[str, tuple[Delegate, Organisation]], *, named: bool
) -> ToldMeeting:
    params = dict(meeting.reason_params)
    if "delegate" in params:
        found = people.get(str(params["delegate"]))
        params["delegate"] = _called(*found, named=named) if found else "–"
    sentence = str(UnplacedReason(meeting.reason).label)
    return ToldMeeting(meeting, sentence % params if params else sentence)


def _called(delegate: Delegate, organisation: Organisation, *, named: bool) -> str:
    called = organisation.short_name or organisation.name
    if named or delegate.public_name:
        return f"{delegate.name} ({called})"
    return _("A delegate of %(organisation)s") % {"organisation": called}
