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
