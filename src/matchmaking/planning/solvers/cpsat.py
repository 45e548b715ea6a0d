"""CP-SAT as the planner uses it: a model of yes-or-no variables, and its answer.

Written against OR-Tools' model format itself (`cp_model_helper`): its modelling layer `cp_model`
imports pandas, which takes twenty times as long to load, and builds a model ten times as slowly.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ortools.sat.python import cp_model_helper as ortools

Status = Literal["optimal", "feasible", "infeasible", "unknown"]

LOOK_SECONDS = 0.05  # between two questions whether to stop
_STATUS: Mapping[str, Status] = {
    "OPTIMAL": "optimal",
    "FEASIBLE": "feasible",
    "INFEASIBLE": "infeasible",
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to solve: `work` in CP-SAT's deterministic time (about seconds, but the same on
    every run), `seconds` of wall clock if time is limited; `should_stop` is asked meanwhile.
    `presolve`: whether to simplify the model first, which costs more than it gains where nearly
    everything is settled."""

    work: float
    seconds: float | None = None
    seed: int = 0
    should_stop: Callable[[], bool] | None = None
    presolve: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known after solving.

    status   "optimal" also stands for "feasible" where nothing is minimised
    chosen   the value of each variable; empty where no solution was found
    value, bound   of what is minimised
    clashing the assumptions that cannot hold together, where it is infeasible
    cut_short  whether clock or caller ended it, so that it may not repeat
    """

    status: Status
    chosen: Sequence[int] = ()
    value: int = 0
    bound: int = 0
    clashing: tuple[int, ...] = ()
    cut_short: bool = False


@dataclass(slots=True)
class Model:
    """Variables are numbers from 0; the opposite of variable v is written `~v`."""

    proto: ortools.CpModelProto = field(default_factory=ortools.CpModelProto)
    count: int = 0

    def flag(self) -> int:
        """A new yes-or-no variable."""
        return self.number(0, 1)

    def number(self, low: int, high: int) -> int:
        """A new whole number from low to high."""
        self.proto.variables.add().domain.extend([low, high])
        self.count += 1
        return self.count - 1

    def at_most_one(self, flags: Sequence[int]) -> None:
        if len(flags) > 1:
            self.proto.constraints.add().at_most_one.literals.extend(flags)

    def exactly_one(self, flags: Sequence[int]) -> None:
        self.proto.constraints.add().exactly_one.literals.extend(flags)

    def any_of(self, flags: Sequence[int]) -> None:
        self.proto.constraints.add().bool_or.literals.extend(flags)

    def at_most(self, flags: Sequence[int], limit: int) -> None:
        if len(flags) > limit:
            self.sum_within(flags, [1] * len(flags), 0, limit)

    def sum_within(
        self, variables: Sequence[int], factors: Sequence[int], low: int, high: int
    ) -> None:
        """low <= sum of factor times variable <= high."""
        row = self.proto.constraints.add().linear
        row.vars.extend(variables)
        row.coeffs.extend(factors)
        row.domain.extend([low, high])

    def minimise(self, variables: Sequence[int], factors: Sequence[int]) -> None:
        """Replace what is minimised: the sum of factor times variable."""
        self.proto.clear_objective()
        self.proto.objective.vars.extend(variables)
        self.proto.objective.coeffs.extend(factors)

    def assume(self, flags: Iterable[int]) -> None:
        """Facts that `Answer.clashing` names where they cannot hold together."""
        self.proto.assumptions.extend(list(flags))

    def hint(self, values: Mapping[int, int]) -> None:
        """Replace the values to try first."""
        self.proto.clear_solution_hint()
        self.proto.solution_hint.vars.extend(list(values))
        self.proto.solution_hint.values.extend(list(values.values()))

    def solve(self, effort: Effort) -> Answer:
        """Solve with one thread, so that the same model gives the same answer."""
        wrapper = ortools.SolveWrapper()
        wrapper.set_parameters(_parameters(effort))
        started = time.perf_counter()
        done = threading.Event()
        asked = threading.Event()
        if effort.should_stop is not None:
            watch = threading.Thread(
                target=_watch, args=(wrapper, effort.should_stop, done, asked), daemon=True
            )
            watch.start()
        response = wrapper.solve(self.proto)  # type: ignore[no-untyped-call]
        done.set()
        late = effort.seconds is not None and time.perf_counter() - started >= effort.seconds
        status = _STATUS.get(response.status.name, "unknown")
        return Answer(
            status=status,
            chosen=list(response.solution),
            value=round(response.objective_value),
            bound=round(response.best_objective_bound),
            clashing=tuple(response.sufficient_assumptions_for_infeasibility),
            cut_short=(asked.is_set() or late) and status in ("feasible", "unknown"),
        )


def _parameters(effort: Effort) -> ortools.SatParameters:
    parameters = ortools.SatParameters()
    parameters.num_workers = 1
    parameters.random_seed = effort.seed % 2**31
    parameters.max_deterministic_time = effort.work
    parameters.cp_model_presolve = effort.presolve
    if effort.seconds is not None:
        parameters.max_time_in_seconds = max(0.05, effort.seconds)
    return parameters


def _watch(
    wrapper: ortools.SolveWrapper,
    should_stop: Callable[[], bool],
    done: threading.Event,
    asked: threading.Event,
) -> None:
    while not done.wait(LOOK_SECONDS):
        if should_stop():
            asked.set()
            wrapper.stop_search()
            return
