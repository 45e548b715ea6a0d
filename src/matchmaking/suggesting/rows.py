"""How much one party wants all others, and they it: the formulas of `pairs`, for whole markets."""
# Inside a kernel every number is a machine word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return, misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matchmaking.suggesting import pairs
from matchmaking.suggesting.kernels import Floats, Ints, Words, inner_kernel, kernel
from matchmaking.suggesting.layout import Interests, Layout

# Kernels read constants of their own module only.
_KIND, _FIELD, _TERMS = pairs.KIND, pairs.FIELD, pairs.TERMS
_ALL_WORDS = pairs.ALL_WORDS
_UNTOLD, _STAGE, _COUNTRY = pairs.UNTOLD_FIELD, pairs.OTHER_STAGE, pairs.OTHER_COUNTRY
_CURIOSITY, _NEEDS, _OFFERS = pairs.CURIOSITY, pairs.NEEDS, pairs.OFFERS
_TIE, _COMMON, _NO_LANGUAGE = pairs.TIE, pairs.COMMON_FIELD, pairs.NO_LANGUAGE


class Room(NamedTuple):
    """What a kernel writes for one party: reused, so that nothing is allocated for each.

    missed, unmet [N]: probability that no need of the party is met by the other, and the reverse
    yours, theirs [N]: how much the party wants the other, and the reverse; both 0 where the two can
    never meet
    marked [words]: the last mark of each term; `marks` [1] counts them
    barred [N]: the last party that is blocked with this one
    best [M]: best fit of each need with an offer of the party so far
    """

    missed: Floats
    unmet: Floats
    yours: Floats
    theirs: Floats
    marked: Ints
    marks: Ints
    barred: Ints
    best: Floats


def room_for(layout: Layout) -> Room:
    """An empty room."""
    parties = len(layout.places)
    missed, unmet, yours, theirs = np.zeros((4, parties), np.float32)
    return Room(
        missed,
        unmet,
        yours,
        theirs,
        marked=np.zeros(max(1, layout.words), np.int64),
        marks=np.zeros(1, np.int64),
        barred=np.full(parties, -1, np.int64),
        best=np.zeros(len(layout.needs.owner), np.float32),
    )


@inner_kernel
def _shared(one: Words, other: Words) -> int:
    """How many bits two sets have in common."""
    found = 0
    for index in range(len(one)):
        word = one[index] & other[index]
        while word != np.uint64(0):
            word &= word - np.uint64(1)
            found += 1
    return found


@inner_kernel
def _has(bits: Words, number: int) -> bool:
    """Whether a set has the member of that number; -1 is in no set."""
    if number < 0:
        return False
    return (bits[number >> 6] >> np.uint64(number & 63)) & np.uint64(1) != np.uint64(0)


@inner_kernel
def _fit(one: Interests, i: int, other: Interests, j: int, room: Room) -> float:
    """`pairs.fit` of two interests of one kind; the terms of the first are marked."""
    same = _UNTOLD
    if one.width[i] and other.width[j]:
        both = _shared(one.fields[i], other.fields[j])
        same = both / min(one.width[i], other.width[j])
    value = _KIND + same * _FIELD
    mine = one.term_from[i + 1] - one.term_from[i]
    first, last = other.term_from[j], other.term_from[j + 1]
    if same > 0.0 and mine and last > first:
        words = 0
        for index in range(first, last):
            words += room.marked[other.terms[index]] == room.marks[0]
        cosine = words / np.sqrt(mine * (last - first))
        value += same * _TERMS * min(1.0, cosine / _ALL_WORDS)
    if one.stage[i] >= 0 and other.stage[j] >= 0 and one.stage[i] != other.stage[j]:
        value *= _STAGE
    if not one.anywhere[i] and not _has(one.countries[i], other.home[j]):
        value *= _COUNTRY
    if not other.anywhere[j] and not _has(other.countries[j], one.home[i]):
        value *= _COUNTRY
    return value


@inner_kernel
def _mark(one: Interests, i: int, room: Room) -> None:
    room.marks[0] += 1
    for index in range(one.term_from[i], one.term_from[i + 1]):
        room.marked[one.terms[index]] = room.marks[0]


