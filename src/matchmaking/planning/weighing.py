"""The guide costs of the search, so that what counts first costs most.

A break always costs 10 (`calendars.BREAK_COST`). The other prices follow from the order of the
goals: the least meeting left out, and a meeting that does not stand as in an earlier plan. Where
breaks count more than meetings, all but the breaks become cheap, and the search cools further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from matchmaking.options import Options
from matchmaking.planning.grid import LEAST_PENALTY, REQUIRED_PENALTY, Grid
from matchmaking.planning.search import COLD, HOT
from matchmaking.planning.states import BREAKS, CHANGED, LOST, Ranks


@dataclass(frozen=True, slots=True)
class Prices:
    """least: guide cost of leaving out the least of all meetings, or, if `dearest`, the dearest;
    stay: of a meeting that does not stand as it stood, or, if `over`, that many times the dearest
    meeting; `hot`, `cold`: temperatures."""

    least: float
    stay: float
    dearest: bool = False
    over: bool = False
    hot: float = HOT
    cold: float = COLD


PRICES: Mapping[Ranks, Prices] = MappingProxyType(
    {
        (LOST, BREAKS, CHANGED): Prices(60.0, 3.0),
        (LOST, CHANGED, BREAKS): Prices(60.0, 25.0),
        (CHANGED, LOST, BREAKS): Prices(60.0, 2.0, over=True),
        (CHANGED, BREAKS, LOST): Prices(9.0, 30.0, dearest=True, hot=1.6, cold=0.1),
        (BREAKS, LOST, CHANGED): Prices(9.0, 0.2, dearest=True, hot=1.6, cold=0.1),
        (BREAKS, CHANGED, LOST): Prices(4.0, 5.0, dearest=True, hot=1.6, cold=0.1),
    }
)
_RANK = {"weight": LOST, "breaks": BREAKS, "stability": CHANGED}


def ranks_of(options: Options) -> Ranks:
    """The three goals that the search knows, in the order in which they count."""
    named = [_RANK[goal] for goal in options.goals if goal in _RANK]
    first, second, *rest = named
    return first, second, rest[0] if rest else CHANGED


def weighed(grid: Grid, options: Options) -> Grid:
    """The event with the guide costs that the order of the goals asks for."""
    prices = PRICES[ranks_of(options)]
    base = np.where(grid.required, REQUIRED_PENALTY, 0.0)
    relative = (grid.penalty - base) / LEAST_PENALTY  # 1 for the least of all meetings
    most = float(relative.max(initial=1.0))
    relative *= prices.least / (most if prices.dearest else 1.0)
    stay = prices.stay * (prices.least * most if prices.over else 1.0)
    return grid._replace(penalty=base + relative, stay=stay)
