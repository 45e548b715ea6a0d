"""Invented events that look like a conference, from a seed: the same arguments give the same event.

Popularity of delegates is heavy-tailed, delegations have one to three members, some delegates
attend only part of the sessions, and meetings are likelier across borders and fields. Everything
here is made up. What happens to such an event after its plan is published: `bench.afterwards`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from matchmaking import Delegate, Field, Meeting, Organisation, Problem, Session, Slot, Table
from matchmaking.problem import Priority

COUNTRIES = (
    "AT",
    "BE",
    "BG",
    "CH",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
    "TR",
)
RANKS: tuple[Priority, ...] = ("must", "want", "would")
FIELDS = tuple(f"field-{number:02d}" for number in range(1, 16))
# Fields so many places apart on the ring of all fields complement each other: one has what the
# other needs. Invented, like the fields; each has four such partners.
_COMPLEMENTS = frozenset({4, 7, len(FIELDS) - 7, len(FIELDS) - 4})
LEAST_PROJECTS, MOST_PROJECTS = 0.02, 0.3


@dataclass(frozen=True, slots=True)
class Shape:
    """The size and the strain of an event.

    sessions   slots of each session
    tables     tables, open in all slots
    part_time  share of delegates who miss at least one session
    overbook   meetings that a delegate may have beyond its slots (0: nobody is overbooked)
    ranked     whether meetings carry priorities (must, want, would)
    projects   whether the weight of a meeting is how many joint projects may be expected from it,
               so that their sum over a plan is the plan's expected projects; otherwise 1
    by_organisation  whether organisations meet, any of whose delegates may serve
    """

    delegates: int = 250
    organisations: int = 180
    meetings: int = 604
    sessions: tuple[int, ...] = (5, 4, 5, 4)
    tables: int = 38
    part_time: float = 0.2
    overbook: int = 0
    ranked: bool = False
    projects: bool = False
    by_organisation: bool = False


# A live day: a large conference, its house nearly full (98 of 100 seats taken).
LIVE_DAY = Shape(2000, 1400, 6000, tables=340, ranked=True, projects=True)


def conference(shape: Shape | None = None, seed: int = 0) -> Problem:
    """An event of that shape. Fewer meetings than asked for come out only if pairs run out."""
    shape = shape or Shape()
    draw = random.Random(f"clusterwerk example {seed}")
    slots = _slots(shape.sessions)
    organisations = tuple(
        Organisation(
            f"org-{number:03d}",
            f"Example organisation {number:03d}",
            draw.choice(COUNTRIES),
            tuple(draw.sample(FIELDS, draw.randint(1, 3))),
        )
        for number in range(1, shape.organisations + 1)
    )
    delegates = _delegates(shape, organisations, slots, draw)
    meetings = _meetings(shape, organisations, delegates, len(slots), draw)
    # The switches come after all draws and have their own: they change nothing else of the event.
    if shape.projects:
        meetings = _with_projects(organisations, delegates, meetings, seed)
    if shape.by_organisation:
        meetings = _between_organisations(delegates, meetings)
    return Problem(
        name=f"Example event {seed}",
        sessions=tuple(
            Session(f"session-{number}") for number in range(1, len(shape.sessions) + 1)
        ),
        slots=slots,
        tables=tuple(Table(f"table-{number:03d}") for number in range(1, shape.tables + 1)),
        organisations=organisations,
        delegates=delegates,
        meetings=meetings,
        fields=tuple(Field(field) for field in FIELDS),
    )


def _slots(sessions: Sequence[int]) -> tuple[Slot, ...]:
    return tuple(
        Slot(f"slot-{number}-{place:02d}", f"session-{number}")
        for number, length in enumerate(sessions, 1)
        for place in range(1, length + 1)
    )


def _delegates(
    shape: Shape,
    organisations: tuple[Organisation, ...],
    slots: tuple[Slot, ...],
    draw: random.Random,
) -> tuple[Delegate, ...]:
    """One delegate for each organisation, then a second and third for some."""
    employers = list(range(len(organisations)))[: shape.delegates]
    while len(employers) < shape.delegates:
        employer = draw.randrange(len(organisations))
        if employers.count(employer) < 3 or shape.delegates > 3 * len(organisations):
            employers.append(employer)
    sessions = sorted({slot.session for slot in slots})
    delegates = []
    for number, employer in enumerate(sorted(employers), 1):
        missed: set[str] = set()
        if len(sessions) > 1 and draw.random() < shape.part_time:
            missed = set(draw.sample(sessions, draw.randint(1, max(1, len(sessions) // 2))))
        delegates.append(
            Delegate(
                f"delegate-{number:04d}",
                organisations[employer].id,
                f"Example delegate {number:04d}",
                frozenset(slot.id for slot in slots if slot.session in missed),
            )
        )
    return tuple(delegates)


def _meetings(
    shape: Shape,
    organisations: tuple[Organisation, ...],
    delegates: tuple[Delegate, ...],
    slots: int,
    draw: random.Random,
) -> tuple[Meeting, ...]:
    body = {organisation.id: organisation for organisation in organisations}
    popularity = list(accumulate(min(draw.paretovariate(1.3), 12.0) for _ in delegates))
    room = [slots - len(delegate.unavailable_slots) + shape.overbook for delegate in delegates]
    met: set[tuple[str, str]] = set()
    meetings: list[Meeting] = []
    for _ in range(400 * shape.meetings):
        if len(meetings) == shape.meetings:
            break
        one, other = sorted(draw.choices(range(len(delegates)), cum_weights=popularity, k=2))
        a, b = delegates[one], delegates[other]
        pair = (a.organisation, b.organisation)
        away = len(a.unavailable_slots | b.unavailable_slots)
        if a.organisation == b.organisation or pair in met or away >= slots:
            continue
        if min(room[one], room[other]) <= 0 or draw.random() > _appeal(
            body[pair[0]], body[pair[1]]
        ):
            continue
        met.add(pair)
        room[one] -= 1
        room[other] -= 1
        priority = draw.choices(RANKS, (15, 50, 35))[0] if shape.ranked else None
        meetings.append(
            Meeting(f"meeting-{len(meetings) + 1:05d}", (a.id, b.id), priority=priority)
        )
    return tuple(meetings)


def _appeal(one: Organisation, other: Organisation) -> float:
    """How likely a drawn pair agrees to meet: more across borders, and with a field in common."""
    appeal = 0.3
    appeal += 0.4 * (one.country != other.country)
    appeal += 0.3 * bool(set(one.fields) & set(other.fields))
    return appeal


def _with_projects(
    organisations: tuple[Organisation, ...],
    delegates: tuple[Delegate, ...],
    meetings: tuple[Meeting, ...],
    seed: int,
) -> tuple[Meeting, ...]:
    """The meetings weighted by the joint projects to be expected from them: more across borders
    and branches, most where fields complement each other, and never sure, so that each pair
    differs. On average one in sixteen meetings or so: 604 held at the conference that this is
    modelled on led to 30 and more."""
    draw = random.Random(f"clusterwerk projects {seed}")
    body = {organisation.id: organisation for organisation in organisations}
    employer = {delegate.id: body[delegate.organisation] for delegate in delegates}
    weighted = []
    for meeting in meetings:
        one, other = (employer[party] for party in meeting.delegates)
        expected = 0.025
        expected *= 1.4 if one.country != other.country else 1.0
        expected *= 1.3 if one.fields[0] != other.fields[0] else 1.0
        expected *= 1.6 if _complementary(one, other) else 1.0
        expected *= draw.lognormvariate(0.0, 0.5)
        expected = min(max(expected, LEAST_PROJECTS), MOST_PROJECTS)
        # Whole hundredths: the planner counts worth in thousandths, so nothing is lost there.
        weighted.append(replace(meeting, weight=round(expected, 2)))
    return tuple(weighted)


def _complementary(one: Organisation, other: Organisation) -> bool:
    return any(
        (FIELDS.index(mine) - FIELDS.index(yours)) % len(FIELDS) in _COMPLEMENTS
        for mine in one.fields
        for yours in other.fields
    )


def _between_organisations(
    delegates: tuple[Delegate, ...], meetings: tuple[Meeting, ...]
) -> tuple[Meeting, ...]:
    """The same wishes, addressed to organisations instead of persons."""
    employer = {delegate.id: delegate.organisation for delegate in delegates}
    return tuple(
        replace(
            meeting,
            delegates=(),
            organisations=tuple(employer[party] for party in meeting.delegates),
        )
        for meeting in meetings
    )
