"""The best plan of a tiny event by trying everything: slow, plain, and knowing nothing of the
planner, nor of `matchmaking.rules`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

from matchmaking import Meeting, Options, Placement, Problem, Solution
from matchmaking.scoring import breaks_by_delegate


class Place(NamedTuple):
    """Where a meeting is: `zone` is None where it does not matter, or where no table is taken."""

    slot: int
    delegates: tuple[str, ...]
    zone: str | None


Places = dict[str, Place]


def best_value(problem: Problem, options: Options) -> tuple[int, int] | None:
    """The greatest placed weight and, with it, the fewest breaks; None if no plan is valid."""
    best: tuple[int, int] | None = None
    for places in _assignments(problem, {}, 0):
        if not all(part.id in places for part in problem.meetings if part.required):
            continue
        weight = sum(problem.worth_of(problem.meeting(meeting)) for meeting in places)
        if best is not None and weight < best[0]:
            continue
        breaks = _breaks(problem, places, options) or [0]
        if options.spread is not None and max(breaks) - min(breaks) > options.spread:
            continue
        if best is None or (weight, -sum(breaks)) > (best[0], -best[1]):
            best = (weight, sum(breaks))
    return best


def fairest_share(problem: Problem, weight: int) -> float:
    """Of all plans of that weight, the largest smallest share of an organisation's meetings."""
    bodies = {
        body: [part.id for part in problem.meetings if body in problem.organisations_of(part)]
        for body in (organisation.id for organisation in problem.organisations)
    }
    shares = [
        min(
            (len(places.keys() & set(own)) / len(own) for own in bodies.values() if own),
            default=1.0,
        )
        for places in _assignments(problem, {}, 0)
        if sum(problem.worth_of(problem.meeting(meeting)) for meeting in places) == weight
        and all(part.id in places for part in problem.meetings if part.required)
    ]
    return max(shares)


def _assignments(problem: Problem, places: Places, number: int) -> Iterator[Places]:
    if number == len(problem.meetings):
        if _in_order(problem, places) and _days_fit(problem, places):
            yield places
        return
    meeting = problem.meetings[number]
    zones: list[str | None] = [None]
    if problem.rules.zone_buffer and not meeting.online:
        zones = list({table.zone for table in problem.tables})
    for index, slot in enumerate(problem.slots):
        if meeting.slot not in (None, slot.id) or meeting.session not in (None, slot.session):
            continue
        for delegates, zone in product(product(*problem.sides(meeting)), zones):
            place = Place(index, delegates, zone)
            if _fits(problem, places, meeting, place):
                yield from _assignments(problem, places | {meeting.id: place}, number + 1)
    yield from _assignments(problem, places, number + 1)


def _fits(problem: Problem, places: Places, meeting: Meeting, place: Place) -> bool:
    slot = problem.slots[place.slot].id
    for name in place.delegates:
        delegate = problem.delegate(name)
        if slot in delegate.unavailable_slots or slot in delegate.do_not_disturb:
            return False
    if meeting.organisations and not meeting.again:
        for other in places:
            rival = problem.meeting(other)
            if not rival.again and len(set(rival.organisations) & set(meeting.organisations)) > 1:
                return False
    there = {other: spot for other, spot in places.items() if spot.slot == place.slot}
    if any(set(spot.delegates) & set(place.delegates) for spot in there.values()):
        return False
    return _all_seated(problem, slot, [*there.items(), (meeting.id, place)], set())


def _all_seated(
    problem: Problem, slot: str, rest: list[tuple[str, Place]], taken: set[str]
) -> bool:
    if not rest:
        return True
    (name, place), *others = rest
    meeting = problem.meeting(name)
    if meeting.online:
        return _all_seated(problem, slot, others, taken)
    homes = {problem.delegate(delegate).table for delegate in place.delegates} | {meeting.table}
    homes.discard(None)
    for table in problem.tables:
        if table.id in taken or slot in table.closed_slots or not homes <= {table.id}:
            continue
        if (table.reserved and not homes) or meeting.zone not in (None, table.zone):
            continue
        fits = place.zone in (None, table.zone)
        if fits and _all_seated(problem, slot, others, taken | {table.id}):
            return True
    return False


def _in_order(problem: Problem, places: Places) -> bool:
    return all(
        places[early].slot < places[meeting.id].slot
        for meeting in problem.meetings
        for early in meeting.after
        if early in places and meeting.id in places
    )


def _days_fit(problem: Problem, places: Places) -> bool:
    """Caps, rest, and a slot between two zones."""
    rules = problem.rules
    session = [slot.session for slot in problem.slots]
    for delegate in problem.delegates:
        own = sorted(place for place in places.values() if delegate.id in place.delegates)
        slots = [place.slot for place in own]
        if rules.most_per_session is not None and any(
            sum(session[slot] == part.id for slot in slots) > rules.most_per_session
            for part in problem.sessions
        ):
            return False
        if rules.rest_after is not None:
            for start in range(len(problem.slots) - rules.rest_after):
                window = range(start, start + rules.rest_after + 1)
                if set(window) <= set(slots) and len({session[slot] for slot in window}) == 1:
                    return False
        for one, other in combinations(own, 2):
            near = other.slot - one.slot == 1 and session[one.slot] == session[other.slot]
            walks = None not in (one.zone, other.zone) and one.zone != other.zone
            if rules.zone_buffer and near and walks:
                return False
    return True


def _breaks(problem: Problem, places: Places, options: Options) -> list[int]:
    placements = tuple(
        Placement(meeting, problem.slots[place.slot].id, "", place.delegates)
        for meeting, place in places.items()
    )
    plan = Solution(placements, (), None)  # type: ignore[arg-type]
    return list(breaks_by_delegate(problem, plan, options.breaks).values())
