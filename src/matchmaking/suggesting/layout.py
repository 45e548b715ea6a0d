"""A market as arrays, which the kernels read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from matchmaking.suggesting.kernels import Ints, Words
from matchmaking.suggesting.market import Interest, Market, Party
from matchmaking.suggesting.pairs import fields_of, named_fields

_WORD = 64


class Interests(NamedTuple):
    """Offers, or needs, of all parties, sorted by kind and then by owner.

    owner, kind, stage, home [M]: rank of the party, codes (stage -1: untold), the owner's country
    fields, countries [M, words]: sets as bits; width [M]: number of fields
    anywhere [M]: 1 if open to all countries
    term_from [M + 1], terms: words of interest k are terms[term_from[k]:term_from[k + 1]]
    of_kind [K + 1]: interests of kind k are of_kind[k]:of_kind[k + 1]
    own_from [N + 1], own: the interests of each party, by kind
    """

    owner: Ints
    kind: Ints
    stage: Ints
    home: Ints
    fields: Words
    width: Ints
    countries: Words
    anywhere: Ints
    term_from: Ints
    terms: Ints
    of_kind: Ints
    own_from: Ints
    own: Ints


class Layout(NamedTuple):
    """A market of N parties.

    organisation, country, main, type [N]: codes, -1 where country or main field are untold
    places, slots [N]; languages, fields, named [N, words]: sets as bits, `named` the fields that
    offers and needs name
    may_ask [T, T]: 1 if the row's type may ask the column's
    blocked_from [N + 1], blocked: with whom a party is blocked
    words: number of different terms
    """

    organisation: Ints
    country: Ints
    main: Ints
    type: Ints
    places: Ints
    slots: Ints
    languages: Words
    fields: Words
    named: Words
    may_ask: Ints
    blocked_from: Ints
    blocked: Ints
    needs: Interests
    offers: Interests
    words: int


class _Codes:
    """Numbers for the names of one kind that a market uses, from 0."""

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(sorted(set(names)))}
        self.size = len(self._numbers)

    def of(self, names: Iterable[str]) -> Ints:
        """Their numbers; -1 for a name that is not known, such as an empty one."""
        return np.fromiter((self._numbers.get(name, -1) for name in names), np.int64)

    def bits(self, rows: Sequence[Iterable[str]]) -> Words:
        """Sets of names as bits [rows, words]."""
        bits = np.zeros((len(rows), self.size // _WORD + 1), np.uint64)
        for index, row in enumerate(rows):
            for name in row:
                number = self._numbers[name]
                bits[index, number // _WORD] |= np.uint64(1 << number % _WORD)
        return bits


class _Book(NamedTuple):
    """All codes of a market."""

    fields: _Codes
    countries: _Codes
    kinds: _Codes
    stages: _Codes
    terms: _Codes


def layout_of(market: Market, order: Sequence[int]) -> Layout:
    """The market's arrays, its parties in that order."""
    parties = [market.parties[index] for index in order]
    interests = [part for party in parties for part in (*party.needs, *party.offers)]
    # A country or field that is not told has no bit and no number.
    book = _Book(
        fields=_Codes(
            [name for party in parties for name in party.fields]
            + [name for part in interests for name in part.fields]
        ),
        countries=_Codes(
            [party.country for party in parties if party.country]
            + [name for part in interests for name in part.countries]
        ),
        kinds=_Codes(part.kind for part in interests),
        stages=_Codes(part.stage for part in interests if part.stage),
        terms=_Codes(name for part in interests for name in part.terms),
    )
    types = _Codes(party.type for party in parties)
    blocked_from, blocked = _blocked(market, parties)
    return Layout(
        organisation=_Codes(party.organisation for party in parties).of(
            party.organisation for party in parties
        ),
        country=book.countries.of(party.country for party in parties),
        main=book.fields.of(party.main_field for party in parties),
        type=types.of(party.type for party in parties),
        places=np.array([party.places for party in parties], np.int64),
        slots=np.array([party.slots for party in parties], np.int64),
        languages=_Codes(name for party in parties for name in party.languages).bits(
            [party.languages for party in parties]
        ),
        fields=book.fields.bits([party.fields for party in parties]),
        named=book.fields.bits([named_fields(party) for party in parties]),
        may_ask=_matrix(market, types, parties),
        blocked_from=blocked_from,
        blocked=blocked,
        needs=_interests(parties, [party.needs for party in parties], book),
        offers=_interests(parties, [party.offers for party in parties], book),
        words=book.terms.size,
    )


def _interests(
    parties: Sequence[Party], rows: Sequence[Sequence[Interest]], book: _Book
) -> Interests:
    listed = [(rank, part) for rank, row in enumerate(rows) for part in row]
    kinds = book.kinds.of(part.kind for _, part in listed)
    # Stable: within a kind by owner.
    by_kind = np.argsort(kinds, kind="stable")
    listed = [listed[index] for index in by_kind]
    owner = np.array([rank for rank, _ in listed], np.int64)
    own = np.argsort(owner, kind="stable")
    fields = [fields_of(part, parties[rank]) for rank, part in listed]
    terms = [np.sort(book.terms.of(part.terms)) for _, part in listed]
    return Interests(
        owner=owner,
        kind=kinds[by_kind],
        stage=book.stages.of(part.stage for _, part in listed),
        home=book.countries.of(parties[rank].country for rank, _ in listed),
        fields=book.fields.bits(fields),
        width=np.array([len(row) for row in fields], np.int64),
        countries=book.countries.bits([part.countries for _, part in listed]),
        anywhere=np.array([not part.countries for _, part in listed], np.int64),
        term_from=_starts([len(row) for row in terms]),
        terms=np.concatenate([*terms, np.zeros(0, np.int64)]),
        of_kind=_starts(np.bincount(kinds, minlength=book.kinds.size)),
        own_from=_starts(np.bincount(owner, minlength=len(parties))),
        own=own,
    )


def _starts(lengths: Sequence[int] | Ints) -> Ints:
    """Where each of some runs begins, and where the last ends [runs + 1]."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def _matrix(market: Market, types: _Codes, parties: Sequence[Party]) -> Ints:
    if market.may_ask is None:
        return np.ones((types.size, types.size), np.int64)
    names = sorted({party.type for party in parties})
    return np.array(
        [[(one, other) in market.may_ask for other in names] for one in names], np.int64
    ).reshape(types.size, types.size)


def _blocked(market: Market, parties: Sequence[Party]) -> tuple[Ints, Ints]:
    """With whom each party is blocked: where its run begins, and the ranks."""
    rank = {party.id: number for number, party in enumerate(parties)}
    rows: list[list[int]] = [[] for _ in parties]
    for one, other in sorted(market.blocked):
        rows[rank[one]].append(rank[other])
        rows[rank[other]].append(rank[one])
    flat = np.array([value for row in rows for value in row], np.int64)
    return _starts([len(row) for row in rows]), flat
