"""Invented events that look like a conference, from a seed: the same arguments give the same event.

Popularity of delegates is heavy-tailed, delegations have one to three members, some delegates
attend only part of the sessions, and meetings are likelier across borders and fields. Everything
here is made up.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from matchmaking import Delegate, Field, Meeting, Organisation, Problem, Session, Slot, Table

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
FIELDS = tuple(f"field-{number:02d}" for number in range(1, 16))


@dataclass(frozen=True, slots=True)
class Shape:
    """The size and the strain of an event.

    sessions   slots of each session
    tables     tables, open in all slots
    part_time  share of delegates who miss at least one session
    overbook   meetings that a delegate may have beyond its slots (0: nobody is overbooked)
    ranked     whether meetings carry priorities (must, want, would)
    """

    delegates: int = 250
    organisations: int = 180
    meetings: int = 604
    sessions: tuple[int, ...] = (5, 4, 5, 4)
    tables: int = 38
    part_time: float = 0.2
    overbook: int = 0
    ranked: bool = False


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
    return Problem(
        name=f"Example event {seed}",
        sessions=tuple(
            Session(f"session-{number}") for number in range(1, len(shape.sessions) + 1)
        ),
        slots=slots,
        tables=tuple(Table(f"table-{number:03d}") for number in range(1, shape.tables + 1)),
        organisations=organisations,
        delegates=delegates,
        meetings=_meetings(shape, organisations, delegates, len(slots), draw),
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
    popularity = [min(draw.paretovariate(1.3), 12.0) for _ in delegates]
    room = [slots - len(delegate.unavailable_slots) + shape.overbook for delegate in delegates]
    met: set[tuple[str, str]] = set()
    meetings: list[Meeting] = []
    for _ in range(400 * shape.meetings):
        if len(meetings) == shape.meetings:
            break
        one, other = sorted(draw.choices(range(len(delegates)), popularity, k=2))
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
        priority = (
            draw.choices(("must", "want", "would"), (15, 50, 35))[0] if shape.ranked else None
        )
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
