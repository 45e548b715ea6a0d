"""The planner's way in: from a problem to a certified solution."""

from __future__ import annotations

import time
from collections.abc import Callable

from matchmaking.options import Options
from matchmaking.problem import Meeting, Problem
from matchmaking.progress import Progress
from matchmaking.scoring import score
from matchmaking.solution import Certificate, Placement, Solution, Unplaced


def plan(
    problem: Problem,
    options: Options,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """A valid plan by first fit, heaviest meetings first."""
    started = time.perf_counter()
    placed = _first_fit(problem, should_stop or (lambda: False))
    placements = tuple(placed[meeting.id] for meeting in problem.meetings if meeting.id in placed)
    unplaced = tuple(
        Unplaced(meeting.id, "delegates_busy")
        for meeting in problem.meetings
        if meeting.id not in placed
    )
    total = sum(meeting.worth for meeting in problem.meetings)
    draft = Solution(
        placements,
        unplaced,
        Certificate("partial", 0, 0, total, 0, 0, 0, False, "", True, 0.0, options.seed),
    )
    value = score(problem, draft, options)
    complete = not unplaced
    certificate = Certificate(
        status="complete" if complete else "partial",
        placed=value.placed,
        placed_weight=value.placed_weight,
        placed_weight_bound=total,
        breaks=value.breaks,
        breaks_bound=0,
        table_changes=value.table_changes,
        proven=complete and value.breaks == 0,
        argument="All meetings are placed without a break."
        if complete and value.breaks == 0
        else "Nothing is proven.",
        repeatable=True,
        seconds=time.perf_counter() - started,
        seed=options.seed,
        breaks_rule=options.breaks,
        spread=None,
    )
    if on_progress is not None:
        on_progress(
            Progress(
                "done", value.placed, len(problem.meetings), value.breaks, 0, certificate.seconds
            )
        )
    return Solution(placements, unplaced, certificate, problem.warnings())


def _first_fit(problem: Problem, should_stop: Callable[[], bool]) -> dict[str, Placement]:
    slots = {slot.id: index for index, slot in enumerate(problem.slots)}
    taken: set[tuple[str, str]] = set()
    placed: dict[str, Placement] = {}

    def fits(meeting: Meeting, slot_id: str, session: str) -> bool:
        order = slots[slot_id]
        return (
            meeting.slot in (None, slot_id)
            and meeting.session in (None, session)
            and all((delegate, slot_id) not in taken for delegate in meeting.delegates)
            and all(
                slot_id not in problem.delegate(delegate).unavailable_slots
                for delegate in meeting.delegates
            )
            and all(slots[placed[other].slot] < order for other in meeting.after if other in placed)
            and all(
                order < slots[placed[later.id].slot]
                for later in problem.meetings
                if meeting.id in later.after and later.id in placed
            )
        )

    def table_for(meeting: Meeting, slot_id: str) -> str | None:
        for table in problem.tables:
            free = slot_id not in table.closed_slots and (table.id, slot_id) not in taken
            if free and meeting.table in (None, table.id):
                return table.id
        return None

    order = sorted(
        problem.meetings,
        key=lambda meeting: (not meeting.required, meeting.slot is None, -meeting.worth),
    )
    for meeting in order:
        if should_stop():
            break
        for slot in problem.slots:
            table = table_for(meeting, slot.id) if fits(meeting, slot.id, slot.session) else None
            if table is not None:
                placed[meeting.id] = Placement(meeting.id, slot.id, table)
                taken.update((delegate, slot.id) for delegate in meeting.delegates)
                taken.add((table, slot.id))
                break
    return placed
