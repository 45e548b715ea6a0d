"""Random small events, with every rule that an event may carry."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from tests.matchmaking.builders import event

from matchmaking import Meeting, Options

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
