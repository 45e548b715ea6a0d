"""How the kernels of this package are compiled, and the kinds of arrays that they read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Floats = NDArray[np.float32]

_INNER: dict[str, Any] = {"_nrt": False, "inline": "always"}
_OPTIONS: dict[str, Any] = {"_nrt": False, "cache": True, "nogil": True}


def kernel(function: Function) -> Function:
    """Compile on the first call and keep the result on disk.

    Without the interpreter's lock, so that blocks of parties are done side by side; without
    reference counts, because kernels only borrow arrays. The kept code of a kernel is renewed when
    its own file changes: after a change to a part in another file, delete `__pycache__`.
    """
    return cast("Function", njit(**_OPTIONS)(function))


def inner_kernel(function: Function) -> Function:
    """A part of a kernel, written into it where it is called: a market has so many arrays that
    passing them on costs more than the work (a factor of ten)."""
    return cast("Function", njit(**_INNER)(function))
