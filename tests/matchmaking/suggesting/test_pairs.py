"""What two parties are to each other."""

from dataclasses import replace

import pytest
from hypothesis import given
from tests.matchmaking.suggesting.markets import INTERESTS, parties

from matchmaking.suggesting import Interest, Party, potential
from matchmaking.suggesting.pairs import fit, meets, want

LASER = Interest("pilot", frozenset({"photonics"}), terms=frozenset({"laser", "chip"}))
SEEKER = Party("seeker", "s", "DE", ("photonics",), needs=(LASER,))
PROVIDER = Party("provider", "p", "DE", ("photonics",), offers=(LASER,))


@given(one=parties(1), other=parties(2))
def test_potential_is_a_share_and_the_same_both_ways(one, other):
    assert potential(one, other) == potential(other, one)
    assert 0 < potential(one, other) < 1


@given(one=parties(1), other=parties(2), need=INTERESTS, offer=INTERESTS)
def test_all_values_are_shares(one, other, need, offer):
    assert 0 <= fit(need, offer, one, other) <= 1
    assert 0 <= meets(one, other) <= 1
    assert 0 < want(one, other) <= 1


@given(one=parties(1), other=parties(2), offer=INTERESTS)
def test_one_more_offer_never_makes_a_party_less_wanted(one, other, offer):
    more = replace(other, offers=(*other.offers, offer))
    assert want(one, more) >= want(one, other)
    assert meets(one, more) >= meets(one, other)


def test_an_offer_that_is_the_need_fits_wholly():
    assert fit(LASER, LASER, SEEKER, PROVIDER) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "worse",
    [
        {"kind": "sales"},
        {"fields": frozenset({"health"})},
        {"terms": frozenset({"cell"})},
        {"countries": frozenset({"FR"})},
    ],
)
def test_what_differs_fits_less(worse):
    assert fit(LASER, replace(LASER, **worse), SEEKER, PROVIDER) < 1.0


def test_stages_count_only_where_both_tell_them():
    idea, product = replace(LASER, stage="idea"), replace(LASER, stage="product")
    assert fit(idea, LASER, SEEKER, PROVIDER) == fit(LASER, LASER, SEEKER, PROVIDER)
    assert fit(idea, product, SEEKER, PROVIDER) < fit(idea, idea, SEEKER, PROVIDER)


def test_an_interest_without_fields_is_in_those_of_its_party():
    open_need = replace(LASER, fields=frozenset())
    assert fit(open_need, LASER, SEEKER, PROVIDER) == fit(LASER, LASER, SEEKER, PROVIDER)


def test_fields_that_are_not_told_count_half():
    nobody = replace(SEEKER, fields=())
    value = fit(replace(LASER, fields=frozenset()), LASER, nobody, PROVIDER)
    assert 0.3 < value < fit(LASER, LASER, SEEKER, PROVIDER)


def test_who_has_no_language_in_common_is_wanted_less():
    german = replace(SEEKER, languages=frozenset({"de"}))
    french = replace(PROVIDER, languages=frozenset({"fr"}))
    assert want(german, french) < want(german, PROVIDER) == want(SEEKER, french)


@pytest.mark.parametrize("better", [{"country": "FR"}, {"fields": ("health", "photonics")}])
def test_more_projects_come_from_meetings_across_borders_and_fields(better):
    assert potential(SEEKER, replace(PROVIDER, **better)) > potential(SEEKER, PROVIDER)


def test_most_projects_come_where_both_sides_meet_a_need():
    both = replace(PROVIDER, needs=(Interest("sales"),))
    seller = replace(SEEKER, offers=(Interest("sales"),))
    nothing = replace(PROVIDER, offers=())
    values = [potential(seller, other) for other in (nothing, PROVIDER, both)]
    assert values == sorted(values)
    assert values[0] < values[1] < values[2]
