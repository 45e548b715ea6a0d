"""What made-up delegations offer and seek is told once, beside its kind and its field."""

from itertools import pairwise, product
from random import Random

import pytest
from django.utils import translation

from clusterwerk.conference.choices import CooperationKind
from clusterwerk.conference.queries.phases import TOGETHER
from clusterwerk.demo.conference_offers import NEEDS, OFFERS, kinds_of_interest
from clusterwerk.demo.conference_open import PHASES
from clusterwerk.places.models import Field

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("side", [OFFERS, NEEDS])
@pytest.mark.parametrize(("language", "place"), [("de", 0), ("en", 1)])
def test_no_text_repeats_its_kind(
    side: dict[CooperationKind, tuple[tuple[str, str], ...]], language: str, place: int
) -> None:
    assert set(side) == set(CooperationKind)
    with translation.override(language):
        for kind, texts in side.items():
            name = str(kind.label).casefold()
            assert not [text for text in texts if name in text[place].casefold()]


def test_no_text_repeats_its_field() -> None:
    names = {row.pk: row for row in Field.objects.all()}
    for code, seed in product(sorted(names), range(3)):
        for _kind, german, english, field in kinds_of_interest([code], Random(seed)):
            assert names[field].name_de.casefold() not in german.casefold()
            assert names[field].name_en.casefold() not in english.casefold()


def test_delegations_of_a_kind_do_not_all_say_the_same() -> None:
    texts = {
        german
        for code in ("pho", "med", "mic", "foo", "ene")
        for seed in range(20)
        for _kind, german, _english, _field in kinds_of_interest([code], Random(seed))
    }
    assert len(texts) > len(OFFERS) + len(NEEDS)


def test_the_phases_of_the_open_example_follow_each_other() -> None:
    for (kind, _begins, ends), (following, begins, _ends) in pairwise(PHASES):
        if frozenset({kind, following}) not in TOGETHER:
            assert ends < begins <= ends + 1
