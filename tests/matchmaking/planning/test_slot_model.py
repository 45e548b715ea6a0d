"""The model over slots against trying everything: it holds every plan, and nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.brute_force import all_plans
from tests.matchmaking.builders import event
from tests.matchmaking.strategies import events, ruled_events

from matchmaking import Meeting, Options
from matchmaking.planning.construct import first_plan
from matchmaking.planning.grid import grid_of
from matchmaking.planning.parties import empty_draft
from matchmaking.planning.slot_model import SlotModel

calm = settings(deadline=None, derandomize=True)
tiny = st.one_of(events(most=4), ruled_events())


def choices_in(slots):
    """Every choice of spots that keeps all rows, meeting by meeting."""
    rows_of = {number: [] for number in range(len(slots.spots))}
    for index, (row, _, _) in enumerate(slots.rows):
        for number in row:
            rows_of[number].append(index)
    found = []

    def extend(meetings, chosen, count):
        if not meetings:
            if all(count.get(index, 0) >= least for index, (_, least, _) in enumerate(slots.rows)):
                found.append(chosen)
            return
        extend(meetings[1:], chosen, count)
        for number in slots.of[meetings[0]]:
            more = dict(count)
            for index in rows_of[number]:
                more[index] = more.get(index, 0) + 1
            if all(more[index] <= slots.rows[index][2] for index in rows_of[number]):
                extend(meetings[1:], [*chosen, number], more)

    extend(list(slots.of), [], {})
    return found


def when_and_who(problem, slots, chosen):
    draft = slots.draft(chosen)
    return frozenset(
        (
            problem.meetings[meeting].id,
            int(draft.slot[meeting]),
            tuple(
                problem.delegates[party].id
                for party in draft.parties[meeting, : slots.grid.columns].tolist()
                if party >= 0
            ),
        )
        for meeting in np.flatnonzero(draft.slot >= 0).tolist()
    )


def tried(problem):
    return {
        frozenset((name, place.slot, place.delegates) for name, place in part.places.items())
        for part in all_plans(problem, Options())
    }


@settings(calm, max_examples=120)
@given(tiny)
def test_with_all_meetings_free_the_model_holds_exactly_the_plans_there_are(problem):
    grid = grid_of(problem, "session")
    slots = SlotModel(grid, empty_draft(grid), np.ones(len(grid.base), dtype=np.bool_))
    assert slots.exact
    assert {when_and_who(problem, slots, chosen) for chosen in choices_in(slots)} == tried(problem)


@settings(calm, max_examples=120)
@given(tiny, st.integers(0, 2**6 - 1))
def test_with_some_meetings_free_the_others_stay_and_every_choice_is_a_plan(problem, mask):
    grid = grid_of(problem, "session")
    draft = first_plan(grid)
    free = np.array([bool(mask >> number & 1) for number in range(len(grid.base))], dtype=np.bool_)
    slots = SlotModel(grid, draft, free)
    settled = when_and_who(problem, SlotModel(grid, draft, np.zeros_like(free)), [])
    names = {part.id for part, own in zip(problem.meetings, free, strict=True) if not own}
    kept = {part for part in settled if part[0] in names}
    have_required = not (grid.required & (draft.slot < 0) & ~free).any()
    held = {when_and_who(problem, slots, chosen) for chosen in choices_in(slots)}
    there = {plan for plan in tried(problem) if {part for part in plan if part[0] in names} == kept}
    assert held <= there or not have_required
    if len(grid.room) == 1 and have_required:  # else those that stay may stay in another zone
        assert held == there


def test_meetings_with_very_many_ways_to_serve_make_the_model_no_proof():
    teams = {"A": "abcdefghijk", "B": "lmnopqrstuv", "C": "wxyzABCDEF"}
    problem = event([Meeting("m", (), organisations=("A", "B", "C"))], sessions=(1,), teams=teams)
    grid = grid_of(problem, "session")
    slots = SlotModel(grid, empty_draft(grid), np.ones(1, dtype=np.bool_))
    assert not slots.exact