@kernel
def _needs_of(layout: Layout, party: int, room: Room) -> None:
    """`missed`: what the offers of all others leave unmet of the party's needs."""
    needs, offers = layout.needs, layout.offers
    room.missed[:] = 1.0
    for place in range(needs.own_from[party], needs.own_from[party + 1]):
        need = needs.own[place]
        _mark(needs, need, room)
        j, last = offers.of_kind[needs.kind[need]], offers.of_kind[needs.kind[need] + 1]
        while j < last:
            owner = offers.owner[j]
            best = 0.0
            while j < last and offers.owner[j] == owner:
                best = max(best, _fit(needs, need, offers, j, room))
                j += 1
            room.missed[owner] *= 1.0 - best


@kernel
def _offers_of(layout: Layout, party: int, room: Room) -> None:
    """`unmet`: what the party's offers leave unmet of the needs of all others."""
    needs, offers = layout.needs, layout.offers
    room.unmet[:] = 1.0
    place, end = offers.own_from[party], offers.own_from[party + 1]
    while place < end:
        kind = offers.kind[offers.own[place]]
        first, last = needs.of_kind[kind], needs.of_kind[kind + 1]
        room.best[first:last] = 0.0
        while place < end and offers.kind[offers.own[place]] == kind:
            offer = offers.own[place]
            _mark(offers, offer, room)
            for j in range(first, last):
                room.best[j] = max(room.best[j], _fit(offers, offer, needs, j, room))
            place += 1
        for j in range(first, last):
            room.unmet[needs.owner[j]] *= 1.0 - room.best[j]


@inner_kernel
def _can_meet(layout: Layout, one: int, other: int) -> bool:
    """Whether a meeting of the two is possible and one of them may ask; blocked pairs apart."""
    if layout.organisation[one] == layout.organisation[other]:
        return False
    if not layout.places[one] or not layout.places[other]:
        return False
    if layout.slots[one] and layout.slots[other] and not layout.slots[one] & layout.slots[other]:
        return False
    one_type, other_type = layout.type[one], layout.type[other]
    return layout.may_ask[one_type, other_type] or layout.may_ask[other_type, one_type]


@inner_kernel
def _tie(layout: Layout, one: int, other: int) -> float:
    mine, theirs = layout.main[one], layout.main[other]
    named = _has(layout.named[one], theirs) or _has(layout.named[other], mine)
    if named and mine >= 0 and theirs >= 0 and mine != theirs:
        return 1.0
    for index in range(layout.fields.shape[1]):
        if layout.fields[one, index] & layout.fields[other, index]:
            return _COMMON
    return 0.0


@inner_kernel
def _can_talk(layout: Layout, one: int, other: int) -> bool:
    mine, theirs = False, False
    for index in range(layout.languages.shape[1]):
        word, partner = layout.languages[one, index], layout.languages[other, index]
        if word & partner:
            return True
        mine |= word != np.uint64(0)
        theirs |= partner != np.uint64(0)
    return not mine or not theirs


@kernel
def read_profile(layout: Layout, party: int, room: Room) -> None:
    """Fill `missed`, `unmet` and `barred` for one party."""
    _needs_of(layout, party, room)
    _offers_of(layout, party, room)
    for index in range(layout.blocked_from[party], layout.blocked_from[party + 1]):
        room.barred[layout.blocked[index]] = party


@inner_kernel
def meet(layout: Layout, party: int, other: int, room: Room) -> None:
    """Fill `yours` and `theirs` for one partner, after `read_profile`."""
    room.yours[other] = 0.0
    room.theirs[other] = 0.0
    if room.barred[other] != party and _can_meet(layout, party, other):
        met, needed = 1.0 - room.missed[other], 1.0 - room.unmet[other]
        base = _CURIOSITY + _TIE * _tie(layout, party, other)
        talk = 1.0 if _can_talk(layout, party, other) else _NO_LANGUAGE
        room.yours[other] = talk * (base + _NEEDS * met + _OFFERS * needed)
        room.theirs[other] = talk * (base + _NEEDS * needed + _OFFERS * met)


@inner_kernel
def at_most(room: Room, other: int) -> float:
    """What the product of `yours` and `theirs` cannot exceed: quicker than `meet`."""
    met, needed = 1.0 - room.missed[other], 1.0 - room.unmet[other]
    base = _CURIOSITY + _TIE
    return (base + _NEEDS * met + _OFFERS * needed) * (base + _NEEDS * needed + _OFFERS * met)


@kernel
def look_around(layout: Layout, party: int, room: Room) -> None:
    """Fill `yours` and `theirs` for one party and all others."""
    read_profile(layout, party, room)
    for other in range(len(layout.places)):
        meet(layout, party, other, room)
