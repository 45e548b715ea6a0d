"""The made-up market of wishes is seeded, honest about its limits and like a real one."""

from collections import Counter

import pytest

from clusterwerk.conference.choices import WishKind, WishStatus
from clusterwerk.demo.conference_people import make_people
from clusterwerk.demo.conference_wishes import (
    VETOES,
    Party,
    Settled,
    affinity,
    make_market,
)

ALL = frozenset(range(12))


def _parties(number: int = 40) -> list[Party]:
    fields = ("pho", "med", "mec", "ict", "log")
    return [
        Party(
            country="DEFRPL"[2 * (position % 3) :][:2],
            fields=(fields[position % 5], fields[(position + 2) % 5]),
            available=(ALL,) * (1 + position % 2),
            limits=(10,) * (1 + position % 2),
        )
        for position in range(number)
    ]


def test_the_same_seed_gives_the_same_market_and_another_seed_another_one() -> None:
    first = make_market(_parties(), matches=100, seed=1)
    assert make_market(_parties(), matches=100, seed=1) == first
    assert make_market(_parties(), matches=100, seed=2) != first


def test_exactly_as_many_pairs_agree_each_once_and_never_with_themselves() -> None:
    market = make_market(_parties(), matches=100, seed=1)
    pairs = Counter((match.party_a, match.party_b) for match in market.matches)
    assert len(market.matches) == len(pairs) == 100
    assert all(a < b for a, b in pairs)


def test_every_delegate_has_a_meeting_and_nobody_more_than_they_take() -> None:
    parties = _parties()
    load: Counter[tuple[int, int]] = Counter()
    for match in make_market(parties, matches=120, seed=3).matches:
        load[match.party_a, match.delegate_a] += 1
        load[match.party_b, match.delegate_b] += 1
    assert len(load) == sum(len(party.available) for party in parties)
    assert max(load.values()) <= 10


def test_a_match_comes_from_an_accepted_wish_and_a_veto_never_meets() -> None:
    market = make_market(_parties(), matches=100, seed=1)
    accepted = {
        frozenset((wish.wisher, wish.target))
        for wish in market.wishes
        if wish.status == WishStatus.ACCEPTED and wish.kind != WishKind.VETO
    }
    agreed = {frozenset((match.party_a, match.party_b)) for match in market.matches}
    vetoed = {
        frozenset((wish.wisher, wish.target))
        for wish in market.wishes
        if wish.kind == WishKind.VETO
    }
    assert agreed == accepted
    assert len(vetoed) == VETOES
    assert not vetoed & agreed


def test_nobody_wishes_for_the_same_party_twice() -> None:
    market = make_market(_parties(), matches=100, seed=1)
    made = Counter((wish.wisher, wish.target) for wish in market.wishes)
    assert max(made.values()) == 1


def test_a_settled_pair_agrees_with_both_wishes() -> None:
    market = make_market(_parties(), matches=90, seed=1, settled=[Settled(3, 1, WishKind.MUST)])
    match = market.matches[0]
    assert (match.party_a, match.party_b, match.priority, match.weight) == (1, 3, "must", 1.5)


def test_too_many_meetings_are_refused_with_how_many_came_about() -> None:
    with pytest.raises(ValueError, match=r"of 5000 meetings"):
        make_market(_parties(4), matches=5000, seed=1)


def test_what_completes_and_lies_abroad_attracts_more() -> None:
    photonics = Party("DE", ("pho",), (ALL,), (10,))
    medicine = Party("DE", ("med",), (ALL,), (10,))
    finance = Party("DE", ("fin",), (ALL,), (10,))
    medicine_abroad = Party("FR", ("med",), (ALL,), (10,))
    assert affinity(photonics, medicine) > affinity(photonics, finance) > 0
    assert affinity(photonics, medicine_abroad) > affinity(photonics, medicine)


def test_people_are_numbered_recognisable_and_always_the_same() -> None:
    people = make_people(["DE", "FR"], seed=1)
    assert people == make_people(["DE", "FR"], seed=1)
    assert [person.number for person in people] == [1, 2]
    assert people[0].name.endswith(" Beispiel 001")
    assert people[1].languages == ["en", "fr"]
