"""The desk as a whole: which plan and session are shown, and all that stands on the page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from clusterwerk.directory.models import Organisation
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.permissions import can_view_job

from ...actions.answers import answers_are_of_now
from ...actions.edits import step_to_redo
from ...models import Conference, Match, Plan, PlannedMeeting, Session
from ...queries.board import board_of, names_of, priorities
from ...queries.conflicts import BrokenMeeting, broken_meetings_of, later_matches_of
from ...queries.delegates import delegates_of
from ...queries.figures import least_served_of
from ...queries.plans import plans_of, state_of_edits, unplaced_meetings_of, unused_seed
from ...queries.timetable import sessions_of
from ..forms import PlanForm
from ..reasons import told_meetings
from ..shown import Shown
from ..team import shown_to_team
from .comparing import figures_of_plans
from .sentences import Teller, what_is_wrong

CARDS = 3


@dataclass(frozen=True, slots=True)
class TeamDesk:
    """What every page of the desk needs: the conference, for its team only."""

    conference: Conference

    @property
    def shown(self) -> Shown:
        """The conference as the frame of the page takes it; the desk says what is a draft."""
        return Shown(self.conference, self.conference.published_plan, can_plan=True)


def desk_for_team(request: HttpRequest, slug: str) -> TeamDesk:
    """The desk of a conference; PermissionDenied for everybody else."""
    return TeamDesk(shown_to_team(request, slug).conference)


def plan_of_desk(desk: TeamDesk, version: int) -> Plan:
    """A plan by its number; Http404 where there is none."""
    return get_object_or_404(
        plans_of(desk.conference).select_related("answers_job", "based_on"), version=version
    )


def match_of_desk(desk: TeamDesk, key: Any) -> Match:
    """A match of the conference by its public id."""
    return get_object_or_404(
        Match.objects.select_related(
            "registration_a__organisation", "registration_b__organisation", "session"
        ),
        conference=desk.conference,
        public_id=key,
    )


def address_of_desk(conference: Conference, plan: Plan | None, session: str = "") -> str:
    """The address of the desk with a plan and a session on it."""
    query = {}
    if plan is not None:
        query["plan"] = str(plan.version)
    if session:
        query["session"] = session
    address = reverse("conference:plans", args=[conference.slug])
    return f"{address}?{urlencode(query)}" if query else address


def context_of_desk(request: HttpRequest, desk: TeamDesk, **more: Any) -> dict[str, Any]:
    """Everything on the page. `more` may set the plan and the session (by its position) that are
    shown, and the form to plan again."""
    conference = desk.conference
    plans = list(plans_of(conference).select_related("answers_job", "based_on"))
    ready = [plan for plan in plans if plan.is_ready]
    plan = more.get("plan") or _chosen(request, ready)
    context: dict[str, Any] = {
        "shown": desk.shown,
        "conference": conference,
        "cards": _cards(ready, plan),
        "older": [row for row in ready if row not in _cards(ready, plan)],
        "compared": (compared := ready[::-1]),
        "figures": figures_of_plans(compared, delegates_of(conference).count()) if compared else [],
        "in_progress": next((row for row in plans if row.in_progress), None),
        "failed": plans[0] if plans and _is_failed(plans[0]) else None,
        "plan": plan,
        # An unused number: the default would make the same plan once more.
        "form": more.get("form") or PlanForm(initial={"seed": unused_seed(plans)}),
    }
    published = next((row for row in ready if row.is_published), None)
    # Once, where the published plan is the one on the board.
    broken = {row.pk: broken_meetings_of(row) for row in {published, plan} if row is not None}
    if published is not None:
        rows = broken[published.pk]
        context["broken"] = [(row, what_is_wrong(row.code, row.delegate)) for row in rows]
        context["published"] = published
    if plan is not None:
        context |= _of_plan(desk, plan, broken[plan.pk], request, more.get("session", ""))
    return context


def _is_failed(plan: Plan) -> bool:
    return not plan.is_ready and not plan.in_progress


def _chosen(request: HttpRequest, ready: list[Plan]) -> Plan | None:
    """`?plan=3`, else the newest draft that is ready, else the published plan."""
    wanted = request.GET.get("plan", "")
    if wanted:
        found = next((plan for plan in ready if str(plan.version) == wanted), None)
        if found is None:
            raise Http404
        return found
    return ready[0] if ready else None


def _cards(ready: list[Plan], plan: Plan | None) -> list[Plan]:
    """The newest plans, with the published one and the one shown among them; oldest first."""
    first = [row for row in ready if row.is_published or (plan and row.pk == plan.pk)]
    rest = [row for row in ready if row not in first][: CARDS - len(first)]
    return sorted(first + rest, key=lambda row: row.version)


def _of_plan(
    desk: TeamDesk, plan: Plan, broken: list[BrokenMeeting], request: HttpRequest, wanted: str
) -> dict[str, Any]:
    conference = desk.conference
    sessions = list(sessions_of(conference))
    session = session_at(wanted or request.GET.get("session", ""), sessions)
    later = list(later_matches_of(plan))
    left_out = list(unplaced_meetings_of(plan))
    # Names of hundreds of meetings are read only where something is told of them.
    teller = Teller(conference, names_of(conference)) if later or left_out else None
    job = question_of(plan, event=False)
    last = plan.edits.filter(undone_at__isnull=True).last()
    return {
        "sessions": sessions,
        "session": session,
        "board": board_of(plan, session, {row.match_id for row in broken}) if session else None,
        "priorities": priorities(),
        "words": dict(priorities()) | {"free": gettext("free"), "closed": gettext("closed")},
        # The beginning of every meeting's address: `reverse` for each would take too long.
        "meetings_address": reverse("conference:plans", args=[conference.slug])
        + f"{plan.version}/meetings/",
        "broken_in_draft": 0 if plan.is_published else len(broken),
        "unplaced": unplaced_told(plan, left_out, teller) if teller else [],
        "later": [(row, teller.names.meetings[str(row.pk)]) for row in later] if teller else [],
        "least_served": _least_served(plan),
        "state": state_of_edits(plan),
        "can_undo": last,
        "can_redo": step_to_redo(plan),
        "answers_job": job if job is not None and not job.has_ended else None,
        "shows_answers_job": job is not None and can_view_job(request.user, job),
        "has_remedies": "remedies" in plan.answers,
        "remedies_are_of_now": answers_are_of_now(plan, "remedies"),
        "desk_address": address_of_desk(conference, plan, str(session.position) if session else ""),
    }


def question_of(plan: Plan, *, event: bool) -> Job | None:
    """The job of the question that was asked last, if it is the one about the event, or about the
    meetings left out."""
    job = plan.answers_job
    return job if job is not None and job.arguments.get("event") == event else None


def session_at(
    wanted: str, sessions: list[Session], otherwise: Session | None = None
) -> Session | None:
    """The session at a position, as in `?session=2`; for nothing or nonsense `otherwise`, or the
    first."""
    found = next((row for row in sessions if str(row.position) == wanted), None)
    return found or otherwise or (sessions[0] if sessions else None)


@dataclass(frozen=True, slots=True)
class ToldRemedy:
    """One way to place a meeting; `asks` where a person has to be asked first."""

    number: int
    text: str
    asks: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class ToldUnplaced:
    """A meeting without a place, why, and what would help."""

    row: PlannedMeeting
    title: str
    sentence: str
    remedies: tuple[ToldRemedy, ...]


def unplaced_told(plan: Plan, left_out: list[PlannedMeeting], teller: Teller) -> list[ToldUnplaced]:
    """The panel beside the board, the most wanted first."""
    kept = plan.answers.get("remedies", {}).get("answer") or {}
    return [
        ToldUnplaced(
            told.meeting,
            teller.names.meetings.get(str(told.meeting.match_id), "–"),
            told.sentence,
            tuple(
                ToldRemedy(
                    number,
                    teller.remedy(remedy, str(told.meeting.match_id)),
                    remedy["kind"] == "free_delegate",
                    "asked_at" in remedy,
                )
                for number, remedy in enumerate(kept.get(str(told.meeting.match_id), []))
            ),
        )
        for told in told_meetings(left_out, named=True)
    ]


def _least_served(plan: Plan) -> list[tuple[str, int, int]]:
    rows = least_served_of(plan)
    called = {
        row.pk: row.short_name or row.name
        for row in Organisation.objects.filter(pk__in=[key for key, _, _ in rows])
    }
    return [(called[key], placed, agreed) for key, placed, agreed in rows]
