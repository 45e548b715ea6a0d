"""Why an event cannot be planned: a small set of facts that cannot hold together.

First the required meetings: those that CP-SAT names as assumptions that clash, thinned out one by
one. Then every other fact of these few meetings (locks, absences, tables, limits, ...) is lifted in
turn; if they still clash without it, it is not part of the reason. What is left is irreducible:
with any one fact lifted, the others can hold. (Deletion filter: Chinneck and Dravnieks, ORSA
Journal on Computing 3, 1991.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.options import Options
from matchmaking.planning.bound import degrees, fewest_breaks
from matchmaking.planning.facts import Fact, facts_of
from matchmaking.planning.grid import Flags, Grid, grid_of, line_numbers
from matchmaking.planning.parties import empty_draft, reachable, settled
from matchmaking.planning.slot_model import SlotModel
from matchmaking.planning.solvers.cpsat import Effort, Model
from matchmaking.problem import Meeting, Problem, Session
from matchmaking.solution import ClashFact

WORK = 4.0  # deterministic seconds for one question
MOST_QUESTIONS = 400


def clash_in(
    problem: Problem, options: Options, should_stop: Callable[[], bool] | None = None
) -> tuple[ClashFact, ...]:
    """The facts that clash in an event without a plan; empty where none were found in the time."""
    asked = _Asked(should_stop)
    grid = grid_of(problem, options.breaks)
    crowd = _crowd(problem, grid)
    if crowd:
        return crowd
    core = _meetings(grid, asked)
    if core is None:
        return _spread(problem, options)
    few = _only(problem, [problem.meetings[meeting] for meeting in core])
    told = []
    for fact in facts_of(few):
        lifted = fact.lift(few)
        if asked.clash(lifted):
            few = lifted
        else:
            told.append(fact)
    required = [
        Fact("meeting_required", {"meeting": meeting.id}, _as_it_is) for meeting in few.meetings
    ]
    return tuple(ClashFact(fact.code, fact.params) for fact in [*required, *told])


def _crowd(problem: Problem, grid: Grid) -> tuple[ClashFact, ...]:
    """More required meetings than places at tables, in the whole event or in one session: told as
    two numbers, because naming hundreds of meetings would help nobody."""
    _, _, takes, _ = settled(grid, empty_draft(grid).parties)
    sure = grid.required & (takes > 0)
    at_home = np.isin(grid.side, np.flatnonzero(grid.home[: grid.people] >= 0))
    owner = np.repeat(
        np.arange(len(sure)), np.diff(grid.side_at).reshape(len(sure), grid.columns).sum(axis=1)
    )
    sure[owner[at_home]] = False  # whoever stays at a booth may not need one of these tables
    reach = reachable(grid)
    room = grid.room.sum(axis=0)
    for name, mask in [("", -1), *zip(problem.sessions, grid.session.tolist(), strict=True)]:
        meetings = int((sure & (reach & ~np.int64(mask) == 0)).sum())
        places = int(sum(room[slot] for slot in range(len(room)) if mask >> slot & 1))
        if meetings > places:
            where = {"session": name.id} if isinstance(name, Session) else {}
            suffix = "_in_session" if where else ""
            return (
                ClashFact(f"meetings_required{suffix}", {"meetings": str(meetings)} | where),
                ClashFact(f"places_at_tables{suffix}", {"places": str(places)} | where),
            )
    return ()


def _as_it_is(problem: Problem) -> Problem:
    return problem


def _only(problem: Problem, meetings: Iterable[Meeting]) -> Problem:
    """The event with these meetings alone, all of them mandatory."""
    kept = list(meetings)
    ids = {meeting.id for meeting in kept}
    return replace(
        problem,
        meetings=tuple(
            replace(
                meeting,
                mandatory=True,
                after=tuple(early for early in meeting.after if early in ids),
            )
            for meeting in kept
        ),
    )


@dataclass(slots=True)
class _Asked:
    """Puts questions to CP-SAT, so many at most. What is not answered counts as "no clash", which
    can make the set larger than need be, but never wrong."""

    should_stop: Callable[[], bool] | None
    questions: int = 0

    def effort(self) -> Effort | None:
        self.questions += 1
        if self.questions > MOST_QUESTIONS or (self.should_stop and self.should_stop()):
            return None
        return Effort(WORK, should_stop=self.should_stop)

    def clash(self, problem: Problem) -> bool:
        """Whether the meetings of an event, all required, cannot take place."""
        grid = grid_of(problem, "session")
        return bool(self.clashing(grid, np.ones(len(grid.base), dtype=np.bool_)))

    def clashing(self, grid: Grid, meetings: Flags) -> list[int]:
        """Of these meetings some that cannot all take place; empty where they can."""
        effort = self.effort()
        slots = SlotModel(grid, empty_draft(grid), meetings)
        if effort is None or not slots.exact:
            return []
        model = Model()
        spots = [model.flag() for _ in slots.spots]
        for row, least, most in slots.rows:
            if not least:
                model.at_most([spots[number] for number in row], most)
        takes_place = {meeting: model.flag() for meeting in slots.of}
        for meeting, own in slots.of.items():
            model.at_most_one([spots[number] for number in own])
            model.any_of([~takes_place[meeting], *(spots[number] for number in own)])
        model.assume(takes_place.values())
        answer = model.solve(effort)
        if answer.status != "infeasible":
            return []
        named = [m for m, flag in takes_place.items() if flag in set(answer.clashing)]
        return named or list(takes_place)


def _meetings(grid: Grid, asked: _Asked) -> list[int] | None:
    """Required meetings that cannot all take place, and can without any one of them."""
    core = asked.clashing(grid, grid.required)
    if not core:
        return None
    again = asked.clashing(grid, _flags(grid, core))
    core = again or core
    for meeting in list(core):
        rest = [other for other in core if other != meeting]
        if meeting in core and rest:
            smaller = asked.clashing(grid, _flags(grid, rest))
            core = smaller or core
    return core


def _flags(grid: Grid, meetings: list[int]) -> Flags:
    flags = np.zeros(len(grid.base), dtype=np.bool_)
    flags[meetings] = True
    return flags


def _spread(problem: Problem, options: Options) -> tuple[ClashFact, ...]:
    """A delegate who must have more breaks than the spread allows beside another."""
    if options.spread is None or not problem.delegates:
        return ()
    grid = grid_of(problem, options.breaks)
    sure, most = degrees(grid)
    fewest = fewest_breaks(grid, line_numbers(problem, options.breaks))
    least = np.array(
        [fewest[person, sure[person] : most[person] + 1].min() for person in range(len(sure))]
    )
    one, other = int(least.argmax()), int((most - 1).clip(0).argmin())
    if least[one] <= options.spread + max(0, most[other] - 1):
        return ()
    return (
        ClashFact(
            "breaks_needed",
            {"delegate": problem.delegates[one].id, "breaks": str(least[one])},
        ),
        ClashFact(
            "breaks_possible",
            {"delegate": problem.delegates[other].id, "breaks": str(max(0, most[other] - 1))},
        ),
        ClashFact("spread", {"spread": str(options.spread)}),
    )
