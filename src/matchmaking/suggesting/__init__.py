"""Who might meet whom: suggestions that are good for both sides, spread over everybody, and
explained from the facts of both.

    from matchmaking.suggesting import Market, suggest
    for suggestion in suggest(Market(parties)).of("party-1"):
        print(suggestion.partner, suggestion.reasons)

The formulas and their sources: docs/develop/suggestions.md. Importing this package is light; Numba
is loaded by the first call of `suggest`.
"""

from __future__ import annotations

from collections.abc import Callable

from matchmaking.suggesting.market import Interest, Market, Party, SuggestOptions
from matchmaking.suggesting.pairs import potential
from matchmaking.suggesting.reasons import REASONS, Reason
from matchmaking.suggesting.suggestions import Suggestion, Suggestions

__all__ = [
    "REASONS",
    "Interest",
    "Market",
    "Party",
    "Reason",
    "SuggestOptions",
    "Suggestion",
    "Suggestions",
    "potential",
    "suggest",
]

_DEFAULTS = SuggestOptions()


def suggest(
    market: Market,
    options: SuggestOptions = _DEFAULTS,
    *,
    on_progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Suggestions:
    """For each party the partners that it should look at first.

    A suggestion is never of the same organisation, blocked, without a common slot, without a place
    left, or one that the receiver may not ask. `on_progress` hears which share of the work is done
    (0 to 1) some times a second; `should_stop` is asked as often, and ends the work with what is
    there: `Suggestions.complete` is then false, and a party may have fewer or no suggestions. The
    same market and options give the same suggestions, whatever the number of workers.
    """
    # Imported here for cost: Numba takes longer to load than the rest of the package together.
    from matchmaking.suggesting.run import suggest as run

    return run(market, options, on_progress=on_progress, should_stop=should_stop)
