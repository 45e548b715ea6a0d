"""The two methods that event tools are sold with."""

from dataclasses import replace

import pytest
from bench.events import Shape, conference
from bench.rivals import first_come, greedy
from hypothesis import given
from hypothesis import strategies as st

from matchmaking import Options, plan, verify

SHAPES = st.builds(
    Shape,
    delegates=st.integers(4, 30),
    organisations=st.integers(2, 20),
    meetings=st.integers(0, 60),
    sessions=st.sampled_from([(4,), (2, 3), (3, 3, 1)]),
    tables=st.integers(1, 8),
    part_time=st.sampled_from([0.0, 0.5]),
    overbook=st.integers(0, 2),
    ranked=st.booleans(),
    projects=st.booleans(),
    by_organisation=st.booleans(),
)


@pytest.mark.parametrize("method", [first_come, greedy])
@given(shape=SHAPES, seed=st.integers(0, 10), closed=st.integers(0, 3))
def test_their_plans_keep_every_rule_and_claim_no_proof(method, shape, seed, closed):
    problem = conference(shape, seed)
    first_slots = frozenset(slot.id for slot in problem.slots[:closed])
    one, *others = problem.tables
    problem = replace(problem, tables=(replace(one, closed_slots=first_slots), *others))
    answer = method(problem, Options(seed=seed))
    assert verify(problem, answer) == ()
    assert not answer.certificate.proven


@pytest.mark.parametrize("method", [first_come, greedy])
@given(shape=SHAPES, seed=st.integers(0, 10))
def test_nothing_that_still_has_a_place_is_left_out(method, shape, seed):
    problem = conference(shape, seed)
    answer = method(problem)
    busy = {(name, one.slot) for one in answer.placements for name in one.delegates}
    for slot in problem.slots:
        taken = sum(one.slot == slot.id for one in answer.placements)
        free = {
            one.id
            for one in problem.delegates
            if slot.id not in one.away_slots and (one.id, slot.id) not in busy
        }
        for left_out in answer.unplaced:
            sides = problem.sides(problem.meeting(left_out.meeting))
            assert taken == len(problem.tables) or not all(free & set(side) for side in sides)


def test_the_dearest_wishes_choose_first_and_first_come_knows_no_worth():
    problem = conference(Shape(tables=20, ranked=True, projects=True))
    weight = {method: method(problem).certificate.placed_weight for method in (first_come, greedy)}
    assert weight[greedy] > weight[first_come]
    assert weight[greedy] <= plan(problem, Options(seconds=2)).certificate.placed_weight_bound


def test_wishes_come_in_another_order_with_another_seed():
    problem = conference(Shape(tables=33))
    assert first_come(problem).placements == first_come(problem, Options(seed=0)).placements
    assert first_come(problem).placements != first_come(problem, Options(seed=1)).placements


def test_a_wish_takes_the_first_slot_and_the_lowest_table():
    answer = first_come(conference(Shape(20, 15, 1, (3, 3), 6, part_time=0)))
    assert [(one.slot, one.table) for one in answer.placements] == [("slot-1-01", "table-001")]
