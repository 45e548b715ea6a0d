"""I cannot come: to one meeting, for a session, or at all; first what happens, then it is done."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...actions.absences import REASON_MOST, cancel_meeting
from ...actions.availability import withdraw_time
from ...actions.faults import RefusedError
from ...models import Delegate, Session, Slot
from ...queries.acting import Acting
from ...queries.my_agenda import MyMeeting, my_meetings
from ..acting import for_delegations
from ..shown import shown_of
from .my_agenda import chosen_person, people_of


@dataclass(frozen=True, slots=True)
class Absence:
    """What somebody cannot come to: one meeting, or slots (by key) with the meetings in them."""

    key: str
    meetings: tuple[MyMeeting, ...]
    session: Session | None = None
    slots: frozenset[int] = frozenset()

    @property
    def is_one_meeting(self) -> bool:
        """Whether it is a meeting and no time."""
        return self.key.startswith("meeting-")


@for_delegations
@require_http_methods(["GET", "HEAD", "POST"])
def my_absence(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Without `what` the choice; with it what happens; sent, it is done."""
    shown = shown_of(request, acting.conference)
    delegate = chosen_person(request, acting, people_of(acting))
    if delegate is None or shown.conference.published_plan is None:
        raise Http404
    now = timezone.now()
    plan = shown.conference.published_plan
    meetings = [row for row in my_meetings(plan, delegate) if row.ends_at > now]
    absences = _absences(delegate, meetings)
    what = request.POST.get("what") or request.GET.get("what", "")
    meeting = request.GET.get("meeting", "")
    wanted = what or (f"meeting-{meeting}" if meeting else "")
    chosen = next((row for row in absences if row.key == wanted), None)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "delegate": delegate,
        "absences": absences,
        "chosen": chosen,
        "reason": request.POST.get("reason", ""),
        "reason_most": REASON_MOST,
    }
    if request.method == "POST" and chosen is not None:
        try:
            _do(request, delegate, chosen)
        except RefusedError as error:
            context["error"] = str(error)
            return render(request, "conference/agenda_absent.html", context, status=422)
        target = redirect("conference:my_agenda", slug=acting.conference.slug)
        target["Location"] += f"?person={delegate.public_id}"
        return target
    if wanted and chosen is None:
        messages.info(request, _("This is not in your agenda any more. Choose again."))
    return render(request, "conference/agenda_absent.html", context)


def _absences(delegate: Delegate, meetings: list[MyMeeting]) -> list[Absence]:
    conference = delegate.registration.conference
    slots = list(
        Slot.objects.in_use()
        .filter(session__conference=conference, ends_at__gt=timezone.now())
        .select_related("session")
        .order_by("session__position", "starts_at")
    )
    found = [Absence(f"meeting-{row.match.public_id}", (row,)) for row in meetings]
    sessions = {slot.session_id: slot.session for slot in slots}
    for key, session in sessions.items():
        own = [slot for slot in slots if slot.session_id == key]
        times = {slot.starts_at for slot in own}
        within = tuple(row for row in meetings if row.starts_at in times)
        keys = frozenset(slot.pk for slot in own)
        found.append(Absence(f"session-{session.position}", within, session, keys))
    everything = frozenset(slot.pk for slot in slots)
    if not everything:
        return found
    return [*found, Absence("all", tuple(meetings), None, everything)]


def _do(request: HttpRequest, delegate: Delegate, chosen: Absence) -> None:
    reason = request.POST.get("reason", "")
    if chosen.is_one_meeting:
        cancel_meeting(chosen.meetings[0].match, by=request.user, delegate=delegate, reason=reason)
        messages.success(request, _("The meeting is cancelled, and your partner is told."))
        return
    withdraw_time(delegate, by=request.user, slots=chosen.slots, reason=reason)
    messages.success(
        request, _("The conference team and your partners know, and a new place is sought.")
    )
