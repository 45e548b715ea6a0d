"""Kernels on one delegate's calendar: a bit mask of busy slots, read line by line.

A break is the start of a run of busy bits beyond the first run of a line; idle slots inside count
the waiting itself. Source: the O(1) evaluation by popcount of run starts described in
docs/develop/planner.md.
"""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numba import config, njit

from matchmaking.planning.grid import Masks

Function = TypeVar("Function", bound=Callable[..., object])

BREAK_COST = 10
IDLE_COST = 2
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
# Called by kernels only: what Python needs to call it takes longer to compile than the kernel.
_INNER: dict[str, Any] = {**_OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _version_of_kernels() -> str:
    """Another text whenever a file of this folder changes."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


# Numba looks for changes in a kernel's own file only, and would go on with former versions of the
# kernels it calls in others. A folder for each version of all of them keeps no such mixture.
# (Numba makes the names of its settings when it is loaded, so mypy does not know them.)
if not config.CACHE_DIR:  # type: ignore[attr-defined]
    _CACHES = Path(__file__).parent / "__pycache__"
    config.CACHE_DIR = str(  # type: ignore[attr-defined]
        _CACHES / f"kernels-{_version_of_kernels()}"
    )


def kernel(function: Function) -> Function:
    """Compile on the first call, and keep the result on disk.

    Without the interpreter's lock, so that searches run side by side; without reference counts,
    because kernels only borrow arrays: that alone makes the search four times as fast.
    """
    return cast("Function", njit(**_OPTIONS)(function))


def inner_kernel(function: Function) -> Function:
    """A kernel that only other kernels may call."""
    return cast("Function", njit(**_INNER)(function))


@kernel
def popcount(word: int) -> int:
    """The number of set bits of a non-negative 64-bit word (Warren, Hacker's Delight, 5-1)."""
    word = word - ((word >> 1) & 0x5555555555555555)
    word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333)
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F
    word = word + (word >> 8)
    word = word + (word >> 16)
    return (word + (word >> 32)) & 0x7F


@kernel
def breaks_in(calendar: int, lines: Masks) -> int:
    """Breaks of a calendar (mask) on its lines (masks [K])."""
    found = np.int64(0)
    for line in lines:
        row = calendar & line
        if row:
            found += popcount(row & ~(row << 1)) - 1
    return found


@kernel
def guide_cost(calendar: int, lines: Masks, limit: int) -> int:
    """What the search descends: 10 for a break, 2 for an idle slot inside, 20 more for a break
    over the limit."""
    breaks = np.int64(0)
    idle = np.int64(0)
    for line in lines:
        row = calendar & line
        if row:
            breaks += popcount(row & ~(row << 1)) - 1
            low = row & -row
            high = row | row >> 1
            high |= high >> 2
            high |= high >> 4
            high |= high >> 8
            high |= high >> 16
            high |= high >> 32
            idle += popcount(high & ~(low - 1)) - popcount(row)
    return BREAK_COST * breaks + IDLE_COST * idle + 2 * BREAK_COST * max(breaks - limit, 0)
