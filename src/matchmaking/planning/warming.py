"""Compiles the kernels before they are needed: `python -m matchmaking.planning.warming`.

Numba compiles a kernel at its first call and keeps it on disk; on a fresh machine that takes some
ten seconds. An installation does it while it prepares other things, so the first plan is quick.
"""

from __future__ import annotations

from matchmaking.options import Options
from matchmaking.planning.run import plan
from matchmaking.problem import Delegate, Meeting, Organisation, Problem, Session, Slot, Table


def compile_kernels() -> None:
    """Plan a tiny event that needs every kernel: more meetings than places, breaks, two tables."""
    names = [f"d{number}" for number in range(6)]
    plan(
        Problem(
            name="warming",
            sessions=(Session("s"),),
            slots=tuple(Slot(f"t{number}", "s") for number in range(4)),
            tables=(Table("1"), Table("2")),
            organisations=tuple(Organisation(name) for name in names),
            delegates=tuple(Delegate(name, name) for name in names),
            meetings=tuple(
                Meeting(f"{one}-{other}", (one, other))
                for index, one in enumerate(names)
                for other in names[index + 1 :]
            ),
        ),
        Options(),
    )


if __name__ == "__main__":
    compile_kernels()
