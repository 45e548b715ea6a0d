"""What a market and the options refuse, with place and remedy, all of it at once."""

import pytest

from matchmaking import InputError
from matchmaking.suggesting import Interest, Market, Party, SuggestOptions


def codes(parties, **more):
    with pytest.raises(InputError) as raised:
        Market(tuple(parties), **more)
    assert all(fault.remedy for fault in raised.value.problems)
    return [(fault.code, fault.path) for fault in raised.value.problems]


@pytest.mark.parametrize(
    ("party", "code", "path"),
    [
        (Party("", "o"), "missing_id", "parties[0].id"),
        (Party("p", ""), "missing_organisation", "parties[0].organisation"),
        (Party("p", "o", places=-1), "bad_places", "parties[0].places"),
        (Party("p", "o", slots=-1), "bad_slots", "parties[0].slots"),
        (Party("p", "o", slots=2**62), "bad_slots", "parties[0].slots"),
        (Party("p", "o", needs=(Interest(""),)), "missing_kind", "parties[0].needs[0].kind"),
        (Party("p", "o", fields=("",)), "empty_code", "parties[0].fields"),
        (
            Party("p", "o", offers=(Interest("k", countries=frozenset({""})),)),
            "empty_code",
            "parties[0].offers[0].countries",
        ),
    ],
)
def test_a_party_that_cannot_be_read_is_refused_with_its_place(party, code, path):
    assert codes([party]) == [(code, path)]


def test_the_same_id_twice_and_unknown_blocked_parties_are_told_together():
    parties = [Party("p", "o"), Party("p", "q")]
    assert codes(parties, blocked=frozenset({("p", "x"), ("y", "p")})) == [
        ("same_id", "parties[1].id"),
        ("unknown_party", "blocked"),
        ("unknown_party", "blocked"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("most", 0),
        ("most", 101),
        ("country_lean", -0.1),
        ("field_lean", float("nan")),
        ("congestion", float("inf")),
        ("seed", -1),
        ("workers", 0),
    ],
)
def test_an_option_out_of_range_is_named(name, value):
    with pytest.raises(InputError) as raised:
        SuggestOptions(**{name: value})
    assert [fault.path for fault in raised.value.problems] == [f"options.{name}"]
