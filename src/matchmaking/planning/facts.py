"""The facts of an event that can be lifted one by one, to see whether it can be planned without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from matchmaking.problem import Delegate, Meeting, Problem, Table

MORE = "more-than-enough"  # begins the ids of tables that only exist while their number is lifted


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: a code of `solution.CLASHES` with its parameters, and the event without it."""

    code: str
    params: Mapping[str, str]
    lift: Callable[[Problem], Problem]


def facts_of(problem: Problem) -> list[Fact]:
    """Every fact that bears on the meetings of an event, the most special first: what is lifted
    early and turns out not to matter is not told."""
    return [
        *_of_rules(problem),
        *_of_organisations(problem),
        *_of_delegates(problem),
        *_of_tables(problem),
        *_of_meetings(problem),
    ]


def _changed(parts: str, name: str, **changes: Any) -> Callable[[Problem], Problem]:
    """The event with one delegate, table or meeting changed."""
    return _mapped(parts, name, lambda part: replace(part, **changes))


def _freed_slot(parts: str, name: str, field: str, slot: str) -> Callable[[Problem], Problem]:
    """The event with one slot taken from a set of slots of a delegate or table."""
    return _mapped(
        parts, name, lambda part: replace(part, **{field: getattr(part, field) - {slot}})
    )


def _mapped(parts: str, name: str, change: Callable[[Any], Any]) -> Callable[[Problem], Problem]:
    def lift(problem: Problem) -> Problem:
        rows = [change(part) if part.id == name else part for part in getattr(problem, parts)]
        changes: dict[str, Any] = {parts: tuple(rows)}
        return replace(problem, **changes)

    return lift


def _of_rules(problem: Problem) -> Iterator[Fact]:
    rules = problem.rules

    def without(**changes: Any) -> Callable[[Problem], Problem]:
        return lambda event: replace(event, rules=replace(event.rules, **changes))

    if rules.zone_buffer:
        yield Fact("zone_buffer", {}, without(zone_buffer=False))
    if rules.rest_after is not None:
        yield Fact("rest", {"most": str(rules.rest_after)}, without(rest_after=None))
    if rules.most_per_session is not None:
        most = {"most": str(rules.most_per_session)}
        yield Fact("session_limit", most, without(most_per_session=None))


def _of_organisations(problem: Problem) -> Iterator[Fact]:
    """Pairs that would meet twice; lifted, the later meeting is one that was asked for."""
    between = [meeting for meeting in problem.meetings if meeting.organisations]
    for one, other in combinations(between, 2):
        if len(set(one.organisations) & set(other.organisations)) > 1:
            yield Fact(
                "organisations_once",
                {"one": one.id, "other": other.id},
                _changed("meetings", other.id, again=True),
            )


def _of_delegates(problem: Problem) -> Iterator[Fact]:
    serving = {
        name for meeting in problem.meetings for side in problem.sides(meeting) for name in side
    }
    for delegate in problem.delegates:
        if delegate.id in serving:
            yield from _of_delegate(problem, delegate)


def _of_delegate(problem: Problem, delegate: Delegate) -> Iterator[Fact]:
    name = {"delegate": delegate.id}
    if delegate.rest_after is not None:
        most = name | {"most": str(delegate.rest_after)}
        # Lifted: no more than the event's own rule, which is a fact of its own.
        yield Fact("delegate_rest", most, _changed("delegates", delegate.id, rest_after=None))
    if delegate.most_per_session is not None:
        most = name | {"most": str(delegate.most_per_session)}
        yield Fact(
            "delegate_limit", most, _changed("delegates", delegate.id, most_per_session=None)
        )
    if delegate.table is not None:
        yield Fact(
            "delegate_stays",
            name | {"table": delegate.table},
            _changed("delegates", delegate.id, table=None),
        )
    for code, slots, field in (
        ("delegate_undisturbed", delegate.do_not_disturb, "do_not_disturb"),
        ("delegate_away", delegate.unavailable_slots, "unavailable_slots"),
    ):
        for slot in problem.slots:
            if slot.id in slots:
                yield Fact(
                    code,
                    name | {"slot": slot.id},
                    _freed_slot("delegates", delegate.id, field, slot.id),
                )


def _of_tables(problem: Problem) -> Iterator[Fact]:
    yield Fact("tables", {"tables": str(len(problem.tables))}, _more_tables)
    for table in problem.tables:
        if table.reserved:
            yield Fact(
                "table_reserved", {"table": table.id}, _changed("tables", table.id, reserved=False)
            )
        for slot in problem.slots:
            if slot.id in table.closed_slots:
                yield Fact(
                    "table_closed",
                    {"table": table.id, "slot": slot.id},
                    _freed_slot("tables", table.id, "closed_slots", slot.id),
                )


def _more_tables(problem: Problem) -> Problem:
    """So many more open tables in every zone that their number does not matter."""
    zones = sorted({table.zone for table in problem.tables} | {""})
    more = [
        Table(f"{MORE}-{place}-{number}", zone=zone)
        for place, zone in enumerate(zones)
        for number in range(len(problem.meetings))
    ]
    return replace(problem, tables=(*problem.tables, *more))


def _of_meetings(problem: Problem) -> Iterator[Fact]:
    for meeting in problem.meetings:
        yield from _of_meeting(meeting)


def _of_meeting(meeting: Meeting) -> Iterator[Fact]:
    name = {"meeting": meeting.id}
    for code, field in (
        ("zone_wanted", "zone"),
        ("table_locked", "table"),
        ("session_wanted", "session"),
        ("slot_locked", "slot"),
    ):
        value = getattr(meeting, field)
        if value is not None:
            changed = _changed("meetings", meeting.id, **{field: None})
            yield Fact(code, name | {field: value}, changed)
    for early in meeting.after:
        yield Fact("meets_after", name | {"earlier": early}, _without_order(meeting.id, early))


def _without_order(late: str, early: str) -> Callable[[Problem], Problem]:
    def lift(problem: Problem) -> Problem:
        after = tuple(other for other in problem.meeting(late).after if other != early)
        return _changed("meetings", late, after=after)(problem)

    return lift
