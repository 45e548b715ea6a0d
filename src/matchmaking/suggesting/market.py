"""A market of parties with offers and needs, and what the caller may choose about suggestions.

Ids and codes are strings chosen by the caller. `Market` and `SuggestOptions` check their parts, so
that one `InputError` can name every fault at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from matchmaking.errors import InputError, InputProblem
from matchmaking.suggesting.market_checks import faults_in

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Interest:
    """An offer or a need of a party.

    kind       what it is about, "pilot" for example; offers meet needs of the same kind only
    fields     codes of technology fields; empty: the party's own fields
    countries  where partners are sought, or whom it is offered to; empty: everywhere
    terms      stemmed words of the free text, made by the caller
    stage      how far the matter is, if that is known; compared for equality
    """

    kind: str
    fields: frozenset[str] = _NONE
    countries: frozenset[str] = _NONE
    terms: frozenset[str] = _NONE
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A delegation, or a delegate, that gets suggestions and is suggested to others.

    country    ISO 3166-1 alpha-2, or empty
    fields     codes of technology fields, the main one first
    languages  in which it can talk; empty: unknown, which is no obstacle
    type       row and column of the matrix of who may ask whom
    places     how many more meetings it can take; without places it neither gets suggestions nor
               is suggested
    slots      bit mask of the slots in which it is there; 0: unknown, which is no obstacle
    """

    id: str
    organisation: str
    country: str = ""
    fields: tuple[str, ...] = ()
    offers: tuple[Interest, ...] = ()
    needs: tuple[Interest, ...] = ()
    languages: frozenset[str] = _NONE
    type: str = ""
    places: int = 8
    slots: int = 0

    @property
    def main_field(self) -> str:
        """The first of its fields, or empty."""
        return self.fields[0] if self.fields else ""


@dataclass(frozen=True, slots=True)
class Market:
    """Everybody who may be suggested to each other. Raises `InputError` with every fault.

    may_ask  pairs (type that asks, type that is asked); None: everybody may ask everybody. A
             suggestion needs that its receiver may ask the partner
    blocked  pairs of party ids, in any order, that are never suggested: vetoes, and those who have
             a wish, a match or a refusal already
    """

    parties: tuple[Party, ...]
    may_ask: frozenset[tuple[str, str]] | None = None
    blocked: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        faults = faults_in(self)
        if faults:
            raise InputError(faults)


@dataclass(frozen=True, slots=True)
class SuggestOptions:
    """How many suggestions, and what they lean to.

    most          suggestions for each party, 1 to 100
    country_lean  by which share a match is worth more if it crosses a border: 0.1 is a tenth
                  more; 0 to 10, as in `Bonus`
    field_lean    the same for different main fields
    congestion    how much it counts that a party who is shown to many answers only some of them: 1
                  counts its places as they are, 2 as if they were half as many, 0 ranks by what is
                  good for both sides alone; 0 to 10
    seed          any integer from 0; settles the order of parties who are alike, who would
                  otherwise be shown in the order of the list
    workers       threads side by side; does not change the suggestions
    """

    most: int = 12
    country_lean: float = 0.1
    field_lean: float = 0.1
    congestion: float = 1.0
    seed: int = 0
    workers: int = 2

    def __post_init__(self) -> None:
        ranges = (
            ("most", 1, 100),
            ("country_lean", 0, 10),
            ("field_lean", 0, 10),
            ("congestion", 0, 10),
            ("seed", 0, 2**63 - 1),
            ("workers", 1, 64),
        )
        faults = [
            InputProblem(
                "bad_option",
                f"The option {name} must be from {least} to {greatest}.",
                "Leave it out to use what suits most conferences.",
                path=f"options.{name}",
            )
            for name, least, greatest in ranges
            if not (math.isfinite(getattr(self, name)) and least <= getattr(self, name) <= greatest)
        ]
        if faults:
            raise InputError(faults)
