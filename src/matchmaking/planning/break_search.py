"""The fewest breaks among given choices of spots, by CP-SAT.

A break is a busy slot after an idle one with a busy one before that: counted so, no number of
breaks is below 0, and the relaxation's bound is of use at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matchmaking.planning.grid import Flags
from matchmaking.planning.slot_model import Row, SlotModel
from matchmaking.planning.solvers.cpsat import Effort, Model


@dataclass(frozen=True, slots=True)
class BreaksFound:
    """chosen   spots; None: nothing was found in the time
    spare    how many breaks fewer another choice could have, at most; 0: none has fewer
    feasible False if it is proven that there is no choice
    """

    chosen: list[int] | None
    spare: int
    feasible: bool
    cut_short: bool


@dataclass(frozen=True, slots=True)
class Among:
    """The choices to look at: of `possible` spots, with the `tight` rows at their limits, and that
    reach all `floors` (the gain of each spot, and the least sum). `start`: one that is tried
    first."""

    possible: Flags
    tight: Flags
    floors: Sequence[tuple[Sequence[int], int]]
    start: Sequence[int]


def fewest_breaks_of(
    slots: SlotModel, among: Among | None, effort: Effort, *, count_breaks: bool = True
) -> BreaksFound:
    """Among the choices that keep all rows (None: all of them), one with the fewest breaks; without
    `count_breaks` any."""
    search = _Search(slots, among)
    terms = search.breaks() if count_breaks else []
    search.model.minimise(terms, [1] * len(terms))
    answer = search.model.solve(effort)
    found = answer.status in ("optimal", "feasible")
    return BreaksFound(
        [n for n, flag in search.flag.items() if answer.chosen[flag]] if found else None,
        answer.value - answer.bound,
        answer.status != "infeasible",
        answer.cut_short,
    )


class _Search:
    """A CP-SAT model of the spots that may be chosen."""

    def __init__(self, slots: SlotModel, among: Among | None) -> None:
        self.slots, self.model = slots, Model()
        numbers = [n for n in range(len(slots.spots)) if among is None or among.possible[n]]
        self.flag = {number: self.model.flag() for number in numbers}
        for number, (spots, least, most) in enumerate(slots.rows):
            tight = among is not None and bool(among.tight[number])
            self._add((spots, most if tight else least, most))
        if among is not None:
            self._look_among(among)

    def _look_among(self, among: Among) -> None:
        for gains, least in among.floors:
            gaining = [number for number in self.flag if gains[number]]
            unit = math.gcd(*(gains[number] for number in gaining)) or 1
            factors = [gains[number] // unit for number in gaining]
            flags = [self.flag[number] for number in gaining]
            self.model.sum_within(flags, factors, least // unit, sum(factors))
        chosen = set(among.start)
        self.model.hint({flag: int(number in chosen) for number, flag in self.flag.items()})

    def _add(self, row: Row) -> None:
        spots, least, most = row
        flags = [self.flag[number] for number in spots if number in self.flag]
        if least == most == 1:
            self.model.exactly_one(flags)
        elif most == 1:
            self.model.at_most_one(flags)
        elif least:
            self.model.sum_within(flags, [1] * len(flags), least, most)
        else:
            self.model.at_most(flags, most)

    def breaks(self) -> list[int]:
        """The breaks of the delegates who have spots; those of the others do not change."""
        grid, party = self.slots.grid, self.slots.party
        people = {name for (name, _), spots in party.items() if self._flags(spots)}
        terms: list[int] = []
        for name in sorted(name for name in people if name < grid.people):
            place = grid.place[name].tolist()
            for line in grid.lines[name].tolist():
                # In each line, later slots have higher bits: time order is the order of bits.
                row = [slot for slot, bit in enumerate(place) if bit >= 0 and line >> bit & 1]
                terms += self._breaks_in([self._busy(name, slot) for slot in row])
        return terms

    def _flags(self, spots: list[int]) -> list[int]:
        return [self.flag[number] for number in spots if number in self.flag]

    def _breaks_in(self, busy: list[int | None]) -> list[int]:
        """Of one line: `busy` says slot by slot whether the delegate meets; None: never."""
        model, terms = self.model, []
        before: int | None = None  # busy in the slot before
        seen: int | None = None  # busy in any slot before
        for flag in busy:
            if flag is not None and seen is not None and before is None:
                terms.append(self._break([~flag, ~seen]))
            elif flag is not None and seen is not None and before is not None and before != seen:
                terms.append(self._break([~flag, ~seen, before]))
            if flag is not None:
                if seen is None:
                    seen = flag
                else:
                    later = model.flag()
                    model.any_of([~flag, later])
                    model.any_of([~seen, later])
                    seen = later
            before = flag
        return terms

    def _break(self, unless: list[int]) -> int:
        """A break, unless one of these holds."""
        found = self.model.flag()
        self.model.any_of([*unless, found])
        return found

    def _busy(self, name: int, slot: int) -> int | None:
        flags = self._flags(self.slots.party.get((name, slot), []))
        if self.slots.settled.day[name] >> slot & 1:
            flag = self.model.flag()
            self.model.any_of([flag])
            return flag
        if len(flags) <= 1:
            return flags[0] if flags else None
        flag = self.model.flag()
        self.model.exactly_one([*flags, ~flag])
        return flag
