from dataclasses import replace

import pytest
from tests.matchmaking.builders import event, plan_of

from matchmaking import Options, Organisation, score
from matchmaking.scoring import breaks_by_delegate, table_changes_by_delegate


def breaks_of_a(slots, *, sessions, away=(), rule):
    problem = event(
        [f"a{chr(98 + n)}" for n in range(len(slots))], sessions=sessions, away={"a": away}
    )
    places = {meeting.id: (slot, 0) for meeting, slot in zip(problem.meetings, slots, strict=True)}
    return breaks_by_delegate(problem, plan_of(problem, places), rule)["a"]


@pytest.mark.parametrize(
    ("slots", "sessions", "away", "session", "published"),
    [
        ([2, 4], (6,), [3], 0, 1),  # the example of the two definitions: slot 3 is forbidden
        ([2, 4], (6,), [], 1, 1),
        ([0, 3], (6,), [], 1, 1),  # a break counts 1 whatever its length
        ([0, 2, 4], (6,), [], 2, 2),
        ([0, 1, 2], (6,), [], 0, 0),
        ([2, 4], (3, 3), [], 0, 1),  # idle before the first and after the last is free
        ([1, 4], (3, 3), [2, 3], 0, 1),
        ([], (3, 3), [], 0, 0),
    ],
)
def test_breaks_are_counted_by_both_definitions(slots, sessions, away, session, published):
    assert breaks_of_a(slots, sessions=sessions, away=away, rule="session") == session
    assert breaks_of_a(slots, sessions=sessions, away=away, rule="published") == published


def test_a_table_change_is_a_next_meeting_at_another_table():
    problem = event(["ab", "ac", "ad"], tables=3)
    solution = plan_of(problem, {"ab": (3, 0), "ac": (1, 1), "ad": (0, 1)})
    assert table_changes_by_delegate(problem, solution) == {"a": 1, "b": 0, "c": 0, "d": 0}


def test_the_score_counts_crossings_only_where_both_sides_are_known():
    problem = event(["ab", "bc"])
    problem = replace(
        problem,
        organisations=(
            Organisation("oa", country="DE", fields=("F1", "F2")),
            Organisation("ob", country="FR", fields=("F2",)),
            Organisation("oc", country="", fields=("F2", "F1")),
        ),
    )
    value = score(problem, plan_of(problem, {"ab": (0, 0), "bc": (2, 0)}), Options())
    assert (value.across_countries, value.across_fields) == (1, 1)
    assert (value.placed, value.placed_weight, value.breaks, value.spread) == (2, 2000, 1, 1)
