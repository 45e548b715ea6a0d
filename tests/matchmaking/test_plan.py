import pytest
from tests.matchmaking.builders import event

from matchmaking import InputError, Options, plan, verify


def test_a_small_event_is_planned_completely():
    problem = event(["ab", "cd", "ac", "bd"], sessions=(2,))
    solution = plan(problem)
    assert verify(problem, solution) == ()
    assert solution.certificate.status == "complete"
    assert solution.certificate.proven


def test_options_are_checked_all_at_once():
    with pytest.raises(InputError) as caught:
        Options(seconds=0, seed=-1, workers=0, breaks="lunch", spread=-1, iterations=-1)
    assert [fault.path for fault in caught.value.problems] == [
        "options.seconds",
        "options.seed",
        "options.workers",
        "options.breaks",
        "options.spread",
        "options.iterations",
    ]
