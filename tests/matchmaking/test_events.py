"""The generator of invented events, which the bench and many tests stand on."""

from bench.events import Shape, conference


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
