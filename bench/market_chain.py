"""From suggestions to a plan: who is shown whom, who asks, who answers, which meetings are held.

The same people with the same truth go through each chain. Chains differ in what people are shown,
and in how their matches are planned.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from bench.market_lists import Lists, Showing, looked_at
from bench.market_world import Truth
from bench.rivals import first_come, told_solution
from numpy.typing import NDArray

from matchmaking import (
    Bonus,
    Delegate,
    Meeting,
    Options,
    Organisation,
    Problem,
    Session,
    Slot,
    Solution,
    Table,
    Unplaced,
    plan,
    score,
    verify,
)
from matchmaking.options import FAIR_GOALS, Goal
from matchmaking.problem import PRIORITY_FACTORS, Priority
from matchmaking.suggesting import Market, potential

SESSIONS = (5, 4, 5, 4)
BONUS = Bonus(country_bonus=0.2, field_bonus=0.2)
# How much somebody wants a meeting who ranks it so at least.
MUST, WANT = 0.6, 0.3
FAIRNESS_FIRST: tuple[Goal, ...] = ("fairness", "weight", "breaks")
Planning = Callable[[Problem, int], Solution]


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of delegates that agreed to meet, in the order in which they did, and how each side
    ranks the wish."""

    pairs: tuple[tuple[int, int], ...]
    ranks: tuple[tuple[Priority, Priority], ...]


def wish_and_answer(market: Market, truth: Truth, show: Showing, seed: int, rounds: int) -> Matched:
    """Some weeks of the portal: lists are shown, looked at, wishes sent and answered, some times
    over; who was looked at is not shown again. Two organisations meet once."""
    people = _People(market, truth, seed)
    for number in range(rounds):
        people.look(show(people.market(), truth, 10 * seed + number))
        people.answer()
    ranks = tuple(
        (_rank(truth.preference[one, other]), _rank(truth.preference[other, one]))
        for one, other in people.matched
    )
    return Matched(tuple(people.matched), ranks)


def _rank(preference: float) -> Priority:
    """How somebody ranks a wish: by how much it is wanted."""
    return "must" if preference > MUST else "want" if preference > WANT else "would"


class _People:
    """Who has looked at whom, asked whom, and agreed with whom."""

    def __init__(self, market: Market, truth: Truth, seed: int) -> None:
        self._draw = np.random.default_rng([seed, 7])
        self._market = market
        self._truth = truth
        count = len(market.parties)
        # Drawn once: who wants whom does not depend on what is shown.
        self._likes: NDArray[np.bool_] = self._draw.random((count, count)) < truth.preference
        self._open: list[set[int]] = [set() for _ in range(count)]
        self._looked: set[tuple[int, int]] = set()
        self._bodies: set[frozenset[str]] = set()
        self._taken = np.zeros(count, int)
        self.matched: list[tuple[int, int]] = []

    def market(self) -> Market:
        """The market of those who have not decided yet."""
        parties = self._market.parties
        blocked = {(parties[one].id, parties[other].id) for one, other in self._looked}
        left = [
            max(0, party.places - int(taken))
            for party, taken in zip(parties, self._taken, strict=True)
        ]
        return replace(
            self._market,
            parties=tuple(
                replace(party, places=places) for party, places in zip(parties, left, strict=True)
            ),
            blocked=frozenset(blocked),
        )

    def look(self, lists: Lists) -> None:
        """Everybody looks at some of its list and asks those that it likes."""
        look = looked_at()
        for party in self._draw.permutation(len(lists)).tolist():
            for place, other in enumerate(lists[party]):
                if self._draw.random() >= look[place]:
                    continue
                self._looked.add((party, other))
                if self._likes[party, other]:
                    self._open[other].add(party)
                    if other in self._open[party]:
                        self._agree(party, other)

    def answer(self) -> None:
        """Everybody goes through the requests, the most welcome first, and may not come to all."""
        for party in self._draw.permutation(len(self._open)).tolist():
            taste = self._truth.preference[party]
            places = self._market.parties[party].places
            waiting = sorted(self._open[party], key=lambda other: (-taste[other], other))
            for rank, other in enumerate(waiting):
                if self._draw.random() >= 1.0 / (1.0 + rank / places):
                    continue
                self._open[party].discard(other)
                self._looked.add((party, other))
                if self._likes[party, other]:
                    self._agree(party, other)

    def _agree(self, one: int, other: int) -> None:
        parties = self._market.parties
        self._open[one].discard(other)
        self._open[other].discard(one)
        self._looked.add((one, other))
        bodies = frozenset((parties[one].organisation, parties[other].organisation))
        if bodies not in self._bodies:
            self._bodies.add(bodies)
            self._taken[[one, other]] += 1
            self.matched.append((one, other))


