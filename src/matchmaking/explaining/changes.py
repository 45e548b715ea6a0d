"""The event with one thing changed.

Each change only allows more, or names another known delegate, so that an event without faults stays
without faults: it is copied without the checks of `Problem`, which take longer than all the rest of
trying a remedy.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

from matchmaking.problem import Delegate, Meeting, Problem, Table


def with_table(problem: Problem, table: Table) -> Problem:
    """One table changed, or one more."""
    tables = [table if part.id == table.id else part for part in problem.tables]
    if table not in tables:
        tables.append(table)
    return _altered(problem, tables=tuple(tables))


def with_delegate(
    problem: Problem, delegate: str, change: Callable[[Delegate], Delegate]
) -> Problem:
    """One delegate changed."""
    changed = change(problem.delegate(delegate))
    return _altered(
        problem,
        delegates=tuple(changed if part.id == delegate else part for part in problem.delegates),
        _delegates={**problem._delegates, delegate: changed},
    )


def with_meeting(problem: Problem, changed: Meeting) -> Problem:
    """One meeting changed."""
    return _altered(
        problem,
        meetings=tuple(changed if part.id == changed.id else part for part in problem.meetings),
        _meetings={**problem._meetings, changed.id: changed},
    )


def _altered(problem: Problem, **parts: object) -> Problem:
    changed = copy.copy(problem)
    for name, value in parts.items():
        object.__setattr__(changed, name, value)
    return changed


def table_opened(problem: Problem, table: str, slot: str, zone: str) -> Problem:
    """A closed table open in one slot; a new one, open in that slot only, where there is none of
    that id."""
    for part in problem.tables:
        if part.id == table:
            return with_table(problem, replace(part, closed_slots=part.closed_slots - {slot}))
    closed = frozenset(part.id for part in problem.slots if part.id != slot)
    return with_table(problem, Table(table, "one more table", closed_slots=closed, zone=zone))


def delegate_freed(problem: Problem, delegate: str, slot: str) -> Problem:
    """The delegate available in a slot."""
    return with_delegate(
        problem,
        delegate,
        lambda part: replace(
            part,
            unavailable_slots=part.unavailable_slots - {slot},
            do_not_disturb=part.do_not_disturb - {slot},
        ),
    )


def limits_raised(
    problem: Problem, delegate: str, most: int | None = None, rest: int | None = None
) -> Problem:
    """The delegate with an own limit of meetings in a session, of meetings in a row, or both."""

    def raised(part: Delegate) -> Delegate:
        return replace(
            part,
            most_per_session=most or part.most_per_session,
            rest_after=rest or part.rest_after,
        )

    return with_delegate(problem, delegate, raised)


def lock_lifted(problem: Problem, meeting: str, lock: str) -> Problem:
    """The meeting without one of its wishes; it must take place as before."""
    part = problem.meeting(meeting)
    if lock == "slot":
        return with_meeting(problem, replace(part, slot=None, mandatory=True))
    if lock == "table":
        return with_meeting(problem, replace(part, table=None))
    if lock == "session":
        return with_meeting(problem, replace(part, session=None))
    return with_meeting(problem, replace(part, zone=None))


def delegate_changed(problem: Problem, meeting: str, side: int, delegate: str) -> Problem:
    """Another delegate of the organisation may serve on a side of a meeting; where the meeting
    names its delegates, that one does."""
    part = problem.meeting(meeting)
    if not part.organisations:
        names = list(part.delegates)
        names[side] = delegate
        return with_meeting(problem, replace(part, delegates=tuple(names)))
    allowed = list(part.allowed)
    allowed[side] = (*allowed[side], delegate)
    return with_meeting(problem, replace(part, allowed=tuple(allowed)))


def fresh_id(taken: set[str], stem: str) -> str:
    """An id that nothing has yet."""
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
