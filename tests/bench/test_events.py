"""The generator of invented events, which the bench and many tests stand on."""

import hashlib
import json

import pytest
from bench.events import LEAST_PROJECTS, LIVE_DAY, MOST_PROJECTS, Shape, conference

from matchmaking import Problem

RANKED = Shape(tables=33, ranked=True)
SMALL = Shape(20, 15, 30, (3, 3), 6)
CROWDED = Shape(overbook=3, part_time=0.6, ranked=True)


def fingerprint(problem: Problem) -> str:
    """Of what an event consists of, in an order that does not change from process to process."""
    facts = [
        problem.name,
        [slot.id for slot in problem.slots],
        [table.id for table in problem.tables],
        [(body.id, body.country, body.fields) for body in problem.organisations],
        [(one.id, one.organisation, sorted(one.unavailable_slots)) for one in problem.delegates],
        [(one.id, one.delegates, one.priority, one.weight) for one in problem.meetings],
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("shape", "seed", "expected"),
    [
        (None, 0, "a519bcaa81baf13d"),
        (RANKED, 1, "85b24c451fc8caf5"),
        (SMALL, 2, "1e1e5ec3ff1d45d0"),
        (CROWDED, 3, "da5504ffbb0910a9"),
    ],
)
def test_events_that_published_figures_stand_on_never_change(shape, seed, expected):
    assert fingerprint(conference(shape, seed)) == expected


def test_the_same_seed_gives_the_same_event_and_another_seed_another():
    assert conference(seed=3) == conference(seed=3)
    assert conference(seed=3).meetings != conference(seed=4).meetings


def test_an_event_has_the_shape_that_was_asked_for():
    problem = conference(Shape(ranked=True), seed=1)
    assert len(problem.delegates) == 250
    assert len(problem.organisations) == 180
    assert len(problem.meetings) == 604
    assert len(problem.slots) == 18
    assert {meeting.priority for meeting in problem.meetings} == {"must", "want", "would"}
    assert all("xample" in delegate.name for delegate in problem.delegates)
    sizes = [delegate.organisation for delegate in problem.delegates]
    assert max(map(sizes.count, set(sizes))) <= 3


def test_no_two_organisations_meet_twice_and_nobody_is_overbooked():
    problem = conference(seed=2)
    pairs = [
        frozenset(problem.delegate(party).organisation for party in meeting.delegates)
        for meeting in problem.meetings
    ]
    assert len(set(pairs)) == len(pairs)
    assert problem.warnings() == ()


def test_popularity_is_heavy_tailed():
    problem = conference(seed=2)
    degrees = sorted(
        sum(delegate.id in meeting.delegates for meeting in problem.meetings)
        for delegate in problem.delegates
    )
    assert sum(degrees[-50:]) > 2 * sum(degrees[:100])


def test_weights_of_expected_projects_change_nothing_else_of_an_event():
    plain = conference(Shape(ranked=True), seed=1)
    weighted = conference(Shape(ranked=True, projects=True), seed=1)
    assert weighted == conference(Shape(ranked=True, projects=True), seed=1)
    assert [(one.delegates, one.priority) for one in weighted.meetings] == [
        (one.delegates, one.priority) for one in plain.meetings
    ]
    weights = [meeting.weight for meeting in weighted.meetings]
    assert min(weights) >= LEAST_PROJECTS
    assert max(weights) <= MOST_PROJECTS
    assert all(weight == round(weight, 2) for weight in weights)
    assert 30 <= sum(weights) <= 60
    assert len(set(weights)) > 15


def test_more_projects_are_expected_across_countries_and_fields():
    problem = conference(Shape(projects=True), seed=1)

    def mean(crossing: tuple[bool, bool]) -> float:
        weights = [one.weight for one in problem.meetings if problem.crosses(one) == crossing]
        return sum(weights) / len(weights)

    assert mean((True, True)) > mean((True, False))
    assert mean((True, True)) > mean((False, True))


def test_wishes_between_organisations_bring_together_the_same_ones():
    persons = conference(Shape(projects=True), seed=1)
    bodies = conference(Shape(projects=True, by_organisation=True), seed=1)
    assert [bodies.organisations_of(one) for one in bodies.meetings] == [
        persons.organisations_of(one) for one in persons.meetings
    ]
    assert not any(meeting.delegates for meeting in bodies.meetings)
    assert any(len(side) > 1 for one in bodies.meetings for side in bodies.sides(one))


def test_the_live_day_is_large_and_its_house_nearly_full():
    problem = conference(LIVE_DAY)
    assert len(problem.delegates) == 2000
    assert len(problem.organisations) == 1400
    assert len(problem.meetings) == 6000
    assert len(problem.slots) == 18
    assert 6000 < len(problem.tables) * len(problem.slots) < 6200
    assert problem.warnings() == ()
