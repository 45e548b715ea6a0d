"""The event with fewer or more tables and slots."""

from __future__ import annotations

from dataclasses import replace

from matchmaking.explaining.changes import fresh_id
from matchmaking.problem import Problem, Session, Slot, Table


def bound_tables(problem: Problem) -> int:
    """Tables that a fewer number keeps: reserved ones, and those that meetings or delegates are
    bound to."""
    return len(problem.tables) - len(_loose_tables(problem))


def _loose_tables(problem: Problem) -> list[Table]:
    bound = {part.table for part in problem.meetings} | {part.table for part in problem.delegates}
    return [part for part in problem.tables if part.id not in bound and not part.reserved]


def with_tables(problem: Problem, number: int) -> Problem:
    """The event with so many tables in all, not below `bound_tables`.

    The last ones are taken away first, those that somebody is bound to never; new ones are open in
    all slots, and stand in the zones of the event in turn. A zone that a meeting asks for keeps a
    table.
    """
    tables = list(problem.tables)
    loose = _loose_tables(problem)
    for table in reversed(loose):
        if len(tables) <= number:
            break
        tables.remove(table)
    zones = list(dict.fromkeys(part.zone for part in problem.tables))
    taken = {part.id for part in tables}
    while len(tables) < number:
        name = fresh_id(taken, "extra")
        taken.add(name)
        tables.append(Table(name, zone=zones[(number - len(tables)) % len(zones)]))
    return replace(problem, tables=tuple(tables))


def fits_tables(problem: Problem, number: int) -> bool:
    """Whether `with_tables` can make the event so small: a table, and one in each zone asked
    for."""
    kept = _loose_tables(problem)[: max(0, number - bound_tables(problem))]
    bound = [part for part in problem.tables if part not in _loose_tables(problem)]
    zones = {part.zone for part in [*kept, *bound]}
    wanted = {part.zone for part in problem.meetings if part.zone is not None}
    return number >= max(1, bound_tables(problem)) and wanted <= zones


def capacity(problem: Problem) -> int:
    """How many meetings find a table, over all slots."""
    return sum(len(problem.slots) - len(part.closed_slots) for part in problem.tables)


def with_slots(problem: Problem, number: int) -> Problem | None:
    """The event with so many slots: the last ones are dropped first; new ones stand at the end of
    the last session, and whoever is available in its last slot is available in them too, as is
    each table. None where a meeting is locked to a slot, or asks for a session, that is dropped."""
    if number <= len(problem.slots):
        return _with_fewer_slots(problem, number)
    last, taken = problem.slots[-1], {part.id for part in problem.slots}
    new: list[str] = []
    while len(problem.slots) + len(new) < number:
        new.append(fresh_id(taken | set(new), "extra"))
    slots = (*problem.slots, *(Slot(name, last.session) for name in new))
    return _like(problem, slots, last.id, frozenset(new))


def _with_fewer_slots(problem: Problem, number: int) -> Problem | None:
    slots = problem.slots[:number]
    kept = frozenset(part.id for part in slots)
    sessions = {part.session for part in slots}
    for part in problem.meetings:
        if part.slot not in (None, *kept) or part.session not in (None, *sessions):
            return None
    return replace(
        problem,
        sessions=tuple(part for part in problem.sessions if part.id in sessions),
        slots=slots,
        tables=tuple(
            replace(part, closed_slots=part.closed_slots & kept) for part in problem.tables
        ),
        delegates=tuple(
            replace(
                part,
                unavailable_slots=part.unavailable_slots & kept,
                do_not_disturb=part.do_not_disturb & kept,
            )
            for part in problem.delegates
        ),
    )


def _like(problem: Problem, slots: tuple[Slot, ...], last: str, new: frozenset[str]) -> Problem:
    """New slots in which everybody and every table is as in the last one."""

    def extended(closed: frozenset[str]) -> frozenset[str]:
        return closed | new if last in closed else closed

    return replace(
        problem,
        slots=slots,
        tables=tuple(
            replace(part, closed_slots=extended(part.closed_slots)) for part in problem.tables
        ),
        delegates=tuple(
            replace(
                part,
                unavailable_slots=extended(part.unavailable_slots),
                do_not_disturb=extended(part.do_not_disturb),
            )
            for part in problem.delegates
        ),
    )


def with_half_day(problem: Problem) -> Problem:
    """One more session at the end, as long as the longest, in which everybody is available and
    every table open."""
    lengths = [sum(slot.session == part.id for slot in problem.slots) for part in problem.sessions]
    session = fresh_id({part.id for part in problem.sessions}, "extra")
    taken = {part.id for part in problem.slots}
    slots: list[Slot] = []
    for _ in range(max(lengths)):
        slots.append(Slot(fresh_id(taken, "extra"), session))
        taken.add(slots[-1].id)
    return replace(
        problem,
        sessions=(*problem.sessions, Session(session)),
        slots=(*problem.slots, *slots),
    )
