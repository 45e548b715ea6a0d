"""Plans as text: slot by slot, with tables and delegates; and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matchmaking.comparing import Changes
from matchmaking.files import PlanFile
from matchmaking.problem import Problem
from matchmaking.solution import Placement, Solution


class Names:
    """Names and times for ids, where there is an event that has them; the ids otherwise."""

    def __init__(self, problem: Problem | None) -> None:
        self._problem = problem
        self._slots = {part.id: part for part in problem.slots} if problem else {}
        self._tables = {part.id: part.name for part in problem.tables} if problem else {}
        self._bodies = {part.id: part.name for part in problem.organisations} if problem else {}
        self._people = {part.id: part for part in problem.delegates} if problem else {}
        self._meetings = {part.id: part for part in problem.meetings} if problem else {}

    def slot(self, slot: str) -> str:
        """When it starts, or its id."""
        part = self._slots.get(slot)
        starts = part.starts_at if part else None
        return f"{starts:%Y-%m-%d %H:%M}" if starts else slot

    def table(self, table: str) -> str:
        """The table's name."""
        return self._tables.get(table) or table

    def person(self, delegate: str) -> str:
        """The delegate's name, and the organisation's."""
        part = self._people.get(delegate)
        if part is None:
            return delegate
        body = self._bodies.get(part.organisation) or part.organisation
        return f"{part.name or part.id} ({body})"

    def pair(self, delegates: Iterable[str]) -> str:
        """Who meets."""
        return " - ".join(self.person(name) for name in delegates)

    def meeting(self, meeting: str) -> str:
        """Who meets: the delegates, or the organisations whose delegates are not chosen yet."""
        part = self._meetings.get(meeting)
        if part is None or self._problem is None:
            return meeting
        if part.delegates:
            return self.pair(part.delegates)
        bodies = self._problem.organisations_of(part)
        return " - ".join(self._bodies.get(body) or body for body in bodies)

    def place(self, placement: Placement) -> str:
        """When and where."""
        where = self.table(placement.table) if placement.table else "online"
        return f"{self.slot(placement.slot)}, {where}"


def timetable(plan: PlanFile, problem: Problem | None = None) -> Iterator[str]:
    """The lines of a readable timetable; with the event at hand, names and times stand for ids."""
    claim, names = plan.solution.certificate, Names(problem)
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
        when = names.slot(slot)
        title = slot if when == slot else f"{when}  {slot}"
        yield f"{title}  ({counted(len(placements), 'meeting')})"
        for placement in sorted(placements, key=lambda part: order.get(part.table, len(order))):
            pair = names.pair(plan.delegates[placement.meeting])
            where = names.table(placement.table) if placement.table else "online"
            yield f"  {where:12}  {pair}  [{placement.meeting}]"
    if plan.solution.unplaced:
        yield ""
        yield f"Without a place  ({counted(len(plan.solution.unplaced), 'meeting')})"
        for part in plan.solution.unplaced:
            yield f"  {part.meeting}  {names.meeting(part.meeting)}: {part.text}"


def changes_in_words(
    problem: Problem, earlier: Solution, later: Solution, changes: Changes
) -> Iterator[str]:
    """The lines that tell what became of the meetings, and who has to be told; `problem` is the
    event that the later plan is for."""
    names = Names(problem)
    before = {part.meeting: part for part in earlier.placements}
    after = {part.meeting: part for part in later.placements}
    why = {part.meeting: part.text for part in later.unplaced}
    groups = (
        ("moved", changes.moved),
        ("only at another table", changes.reseated),
        ("without a place now", changes.dropped),
        ("new in the plan", changes.added),
        ("not in the event any more", changes.cancelled),
    )
    for title, meetings in groups:
        if meetings:
            yield f"{counted(len(meetings), 'meeting')} {title}:"
        for meeting in meetings:
            old, new = before.get(meeting), after.get(meeting)
            yield f"  {meeting}  {_who(names, old, new)}"
            yield f"    {_way(names, old, new)}"
            if new is None and meeting in why:
                yield f"    {why[meeting]}"
    if not any(meetings for _, meetings in groups):
        yield "The plans are the same."
    elif changes.told:
        yield f"To be told ({len(changes.told)}):"
        for delegate in changes.told:
            yield f"  {names.person(delegate)}"


def counted(number: int, what: str) -> str:
    """A number of things: "1 meeting", "2 meetings"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _who(names: Names, old: Placement | None, new: Placement | None) -> str:
    """Who meets, and who met before if that is somebody else."""
    served = [
        (part.delegates and names.pair(part.delegates)) or names.meeting(part.meeting)
        for part in (old, new)
        if part is not None
    ]
    return " -> ".join(dict.fromkeys(served))


def _way(names: Names, old: Placement | None, new: Placement | None) -> str:
    return " -> ".join("none" if part is None else names.place(part) for part in (old, new))
