"""The best plan of a tiny event by trying everything: slow, plain, and knowing nothing of the
planner, nor of `matchmaking.rules`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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


class Values(NamedTuple):
    """What one plan is worth by each goal, and which meetings of the earlier plan do not stand."""

    places: Places
    weight: int
    breaks: int
    share: float
    unlike: frozenset[str]

    def ranked(self, goals: Sequence[str]) -> tuple[float, ...]:
        """The goals in that order, turned so that smaller is better."""
        by = {
            "weight": -self.weight,
            "breaks": self.breaks,
            "fairness": -self.share,
            "stability": len(self.unlike),
        }
        return tuple(by[goal] for goal in goals)


def all_plans(
    problem: Problem,
    options: Options,
    earlier: Solution | None = None,
    out: Collection[str] = (),
) -> list[Values]:
    """Every valid plan with its values; the meetings of `out` never take place."""
    if any(part.id in out for part in problem.meetings if part.required):
        return []
    wanted = {part.id for part in problem.meetings}
    found = []
    for places in _assignments(problem, {}, 0, out):
        breaks = _breaks(problem, places, options) or [0]
        if options.spread is not None and max(breaks) - min(breaks) > options.spread:
            continue
        unlike = {
            placement.meeting
            for placement in (earlier.placements if earlier else ())
            if placement.meeting in wanted and not _stands(problem, placement, places)
        }
        weight = sum(problem.worth_of(problem.meeting(meeting)) for meeting in places)
        share = _smallest_share(problem, places)
        found.append(Values(places, weight, sum(breaks), share, frozenset(unlike)))
    return found


def _stands(problem: Problem, placement: Placement, places: Places) -> bool:
    place = places.get(placement.meeting)
    return (
        place is not None
        and problem.slots[place.slot].id == placement.slot
        and set(place.delegates) == set(placement.delegates)
    )


def best_value(problem: Problem, options: Options) -> tuple[int, int] | None:
    """The greatest placed weight and, with it, the fewest breaks; None if no plan is valid."""
    best: tuple[int, int] | None = None
    for places in _assignments(problem, {}, 0):
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
    return max(
        _smallest_share(problem, places)
        for places in _assignments(problem, {}, 0)
        if sum(problem.worth_of(problem.meeting(meeting)) for meeting in places) == weight
    )


def _smallest_share(problem: Problem, places: Places) -> float:
    bodies = [
        [part.id for part in problem.meetings if body.id in problem.organisations_of(part)]
        for body in problem.organisations
    ]
    return min((len(places.keys() & set(own)) / len(own) for own in bodies if own), default=1.0)


def _assignments(
    problem: Problem, places: Places, number: int, out: Collection[str] = ()
) -> Iterator[Places]:
    """Every valid plan with all required meetings and without those of `out`."""
    if number == len(problem.meetings):
        if _in_order(problem, places) and _days_fit(problem, places):
            yield places
        return
    meeting = problem.meetings[number]
    zones: list[str | None] = [None]
    if problem.rules.zone_buffer and not meeting.online:
        zones = list({table.zone for table in problem.tables})
    for index, slot in enumerate(() if meeting.id in out else problem.slots):
        if meeting.slot not in (None, slot.id) or meeting.session not in (None, slot.session):
            continue
        for delegates, zone in product(product(*problem.sides(meeting)), zones):
            place = Place(index, delegates, zone)
            if _fits(problem, places, meeting, place):
                yield from _assignments(problem, places | {meeting.id: place}, number + 1, out)
    if not meeting.required:
        yield from _assignments(problem, places, number + 1, out)


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


def tables_that_bind(problem: Problem, meeting: Meeting, names: Sequence[str]) -> set[str]:
    """The table a meeting must take: the one it is locked to, else that of the first delegate who
    stays at one; two of them where a lock leads to a table at which nobody who stays is."""
    homes = [home for name in names if (home := problem.delegate(name).table) is not None]
    if meeting.table is None:
        return set(homes[:1])
    return {meeting.table} if not homes or meeting.table in homes else {meeting.table, homes[0]}


def _all_seated(
    problem: Problem, slot: str, rest: list[tuple[str, Place]], taken: set[str]
) -> bool:
    if not rest:
        return True
    (name, place), *others = rest
    meeting = problem.meeting(name)
    if meeting.online:
        return _all_seated(problem, slot, others, taken)
    bound = tables_that_bind(problem, meeting, place.delegates)
    for table in problem.tables:
        if table.id in taken or slot in table.closed_slots or not bound <= {table.id}:
            continue
        if (table.reserved and not bound) or meeting.zone not in (None, table.zone):
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
    session = [slot.session for slot in problem.slots]
    for delegate in problem.delegates:
        most, rest = problem.most_per_session(delegate), problem.rest_after(delegate)
        own = sorted(place for place in places.values() if delegate.id in place.delegates)
        slots = [place.slot for place in own]
        if most is not None and any(
            sum(session[slot] == part.id for slot in slots) > most for part in problem.sessions
        ):
            return False
        if rest is not None:
            for start in range(len(problem.slots) - rest):
                window = range(start, start + rest + 1)
                if set(window) <= set(slots) and len({session[slot] for slot in window}) == 1:
                    return False
        for one, other in combinations(own, 2):
            near = other.slot - one.slot == 1 and session[one.slot] == session[other.slot]
            walks = None not in (one.zone, other.zone) and one.zone != other.zone
            if problem.rules.zone_buffer and near and walks:
                return False
    return True


def _breaks(problem: Problem, places: Places, options: Options) -> list[int]:
    placements = tuple(
        Placement(meeting, problem.slots[place.slot].id, "", place.delegates)
        for meeting, place in places.items()
    )
    plan = Solution(placements, (), None)  # type: ignore[arg-type]
    return list(breaks_by_delegate(problem, plan, options.breaks).values())
