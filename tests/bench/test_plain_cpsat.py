"""The textbook model that we are compared with: it must be right, or the comparison is worth
nothing."""

import pytest
from bench.events import Shape, conference
from bench.plain_cpsat import solve

from matchmaking import Options, plan, verify


@pytest.mark.parametrize("breaks", ["session", "published"])
@pytest.mark.parametrize("meetings", [12, 30])
def test_on_small_events_it_proves_the_same_values_as_the_planner(meetings, breaks):
    problem = conference(Shape(10, 8, meetings, (3, 2), 3, ranked=True, projects=True))
    options = Options(breaks=breaks)
    answer = solve(problem, options, seconds=60, workers=2)
    assert answer.solution is not None
    assert verify(problem, answer.solution) == ()
    assert answer.first <= answer.seconds
    claim, ours = answer.solution.certificate, plan(problem, options).certificate
    assert claim.proven
    assert ours.placed_weight <= claim.placed_weight <= ours.placed_weight_bound
    if ours.placed_weight == claim.placed_weight:
        assert ours.breaks_bound <= claim.breaks <= ours.breaks


def test_it_says_that_it_cannot_choose_who_serves():
    problem = conference(Shape(20, 15, 10, (3, 3), 6, by_organisation=True))
    with pytest.raises(ValueError, match="who serves"):
        solve(problem, Options(), seconds=1, workers=1)