def event(market: Market, matched: Matched, tables: int, *, ranked: bool = True) -> Problem:
    """The conference of the matches, in the order in which they were agreed. A match weighs as many
    projects as the engine expects from the profiles, times the geometric mean of the factors of
    both ranks, as in the portal: the priority is that of the higher one, the weight does the rest.
    """
    parties = market.parties
    bodies = {party.organisation: party for party in reversed(parties)}
    return Problem(
        name="Market",
        sessions=tuple(Session(f"session-{number}") for number in range(len(SESSIONS))),
        slots=tuple(
            Slot(f"slot-{number}-{place}", f"session-{number}")
            for number, length in enumerate(SESSIONS)
            for place in range(length)
        ),
        tables=tuple(Table(f"table-{number}") for number in range(tables)),
        organisations=tuple(
            Organisation(body, country=party.country, fields=party.fields)
            for body, party in sorted(bodies.items())
        ),
        delegates=tuple(Delegate(party.id, party.organisation) for party in parties),
        meetings=tuple(
            Meeting(
                f"{one}-{other}",
                (parties[one].id, parties[other].id),
                weight=potential(parties[one], parties[other]) * (_balance(ranks) if ranked else 1),
                priority=max(ranks, key=_factor) if ranked else None,
            )
            for (one, other), ranks in zip(matched.pairs, matched.ranks, strict=True)
        ),
        bonus=BONUS,
    )


def _factor(rank: Priority) -> int:
    return PRIORITY_FACTORS[rank]


def _balance(ranks: tuple[Priority, Priority]) -> float:
    low, high = sorted(map(_factor, ranks))
    return math.sqrt(low / high)


def planned(problem: Problem, seed: int) -> Solution:
    """Our plan: the greatest weight, then the smallest share of an organisation, then breaks."""
    return plan(problem, Options(seed=seed, goals=FAIR_GOALS))


def planned_fairly(problem: Problem, seed: int) -> Solution:
    """Our plan with the smallest share of an organisation before the weight."""
    return plan(problem, Options(seed=seed, goals=FAIRNESS_FIRST))


def in_order(problem: Problem, seed: int) -> Solution:
    """The rival's plan: each match takes the first common slot, as they were agreed."""
    return first_come(problem, Options(seed=seed))


def cut(problem: Problem, solution: Solution, most: int, *, by_worth: bool) -> Solution:
    """The plan with so many meetings at most: without those of the least worth, or without those
    agreed last."""
    place = {meeting.id: number for number, meeting in enumerate(problem.meetings)}

    def key(name: str) -> tuple[int, int]:
        return (-problem.worth_of(problem.meeting(name)) if by_worth else 0, place[name])

    names = sorted((row.meeting for row in solution.placements), key=key)
    gone = set(names[most:])
    return told_solution(
        problem,
        Options(seed=solution.certificate.seed),
        [row for row in solution.placements if row.meeting not in gone],
        argument="Nothing is proven: cut to compare.",
        seconds=solution.certificate.seconds,
        unplaced=[*solution.unplaced, *(Unplaced(name, "tables_full") for name in names[most:])],
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A chain's meetings, judged by the truth.

    valid            whether `verify` accepts the plan
    matches, held    pairs that agreed, and meetings in the plan
    projects         joint projects to be expected from those, by the truth
    countries, fields  share of them across countries, across main fields
    share            the smallest share of its matches that an organisation holds
    met              organisations with a meeting
    """

    valid: bool
    matches: int
    held: int
    projects: float
    countries: float
    fields: float
    share: float
    met: int


def judged(market: Market, truth: Truth, problem: Problem, solution: Solution) -> Held:
    """The figures of a plan."""
    pairs = [tuple(map(int, row.meeting.split("-"))) for row in solution.placements]
    sides = [(market.parties[one], market.parties[other]) for one, other in pairs]
    count = max(1, len(pairs))
    return Held(
        valid=not verify(problem, solution),
        matches=len(problem.meetings),
        held=len(pairs),
        projects=float(sum(truth.projects[one, other] for one, other in pairs)),
        countries=sum(one.country != other.country for one, other in sides) / count,
        fields=sum(one.main_field != other.main_field for one, other in sides) / count,
        share=score(problem, solution, Options()).smallest_share,
        met=len({party.organisation for side in sides for party in side}),
    )
