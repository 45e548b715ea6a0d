"""Meetings of a plan that no longer hold, because something changed after it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from ..choices import MatchStatus, RegistrationStatus
from ..models import Delegate, Match, Plan, PlannedMeeting, Table
from .plans import planned_matches


@dataclass(frozen=True, slots=True)
class BrokenMeeting:
    """A placed meeting that cannot take place as planned. `code` is the first thing that is wrong;
    `delegate` names whom it is about, if anybody."""

    match: str
    match_id: int
    title: str
    starts_at: datetime
    table: str
    code: str
    delegate: str


def broken_meetings_of(plan: Plan) -> list[BrokenMeeting]:
    """Meetings of a plan whose match or delegate is gone, whose delegate is away, whose slot or
    table is withdrawn or closed, or who shall be in another session; in order of time; 1 query
    while all hold, 2 otherwise."""
    codes = {
        key: next(code for code, wrong in zip(CODES, found, strict=True) if wrong)
        for key, *found in with_what_is_wrong(
            PlannedMeeting.objects.filter(plan=plan, slot__isnull=False)
        )
        .filter(_anything_wrong())
        .values_list("pk", *CODES)
    }
    if not codes:
        return []
    rows = (
        PlannedMeeting.objects.filter(pk__in=codes)
        .order_by("slot__starts_at", "table__number", "pk")
        .values(
            "pk",
            "match__public_id",
            "match_id",
            "slot__starts_at",
            "table__name",
            "table__number",
            "delegate_a__name",
            "delegate_b__name",
            "match__registration_a__organisation__name",
            "match__registration_a__organisation__short_name",
            "match__registration_b__organisation__name",
            "match__registration_b__organisation__short_name",
        )
    )
    return [_broken(row, codes[row["pk"]]) for row in rows]


# What may be wrong, gravest first: the name of the annotation, and of whom it is told.
CODES = {
    "cancelled": "",
    "gone_a": "delegate_a__name",
    "gone_b": "delegate_b__name",
    "slot_gone": "",
    "table_gone": "",
    "away_a": "delegate_a__name",
    "away_b": "delegate_b__name",
    "closed": "",
    "other_session": "",
}


def with_what_is_wrong(rows: QuerySet[PlannedMeeting]) -> QuerySet[PlannedMeeting]:
    """Annotates placed meetings with each of `CODES`, true where it is wrong."""
    away = Delegate.unavailable_slots.through.objects.filter(slot=OuterRef("slot"))
    closed = Table.closed_slots.through.objects.filter(
        slot=OuterRef("slot"), table=OuterRef("table")
    )
    admitted = RegistrationStatus.ADMITTED
    return rows.annotate(
        cancelled=_is(
            ~Q(match__status=MatchStatus.AGREED)
            | ~Q(match__registration_a__status=admitted)
            | ~Q(match__registration_b__status=admitted)
        ),
        gone_a=_is(_gone("a")),
        gone_b=_is(_gone("b")),
        slot_gone=_is(Q(slot__withdrawn_at__isnull=False)),
        table_gone=_is(Q(table__withdrawn_at__isnull=False)),
        away_a=Exists(away.filter(delegate=OuterRef("delegate_a"))),
        away_b=Exists(away.filter(delegate=OuterRef("delegate_b"))),
        closed=Exists(closed),
        other_session=_is(Q(match__session__isnull=False) & ~Q(match__session=F("slot__session"))),
    )


def _gone(side: str) -> Q:
    """Whoever came does not come any more, or the match names somebody else now."""
    named, comes = f"match__delegate_{side}", f"delegate_{side}"
    return (
        Q(**{f"{comes}__cancelled_at__isnull": False})
        | Q(**{f"{comes}__takes_meetings": False})
        | (Q(**{f"{named}__isnull": False}) & ~Q(**{named: F(comes)}))
    )


def _is(condition: Q) -> Any:
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def _anything_wrong() -> Q:
    wrong = Q()
    for code in CODES:
        wrong |= Q(**{code: True})
    return wrong


def _broken(row: Mapping[str, Any], code: str) -> BrokenMeeting:
    named = CODES[code]
    sides = [
        row[f"match__registration_{side}__organisation__short_name"]
        or row[f"match__registration_{side}__organisation__name"]
        for side in "ab"
    ]
    return BrokenMeeting(
        match=str(row["match__public_id"]),
        match_id=row["match_id"],
        title=" – ".join(sides),
        starts_at=row["slot__starts_at"],
        table=row["table__name"] or str(row["table__number"]),
        code=code.removesuffix("_a").removesuffix("_b"),
        delegate=row[named] if named else "",
    )


def later_matches_of(plan: Plan) -> QuerySet[Match]:
    """Agreed matches that the plan does not know, because they were agreed after it was made."""
    return planned_matches(plan.conference).exclude(
        pk__in=PlannedMeeting.objects.filter(plan=plan).values("match")
    )
