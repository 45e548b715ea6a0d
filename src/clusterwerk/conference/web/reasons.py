"""Why a meeting has no place, as a sentence in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..choices import UnplacedReason
from ..models import Delegate, PlannedMeeting


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """An agreed meeting without a place, and why."""

    meeting: PlannedMeeting
    sentence: str


def told_meeting(meeting: PlannedMeeting) -> ToldMeeting:
    """The meeting with its reason in words; a delegate is named only if the person agreed."""
    params = dict(meeting.reason_params)
    match = meeting.match
    for delegate in (match.delegate_a, match.delegate_b):
        if delegate is not None and str(delegate.pk) == str(params.get("delegate")):
            side = match.registration_a if delegate == match.delegate_a else match.registration_b
            params["delegate"] = _named(delegate, side.organisation.short_name or str(side))
    sentence = str(UnplacedReason(meeting.reason).label)
    return ToldMeeting(meeting, sentence % params if params else sentence)


def _named(delegate: Delegate, organisation: str) -> str:
    if delegate.public_name:
        return f"{delegate.public_name} ({organisation})"
    return _("A delegate of %(organisation)s") % {"organisation": organisation}
