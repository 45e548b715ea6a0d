"""What delegates should know of their agendas now, what they were told last, and the difference.

An entry of an agenda is `{"match", "starts_at", "ends_at", "table", "zone", "partner", "country",
"organisation"}`: the public id of the match, times in UTC, the table's label, name and country of
the partner's organisation and its public id.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from ..choices import MatchStatus, RegistrationStatus
from ..models import (
    AgendaNotice,
    Conference,
    Delegate,
    Match,
    PartnerMessage,
    Plan,
    PlannedMeeting,
    Registration,
    Slot,
    Table,
)

Entry = dict[str, Any]
PLACE = ("table", "zone")


@dataclass(frozen=True, slots=True)
class Cancelled:
    """By whom a match was cancelled (None: the team), and what they wrote with it."""

    registration: int | None
    organisation: str
    message: str


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


def agendas_as_of_now(plan: Plan, delegate: Delegate | None = None) -> dict[int, list[Entry]]:
    """The present agenda of each delegate with meetings, in order of time, by the delegate's key;
    for one delegate only that person's is complete.

    Times are those of the slots as they are now. Four queries, however many delegates: what many
    meetings share is read once.
    """
    conference = plan.conference_id
    tables = {
        table.pk: {"table": table.label, "zone": table.zone}
        for table in Table.objects.filter(conference=conference)
    }
    times = {
        key: {"starts_at": _written(starts), "ends_at": _written(ends)}
        for key, starts, ends in Slot.objects.filter(session__conference=conference)
        .order_by()
        .values_list("pk", "starts_at", "ends_at")
    }
    partners = {
        key: {"partner": name, "country": country, "organisation": str(public_id)}
        for key, name, country, public_id in Registration.objects.filter(
            conference=conference
        ).values_list(
            "pk", "organisation__name", "organisation__country_id", "organisation__public_id"
        )
    }
    agendas: dict[int, list[Entry]] = defaultdict(list)
    found = holding_meetings_of(plan)
    if delegate is not None:
        found = found.filter(Q(delegate_a=delegate) | Q(delegate_b=delegate))
    rows = found.order_by("slot__starts_at", "pk").values_list(
        "match__public_id",
        "slot_id",
        "table_id",
        "delegate_a_id",
        "delegate_a__registration_id",
        "delegate_b_id",
        "delegate_b__registration_id",
    )
    for match, slot, table, a, side_a, b, side_b in rows:
        common = {"match": str(match)} | times[slot] | tables[table]
        agendas[a].append(common | partners[side_b])
        agendas[b].append(common | partners[side_a])
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


def changes_due(
    conference: Conference, plan: Plan, told: Mapping[int, tuple[int, list[Entry]]]
) -> dict[int, list[dict[str, Any]]]:
    """What each delegate would be told if `plan` were published now, by the delegate's key; only
    those whose agenda is not what they were told last (`last_told`)."""
    now = agendas_as_of_now(plan)
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


def cancellations_of(matches: Iterable[str]) -> dict[str, Cancelled]:
    """How matches came to be cancelled, by their public ids; those still agreed are left out."""
    found = list(
        Match.objects.filter(public_id__in=list(matches), status=MatchStatus.CANCELLED).values_list(
            "pk", "public_id", "cancelled_at", "cancelled_by", "cancelled_by__organisation__name"
        )
    )
    written = defaultdict(list)
    for match, sent_at, sender, text in PartnerMessage.objects.filter(
        match__in=[row[0] for row in found]
    ).values_list("match_id", "sent_at", "sender__registration_id", "text"):
        written[match, sender].append((sent_at, text))
    return {
        str(key): Cancelled(
            registration=by,
            organisation=name or "",
            message=next((text for at, text in written[pk, by] if since and at >= since), ""),
        )
        for pk, key, since, by, name in found
    }


def public_partner_names(plan: Plan, delegates: Iterable[int]) -> dict[int, dict[str, str]]:
    """Names of the partners who made theirs public, by delegate and public id of the match."""
    wanted = set(delegates)
    rows = (
        PlannedMeeting.objects.filter(
            Q(delegate_a__in=wanted) | Q(delegate_b__in=wanted), plan=plan, slot__isnull=False
        )
        .order_by()
        .values_list(
            "match__public_id",
            "delegate_a_id",
            "delegate_a__name",
            "delegate_a__name_public_since",
            "delegate_b_id",
            "delegate_b__name",
            "delegate_b__name_public_since",
        )
    )
    names: dict[int, dict[str, str]] = {key: {} for key in wanted}
    for match, a, a_name, a_public, b, b_name, b_public in rows:
        if a in wanted and b_public:
            names[a][str(match)] = b_name
        if b in wanted and a_public:
            names[b][str(match)] = a_name
    return names


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
