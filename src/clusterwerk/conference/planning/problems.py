"""A conference as the engine takes it: what is in use, who can serve, what is agreed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import matchmaking
from clusterwerk.directory.models import OrganisationField
from clusterwerk.places.models import Field
from matchmaking import HouseRules, Placement, Problem

from ..choices import RegistrationStatus
from ..models import Conference, Delegate, Registration, Slot, Table
from ..queries.plans import planned_matches

MATCH_COLUMNS = (
    "pk",
    "registration_a_id",
    "registration_b_id",
    "delegate_a_id",
    "delegate_b_id",
    "weight",
    "priority",
    "session_id",
)


def problem_of(conference: Conference, *, with_fields: bool = True) -> Problem:
    """Admitted delegations, agreed matches, slots and tables in use; without the fields of the
    delegations where only the rules are asked.

    A match that nobody can serve any more, because its delegates cancelled or take no meetings, is
    left out; `rows_of` gives it its reason. Raises `matchmaking.InputError` with every fault when
    something is missing.
    """
    serving = _serving(conference)
    return Problem(
        name=conference.slug,
        sessions=tuple(
            matchmaking.Session(str(row.pk), "", row.starts_at, row.ends_at)
            for row in conference.sessions.order_by("position")
        ),
        slots=tuple(
            matchmaking.Slot(str(row.pk), str(row.session_id), row.starts_at, row.ends_at)
            for row in Slot.objects.in_use()
            .filter(session__conference=conference)
            .order_by("session__position", "starts_at")
        ),
        tables=_tables_of(conference),
        organisations=_organisations_of(conference, with_fields=with_fields),
        delegates=_delegates_of(conference, serving),
        meetings=_meetings_of(conference, serving),
        fields=_fields_of(conference) if with_fields else (),
        rules=HouseRules(
            most_per_session=conference.most_per_session,
            rest_after=conference.rest_after,
            zone_buffer=conference.zone_buffer,
        ),
    )


def _serving(conference: Conference) -> list[tuple[int, int]]:
    """Delegates who take meetings, with their delegations, in the order of their keys."""
    return list(
        Delegate.objects.filter(
            registration__conference=conference,
            registration__status=RegistrationStatus.ADMITTED,
            takes_meetings=True,
            cancelled_at__isnull=True,
        )
        .order_by("pk")
        .values_list("pk", "registration_id")
    )


def _slots_by(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for key, slot in pairs:
        found[key].add(str(slot))
    return {key: frozenset(slots) for key, slots in found.items()}


def _tables_of(conference: Conference) -> tuple[matchmaking.Table, ...]:
    # Read as plain values: an event has thousands of absences and closed slots.
    closed = _slots_by(
        Table.closed_slots.through.objects.filter(
            table__conference=conference, slot__withdrawn_at__isnull=True
        ).values_list("table_id", "slot_id")
    )
    rows = Table.objects.in_use().filter(conference=conference).order_by("number")
    return tuple(
        matchmaking.Table(
            str(row.pk),
            "",
            closed.get(row.pk, frozenset()),
            zone=row.zone,
            reserved=row.booth_of_id is not None,
        )
        for row in rows
    )


def _organisations_of(
    conference: Conference, *, with_fields: bool
) -> tuple[matchmaking.Organisation, ...]:
    """Delegations by key; their fields with the main one first, as the directory orders them."""
    fields: dict[int, list[str]] = defaultdict(list)
    if with_fields:
        for organisation, field in (
            OrganisationField.objects.filter(organisation__registrations__conference=conference)
            .order_by("organisation", "position")
            .values_list("organisation_id", "field_id")
        ):
            fields[organisation].append(field)
    rows = (
        Registration.objects.filter(conference=conference, status=RegistrationStatus.ADMITTED)
        .order_by("pk")
        .values_list("pk", "organisation_id", "organisation__country_id")
    )
    return tuple(
        matchmaking.Organisation(str(key), "", country, tuple(fields[organisation]))
        for key, organisation, country in rows
    )


def _fields_of(conference: Conference) -> tuple[matchmaking.Field, ...]:
    """Every field that an organisation of `_organisations_of` names, so that an exported file
    checks its codes; in English, so that the file is the same whoever asks for it."""
    named = Registration.objects.filter(
        conference=conference, status=RegistrationStatus.ADMITTED
    ).values("organisation__field_links__field")
    rows = Field.objects.filter(pk__in=named).order_by("pk")
    return tuple(matchmaking.Field(row.pk, row.name_en) for row in rows)


def _delegates_of(
    conference: Conference, serving: Iterable[tuple[int, int]]
) -> tuple[matchmaking.Delegate, ...]:
    """Those of a delegation with a booth stay there; with several booths they share them out."""
    booths: dict[int, list[int]] = defaultdict(list)
    for registration, table in (
        Table.objects.in_use()
        .filter(conference=conference, booth_of__isnull=False)
        .order_by("number")
        .values_list("booth_of_id", "pk")
    ):
        booths[registration].append(table)
    away = _slots_by(
        Delegate.unavailable_slots.through.objects.filter(
            delegate__registration__conference=conference, slot__withdrawn_at__isnull=True
        ).values_list("delegate_id", "slot_id")
    )
    seated: dict[int, int] = defaultdict(int)
    found = []
    for key, registration in serving:
        own = booths.get(registration, [])
        found.append(
            matchmaking.Delegate(
                str(key),
                str(registration),
                "",
                away.get(key, frozenset()),
                table=str(own[seated[registration] % len(own)]) if own else None,
            )
        )
        seated[registration] += 1
    return tuple(found)


def _meetings_of(
    conference: Conference, serving: Iterable[tuple[int, int]]
) -> tuple[matchmaking.Meeting, ...]:
    teams: dict[int, set[int]] = defaultdict(set)
    for key, registration in serving:
        teams[registration].add(key)
    # Read as plain values: building hundreds of models would take longer than all the rest.
    rows = planned_matches(conference).values_list(*MATCH_COLUMNS, named=True)
    return tuple(
        _meeting(match)
        for match in rows
        if _can_serve(teams[match.registration_a_id], match.delegate_a_id)
        and _can_serve(teams[match.registration_b_id], match.delegate_b_id)
    )


def _can_serve(team: set[int], named: int | None) -> bool:
    return bool(team) if named is None else named in team


def _meeting(match: Any) -> matchmaking.Meeting:
    """Between two persons, or between two organisations where a side leaves open who comes."""
    named = (match.delegate_a_id, match.delegate_b_id)
    if None not in named:
        parties: dict[str, Any] = {"delegates": tuple(str(key) for key in named)}
    else:
        parties = {
            "organisations": (str(match.registration_a_id), str(match.registration_b_id)),
            "allowed": tuple(() if key is None else (str(key),) for key in named),
        }
    return matchmaking.Meeting(
        str(match.pk),
        weight=match.weight,
        priority=match.priority,
        session=str(match.session_id) if match.session_id else None,
        **parties,
    )


def fixed(problem: Problem, placements: Iterable[Placement]) -> Problem:
    """The same event with these meetings locked to slot, table and delegates."""
    locks = {placement.meeting: placement for placement in placements}
    if not locks:
        return problem
    return replace(problem, meetings=tuple(_locked(row, locks) for row in problem.meetings))


def _locked(meeting: matchmaking.Meeting, locks: dict[str, Placement]) -> matchmaking.Meeting:
    place = locks.get(meeting.id)
    if place is None:
        return meeting
    if meeting.organisations:
        meeting = replace(meeting, allowed=tuple((name,) for name in place.delegates))
    return replace(meeting, slot=place.slot, table=place.table)


def digest_of(problem: Problem, *, seed: int) -> str:
    """A fingerprint of everything that decides the plan."""
    parts = [
        seed,
        [(slot.id, slot.session) for slot in problem.slots],
        [
            (table.id, sorted(table.closed_slots), table.zone, table.reserved)
            for table in problem.tables
        ],
        [
            (one.id, one.organisation, sorted(one.unavailable_slots), one.table)
            for one in problem.delegates
        ],
        [
            (
                one.id,
                one.delegates,
                one.organisations,
                one.allowed,
                one.weight,
                one.priority,
                one.session,
                one.slot,
                one.table,
            )
            for one in problem.meetings
        ],
        [problem.rules.most_per_session, problem.rules.rest_after, problem.rules.zone_buffer],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
