"""The fewest breaks against trying everything."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.brute_force import all_plans
from tests.matchmaking.planning.test_slot_model import choices_in
from tests.matchmaking.strategies import events, ruled_events

from matchmaking import Options
from matchmaking.planning.break_search import Among, fewest_breaks_of
from matchmaking.planning.construct import first_plan
from matchmaking.planning.grid import calendars_of, grid_of
from matchmaking.planning.parties import empty_draft
from matchmaking.planning.programmes import best_choice
from matchmaking.planning.slot_model import SlotModel
from matchmaking.planning.solvers.cpsat import Effort

calm = settings(deadline=None, derandomize=True)
tiny = st.one_of(events(most=4), ruled_events())
rules = st.sampled_from(("session", "published"))
EFFORT = Effort(5.0)


def breaks_of(slots, chosen):
    return int(calendars_of(slots.grid, slots.draft(chosen))[1].sum())


def all_free(problem, rule):
    grid = grid_of(problem, rule)
    return SlotModel(grid, empty_draft(grid), np.ones(len(grid.base), dtype=np.bool_))


@settings(calm, max_examples=120)
@given(tiny, rules)
def test_of_the_plans_of_the_greatest_worth_one_with_the_fewest_breaks_is_found(problem, rule):
    slots = all_free(problem, rule)
    plans = all_plans(problem, Options(breaks=rule))
    gains = [int(problem.worth_of(problem.meetings[spot.meeting])) for spot in slots.spots]
    choice = best_choice(slots.rows, gains, None)
    assert choice.feasible == bool(plans)
    if not plans:
        return
    weight, breaks = min(part.ranked(("weight", "breaks")) for part in plans)
    assert choice.gain == -weight
    among = Among(choice.possible, choice.tight, [(gains, choice.gain)], choice.chosen)
    found = fewest_breaks_of(slots, among, EFFORT)
    assert (found.feasible, found.spare, found.cut_short) == (True, 0, False)
    assert sum(gains[number] for number in found.chosen) == choice.gain
    assert breaks_of(slots, found.chosen) == breaks


@settings(calm, max_examples=120)
@given(tiny, rules)
def test_without_counting_a_plan_is_found_exactly_where_there_is_one(problem, rule):
    slots = all_free(problem, rule)
    found = fewest_breaks_of(slots, None, EFFORT, count_breaks=False)
    assert found.feasible == bool(all_plans(problem, Options(breaks=rule)))
    assert (found.chosen is not None) == found.feasible


@settings(calm, max_examples=120)
@given(tiny, rules, st.integers(1, 2**4 - 1))
def test_the_calendars_of_settled_meetings_count_too(problem, rule, mask):
    grid = grid_of(problem, rule)
    draft = first_plan(grid)
    free = np.array([bool(mask >> number & 1) for number in range(len(grid.base))], dtype=np.bool_)
    slots = SlotModel(grid, draft, free & (draft.slot >= 0))
    rows = [(row, 1, 1) for row in slots.of.values()]
    slots.rows += rows  # those that have a place keep one
    found = fewest_breaks_of(slots, None, EFFORT)
    best = min(
        breaks_of(slots, chosen) for chosen in choices_in(slots) if len(chosen) == len(slots.of)
    )
    assert breaks_of(slots, found.chosen) == best
