"""Random small events, with every rule that an event may carry."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from tests.matchmaking.builders import event

from matchmaking import InputError, Meeting, Options, plan
from matchmaking.options import GOALS

SESSIONS = ((4,), (2, 2), (3, 2), (1, 2, 2))


@st.composite
def meetings(draw, count, slots, sessions, *, required):
    parts = []
    for number in range(count):
        pair = draw(st.permutations("abcde"))[:2]
        # One rule at most, so that most events can be planned.
        rule = draw(st.sampled_from(("", "", "", "session", "slot", "table", "after", "mandatory")))
        part = Meeting(
            f"m{number}",
            tuple(pair),
            weight=draw(st.sampled_from((1, 1, 1, 0.5, 2))),
            priority=draw(st.sampled_from((None, None, "must", "would"))),
        )
        if rule == "session":
            part = replace(part, session=f"S{draw(st.integers(0, sessions - 1))}")
        elif rule == "slot" and required:
            part = replace(part, slot=f"s{draw(st.integers(0, slots - 1))}")
        elif rule == "table":
            part = replace(part, table="t0")
        elif rule == "after" and number:
            part = replace(part, after=(f"m{draw(st.integers(0, number - 1))}",))
        elif rule == "mandatory" and required:
            part = replace(part, mandatory=True)
        parts.append(part)
    return parts


@st.composite
def events(draw, most=6, *, required=True):
    sessions = draw(st.sampled_from(SESSIONS))
    slots = st.frozensets(st.integers(0, sum(sessions) - 1), max_size=2)
    return event(
        draw(meetings(draw(st.integers(0, most)), sum(sessions), len(sessions), required=required)),
        sessions=sessions,
        tables=draw(st.integers(1, 2)),
        away=draw(st.dictionaries(st.sampled_from("abcde"), slots, max_size=3)),
        closed=draw(st.dictionaries(st.just(0), slots, max_size=1)),
    )


def options(**fixed):
    return st.builds(
        Options,
        seed=st.integers(0, 5),
        breaks=st.sampled_from(("session", "published")),
        spread=st.sampled_from((None, None, None, 1)),
        iterations=st.just(20_000),
        **fixed,
    )


TEAMS = {"AB": "ab", "CD": "cd", "E": "e"}


@st.composite
def ruled_events(draw):
    """Tiny events with the rules of a real house: stays, zones, caps, rest, online meetings,
    organisations that meet, meetings of three."""
    parts = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("pair", "pair", "pair", "online", "zone", "three", "teams")))
        letters = tuple(draw(st.permutations("abcde")))
        part = Meeting(f"m{number}", letters[:2], priority=draw(st.sampled_from((None, "want"))))
        if kind == "online":
            part = replace(part, online=True)
        elif kind == "zone":
            part = replace(part, zone=draw(st.sampled_from("AB")))
        elif kind == "three":
            part = replace(part, delegates=letters[:3])
        elif kind == "teams":
            bodies = tuple(draw(st.permutations(list(TEAMS))))[:2]
            again = draw(st.sampled_from((False, False, True)))
            part = replace(part, delegates=(), organisations=bodies, again=again)
            if draw(st.booleans()):
                part = replace(part, allowed=(tuple(TEAMS[bodies[0]][:1]), ()))
        if number and draw(st.integers(0, 5)) == 0:
            part = replace(part, after=("m0",))
        if draw(st.integers(0, 5)) == 0:
            part = replace(part, mandatory=True)
        parts.append(part)
    some = st.frozensets(st.integers(0, 2))
    return event(
        parts,
        sessions=draw(st.sampled_from(((4,), (2, 2), (3,)))),
        tables=3,
        zones=("A", "A", "B"),
        reserved=draw(st.sampled_from(((), (0,)))),
        teams=TEAMS,
        away=draw(st.dictionaries(st.sampled_from("abcde"), some, max_size=2)),
        quiet=draw(st.dictionaries(st.sampled_from("abcde"), some, max_size=1)),
        closed=draw(st.dictionaries(st.sampled_from((1, 2)), some, max_size=1)),
        stays=draw(st.dictionaries(st.sampled_from("ac"), st.sampled_from((0, 2)), max_size=2)),
        most_per_session=draw(st.sampled_from((None, None, 1, 2))),
        rest_after=draw(st.sampled_from((None, None, 1, 2))),
        zone_buffer=draw(st.booleans()),
    )


@st.composite
def orders(draw, *, fairness=True, stability=True):
    """Goals in any order: weight and breaks, and perhaps others."""
    goals = [*GOALS]
    goals += ["fairness"] if fairness and draw(st.booleans()) else []
    goals += ["stability"] if stability and draw(st.booleans()) else []
    return tuple(draw(st.permutations(goals)))


@st.composite
def published(draw):
    """A tiny event, planned in haste, and what became of the event after that: (the event as it is
    now, the published plan)."""
    before = draw(st.one_of(events(most=4), ruled_events()))
    hurry = Options(iterations=draw(st.sampled_from((0, 300))), seed=draw(st.integers(0, 3)))
    after = before
    for news in draw(st.lists(st.sampled_from(NEWS), min_size=1, max_size=3)):
        after = news(draw, after)
    return after, plan(before, hurry)


def _changed(problem, **parts):
    """The changed event; the event as it was where the parts do not fit together."""
    try:
        return replace(problem, **parts)
    except InputError:
        return problem


def _cancelled(problem, names):
    """Without these meetings, for which nobody waits any longer."""
    there = {part.id for part in problem.meetings} - set(names)
    return tuple(
        replace(part, after=tuple(name for name in part.after if name in there))
        for part in problem.meetings
        if part.id in there
    )


def _some(draw, parts):
    return draw(st.sampled_from(parts)) if parts else None


def _slots(draw, problem):
    names = [part.id for part in problem.slots]
    return draw(st.frozensets(st.sampled_from(names), min_size=1, max_size=2))


def _with(parts, part, **changes):
    """The parts, one of them changed."""
    return tuple(replace(other, **changes) if other is part else other for other in parts)


def cancellations(draw, problem):
    names = [part.id for part in problem.meetings]
    gone = draw(st.sets(st.sampled_from(names), min_size=1, max_size=2)) if names else ()
    return _changed(problem, meetings=_cancelled(problem, gone))


def absence(draw, problem):
    part = _some(draw, problem.delegates)
    if part is None:
        return problem
    away = part.unavailable_slots | _slots(draw, problem)
    return _changed(problem, delegates=_with(problem.delegates, part, unavailable_slots=away))


def departure(draw, problem):
    """A delegate is not in the event any more; colleagues may serve in its place."""
    part = _some(draw, problem.delegates)
    if part is None:
        return problem
    rest = tuple(other for other in problem.delegates if other is not part)
    gone = [
        meeting.id
        for meeting in problem.meetings
        if any(not set(side) - {part.id} for side in problem.sides(meeting))
    ]
    meetings = tuple(
        replace(
            meeting,
            allowed=tuple(
                tuple(name for name in row if name != part.id) for row in meeting.allowed
            ),
        )
        for meeting in _cancelled(problem, gone)
    )
    return _changed(problem, delegates=rest, meetings=meetings)


def closed_table(draw, problem):
    part = _some(draw, problem.tables)
    closed = part.closed_slots | _slots(draw, problem)
    return _changed(problem, tables=_with(problem.tables, part, closed_slots=closed))


def closed_slots(draw, problem):
    slots = _slots(draw, problem)
    tables = (replace(part, closed_slots=part.closed_slots | slots) for part in problem.tables)
    return _changed(problem, tables=tuple(tables))


def removed_table(draw, problem):
    gone = _some(draw, problem.tables)
    return _changed(
        problem,
        tables=tuple(part for part in problem.tables if part is not gone),
        delegates=_nowhere(problem.delegates, gone),
        meetings=_nowhere(problem.meetings, gone),
    )


def _nowhere(parts, table):
    return tuple(replace(part, table=None) if part.table == table.id else part for part in parts)


def removed_slot(draw, problem):
    gone = {_some(draw, problem.slots).id}
    return _changed(
        problem,
        slots=tuple(part for part in problem.slots if part.id not in gone),
        tables=tuple(
            replace(part, closed_slots=part.closed_slots - gone) for part in problem.tables
        ),
        delegates=tuple(
            replace(
                part,
                unavailable_slots=part.unavailable_slots - gone,
                do_not_disturb=part.do_not_disturb - gone,
            )
            for part in problem.delegates
        ),
        meetings=tuple(
            replace(part, slot=None) if part.slot in gone else part for part in problem.meetings
        ),
    )


def new_meetings(draw, problem):
    names = [part.id for part in problem.delegates]
    added = []
    for number in range(draw(st.integers(1, 2)) if len(names) > 1 else 0):
        part = Meeting(
            f"n{len(problem.meetings)}{number}",
            tuple(draw(st.permutations(names))[:2]),
            priority=draw(st.sampled_from((None, "must"))),
            mandatory=draw(st.booleans()),
        )
        if problem.meetings and draw(st.integers(0, 3)) == 0:
            part = replace(part, after=(_some(draw, problem.meetings).id,))
        added.append(part)
    return _changed(problem, meetings=(*problem.meetings, *added))


def lock(draw, problem):
    part = _some(draw, problem.meetings)
    if part is None:
        return problem
    slot = _some(draw, problem.slots).id
    return _changed(problem, meetings=_with(problem.meetings, part, slot=slot))


def sequence(draw, problem):
    part, other = _some(draw, problem.meetings), _some(draw, problem.meetings)
    if part is None:
        return problem
    after = (*part.after, other.id) if other.id not in part.after else part.after
    return _changed(problem, meetings=_with(problem.meetings, part, after=after))


def cap(draw, problem):
    part = _some(draw, problem.delegates)
    if part is None:
        return problem
    name = draw(st.sampled_from(("most_per_session", "rest_after")))
    limit = {name: draw(st.integers(1, 2))}
    if draw(st.booleans()):
        return _changed(problem, rules=replace(problem.rules, **limit))
    return _changed(problem, delegates=_with(problem.delegates, part, **limit))


def walks(draw, problem):
    return _changed(problem, rules=replace(problem.rules, zone_buffer=True))


NEWS = (
    cancellations,
    absence,
    departure,
    closed_table,
    closed_slots,
    removed_table,
    removed_slot,
    new_meetings,
    new_meetings,
    lock,
    sequence,
    cap,
    walks,
)
