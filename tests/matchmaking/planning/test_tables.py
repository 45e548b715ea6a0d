import numpy as np
from bench.events import conference
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.builders import event

from matchmaking import Meeting, Options, plan
from matchmaking.planning.construct import first_plan
from matchmaking.planning.grid import grid_of
from matchmaking.planning.tables import changes_of, seat, tables_by_zone


def test_tables_change_less_often_than_first_come_first_served():
    problem = conference(seed=2)
    grid = grid_of(problem, "session")
    draft = first_plan(grid)
    naive = np.full(len(draft.slot), -1)
    for number in range(len(problem.slots)):
        group = np.flatnonzero(draft.slot == number)
        naive[group] = np.arange(len(group))
    table = seat(grid, draft, tables_by_zone(problem))
    assert changes_of(grid, draft, table) < 0.75 * changes_of(grid, draft, naive)


def test_meetings_locked_to_a_table_get_it_and_closed_tables_stay_empty():
    problem = event(
        [
            Meeting("ab", ("a", "b"), table="t1"),
            Meeting("cd", ("c", "d")),
            Meeting("ef", ("e", "f")),
        ],
        sessions=(2,),
        tables=3,
        closed={0: [0]},
    )
    solution = plan(problem)
    places = {placement.meeting: placement for placement in solution.placements}
    assert places["ab"].table == "t1"
    assert all(place.table != "t0" for place in places.values() if place.slot == "s0")


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.integers(0, 10_000))
def test_two_delegates_who_always_meet_each_other_never_change_tables(seed):
    count = 2 + seed % 4
    problem = event(
        [Meeting(f"m{number}", ("a", "b")) for number in range(count)]
        + [Meeting(f"n{number}", ("c", "d")) for number in range(count)],
        sessions=(count,),
    )
    solution = plan(problem, Options(seed=seed, iterations=5_000))
    assert solution.certificate.placed == 2 * count
    assert solution.certificate.table_changes == 0
