"""A plan as text: slot by slot, with tables and delegates."""

from __future__ import annotations

from collections.abc import Iterator

from matchmaking.files import PlanFile
from matchmaking.problem import Problem
from matchmaking.solution import Placement


def timetable(plan: PlanFile, problem: Problem | None = None) -> Iterator[str]:
    """The lines of a readable timetable; with the event at hand, names and times stand for ids."""
    claim = plan.solution.certificate
    total = len(plan.solution.placements) + len(plan.solution.unplaced)
    yield plan.event or "Plan"
    placed = f"{claim.placed} of {total} meetings placed"
    yield f"{placed}, {claim.breaks} breaks (bound {claim.breaks_bound})"
    yield claim.argument
    at: dict[str, list[Placement]] = {slot: [] for slot in plan.slots}
    for placement in plan.solution.placements:
        at.setdefault(placement.slot, []).append(placement)
    order = {table: number for number, table in enumerate(plan.tables)}
    for slot, placements in at.items():
        yield ""
        yield f"{_slot_title(slot, problem)}  ({len(placements)} meetings)"
        for placement in sorted(placements, key=lambda part: order.get(part.table, len(order))):
            pair = " - ".join(
                _delegate(name, problem) for name in plan.delegates[placement.meeting]
            )
            yield f"  {_table(placement.table, problem):12}  {pair}  [{placement.meeting}]"
    if plan.solution.unplaced:
        yield ""
        yield f"Without a place  ({len(plan.solution.unplaced)} meetings)"
        for part in plan.solution.unplaced:
            yield f"  {part.meeting}: {part.text}"


def _slot_title(slot_id: str, problem: Problem | None) -> str:
    slot = next((part for part in problem.slots if part.id == slot_id), None) if problem else None
    if slot is None or slot.starts_at is None:
        return slot_id
    return f"{slot.starts_at:%Y-%m-%d %H:%M}  {slot_id}"


def _table(table_id: str, problem: Problem | None) -> str:
    tables = problem.tables if problem else ()
    return next((part.name for part in tables if part.id == table_id and part.name), table_id)


def _delegate(delegate_id: str, problem: Problem | None) -> str:
    if problem is None or not any(part.id == delegate_id for part in problem.delegates):
        return delegate_id
    delegate = problem.delegate(delegate_id)
    body = next(part for part in problem.organisations if part.id == delegate.organisation)
    return f"{delegate.name or delegate.id} ({body.name or body.id})"
