"""What delegates should know of their agendas now, what they were told last, and the difference.

An entry of an agenda is `{"match", "starts_at", "ends_at", "table", "zone", "partner",
"organisation"}`: the public id of the match, times in UTC, the table's label, the partner's name
and the public id of the partner's organisation.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from ..choices import MatchStatus, RegistrationStatus
from ..models import AgendaNotice, Conference, Delegate, Plan, PlannedMeeting, Table

Entry = dict[str, Any]
PLACE = ("table", "zone")


def delegates_told(conference: Conference) -> QuerySet[Delegate]:
    """Who is told of changes: delegates of admitted delegations who did not cancel."""
    return Delegate.objects.filter(
        registration__conference=conference,
        registration__status=RegistrationStatus.ADMITTED,
        cancelled_at__isnull=True,
    )


def holding_meetings_of(plan: Plan) -> QuerySet[PlannedMeeting]:
    """The plan's meetings that take place as things are now: not those that somebody cancelled,
    whose delegate or delegation no longer takes part, or whose slot or table was withdrawn."""
    return PlannedMeeting.objects.filter(
        plan=plan,
        slot__isnull=False,
        slot__withdrawn_at__isnull=True,
        table__withdrawn_at__isnull=True,
        match__status=MatchStatus.AGREED,
        delegate_a__cancelled_at__isnull=True,
        delegate_b__cancelled_at__isnull=True,
        delegate_a__registration__status=RegistrationStatus.ADMITTED,
        delegate_b__registration__status=RegistrationStatus.ADMITTED,
    )


def agendas_as_of_now(plan: Plan) -> dict[int, list[Entry]]:
    """The present agenda of each delegate with meetings, in order of time, by the delegate's key.

    Times are those of the slots as they are now. Two queries, however many delegates.
    """
    tables = {
        table.pk: (table.label, table.zone)
        for table in Table.objects.filter(conference=plan.conference_id)
    }
    agendas: dict[int, list[Entry]] = defaultdict(list)
    rows = (
        holding_meetings_of(plan)
        .order_by("slot__starts_at", "pk")
        .values_list(
            "match__public_id",
            "slot__starts_at",
            "slot__ends_at",
            "table_id",
            "delegate_a_id",
            "delegate_a__registration__organisation__name",
            "delegate_a__registration__organisation__public_id",
            "delegate_b_id",
            "delegate_b__registration__organisation__name",
            "delegate_b__registration__organisation__public_id",
        )
    )
    for match, starts, ends, table, a, a_name, a_key, b, b_name, b_key in rows:
        label, zone = tables[table]
        common = {
            "match": str(match),
            "starts_at": _written(starts),
            "ends_at": _written(ends),
            "table": label,
            "zone": zone,
        }
        agendas[a].append({**common, "partner": b_name, "organisation": str(b_key)})
        agendas[b].append({**common, "partner": a_name, "organisation": str(a_key)})
    return dict(agendas)


def last_told(conference: Conference) -> dict[int, tuple[int, list[Entry]]]:
    """Number and agenda of the last notice of each delegate who ever got one."""
    newest = (
        AgendaNotice.objects.filter(delegate=OuterRef("delegate"))
        .order_by("-sequence")
        .values("sequence")[:1]
    )
    rows = (
        AgendaNotice.objects.filter(delegate__registration__conference=conference)
        .annotate(newest=Subquery(newest))
        .filter(sequence=F("newest"))
        .order_by()
        .values_list("delegate_id", "sequence", "told")
    )
    return {delegate: (sequence, told) for delegate, sequence, told in rows}


def changes_between(before: list[Entry], after: list[Entry]) -> list[dict[str, Any]]:
    """What is new in an agenda, in order of time: `{"kind", "before", "after"}`, where one of both
    is None for what came or went. A moved meeting is told once, also when its table changed too."""
    earlier = {entry["match"]: entry for entry in before}
    later = {entry["match"]: entry for entry in after}
    changes = []
    for match in earlier.keys() | later.keys():
        old, new = earlier.get(match), later.get(match)
        kind = _kind_of_change(old, new)
        if kind:
            changes.append({"kind": kind, "before": old, "after": new})
    return sorted(changes, key=_when)


def changes_due(conference: Conference, plan: Plan | None) -> dict[int, list[dict[str, Any]]]:
    """What each delegate would be told if `plan` were published now, by the delegate's key; only
    those whose agenda is not what they were told last. Nobody without a plan."""
    if plan is None:
        return {}
    now, told = agendas_as_of_now(plan), last_told(conference)
    due = {}
    for key in delegates_told(conference).order_by("number", "pk").values_list("pk", flat=True):
        before = told.get(key, (0, []))[1]
        changes = changes_between(before, now.get(key, []))
        if changes:
            due[key] = changes
    return due


def notices_to_mail(conference: Conference) -> QuerySet[AgendaNotice]:
    """Notices whose mail is not in the outbox yet, delegate by delegate, the oldest first."""
    return AgendaNotice.objects.filter(
        delegate__registration__conference=conference, queued_at__isnull=True
    ).order_by("delegate", "sequence")


def notices_of(delegate: Delegate) -> QuerySet[AgendaNotice]:
    """All notices of a delegate, the oldest first."""
    return AgendaNotice.objects.filter(delegate=delegate).order_by("sequence")


def moment_of(text: str) -> datetime:
    """A time of an entry."""
    return datetime.fromisoformat(text)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _kind_of_change(old: Entry | None, new: Entry | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "cancelled"
    if (old["starts_at"], old["ends_at"]) != (new["starts_at"], new["ends_at"]):
        return "moved"
    if any(old.get(part, "") != new.get(part, "") for part in PLACE):
        return "table"
    return "partner" if old["organisation"] != new["organisation"] else ""


def _when(change: dict[str, Any]) -> tuple[str, str]:
    entry = change["after"] or change["before"]
    return entry["starts_at"], entry["match"]
