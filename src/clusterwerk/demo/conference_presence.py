"""Who of the made-up delegates is there when, and how many meetings each would take."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from random import Random

from clusterwerk.conference.choices import WishKind

from .conference_examples import SESSION_SLOTS, SLOTS, Example
from .conference_wishes import Party, Settled

ALWAYS = frozenset(range(SLOTS))
FIRST_DAY = SESSION_SLOTS[0] | SESSION_SLOTS[1]
SECOND_DAY = SESSION_SLOTS[2] | SESSION_SLOTS[3]
MORNINGS = SESSION_SLOTS[0] | SESSION_SLOTS[2]
# When those who are not there all the time come, and their shares.
PART_TIME = (FIRST_DAY, SECOND_DAY, MORNINGS, ALWAYS - SESSION_SLOTS[0])
PART_TIME_SHARES = (5, 3, 3, 2)
LIMIT = 12
SHARE_OF_SLOTS = 0.7
PANEL, GUESTS, OVERBOOKED, APART = 14, 3, 2, 2


def make_parties(
    example: Example, organisations: Sequence[tuple[str, tuple[str, ...]]], sizes: Sequence[int]
) -> list[Party]:
    """One party per organisation (country, fields) with as many delegates as `sizes` says."""
    random = Random(example.seed + 1)  # made-up data, nothing secret  # noqa: S311
    parties = []
    for (country, fields), size in zip(organisations, sizes, strict=True):
        available = tuple(_presence(random, example) for _ in range(size))
        limits = tuple(_limit(slots) for slots in available)
        parties.append(Party(country, fields, available, limits))
    return parties


def make_it_tight(example: Example, parties: list[Party]) -> list[Settled]:
    """Situations every conference team knows; changes `parties` and returns who has agreed.

    A panel sits in the middle of the first morning, and guests who come only for that morning wish
    to meet panellists alone: before and after the panel, so no plan spares them a break. Two
    delegates say yes more often than they have slots. And two pairs agree although one comes on
    the first day and the other on the second.
    """
    if not example.is_tight:
        return []
    random = Random(example.seed + 2)  # made-up data, nothing secret  # noqa: S311
    single = [position for position, party in enumerate(parties) if len(party.available) == 1]
    chosen = iter(random.sample(single, PANEL + GUESTS + OVERBOOKED + 2 * APART))
    panellists, guests, overbooked, early, late = (
        list(islice(chosen, number)) for number in (PANEL, GUESTS, OVERBOOKED, APART, APART)
    )
    morning = sorted(SESSION_SLOTS[0])
    _set(parties, panellists, ALWAYS - {morning[len(morning) // 2]}, LIMIT)
    _set(parties, guests, SESSION_SLOTS[0], len(morning) - 1)
    _set(parties, overbooked, SESSION_SLOTS[3], len(SESSION_SLOTS[3]) + 1)
    _set(parties, early, FIRST_DAY, LIMIT)
    _set(parties, late, SECOND_DAY, LIMIT)
    turns = cycle(panellists)
    settled = [
        Settled(guest, next(turns), WishKind.MUST)
        for guest in guests
        for _ in range(len(morning) - 1)
    ]
    for position in overbooked:
        settled += [
            Settled(position, next(turns), WishKind.WOULD) for _ in range(len(SESSION_SLOTS[3]) + 1)
        ]
    settled += [Settled(one, other, WishKind.WOULD) for one, other in zip(early, late, strict=True)]
    return settled


def _set(
    parties: list[Party], positions: Sequence[int], available: frozenset[int], limit: int
) -> None:
    for position in positions:
        parties[position] = replace(parties[position], available=(available,), limits=(limit,))


def _presence(random: Random, example: Example) -> frozenset[int]:
    if random.random() >= example.part_time:
        return ALWAYS
    return random.choices(PART_TIME, PART_TIME_SHARES)[0]


def _limit(slots: frozenset[int]) -> int:
    return min(LIMIT, int(len(slots) * SHARE_OF_SLOTS))
