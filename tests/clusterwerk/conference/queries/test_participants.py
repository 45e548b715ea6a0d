"""Who is found by words, and the next date that concerns a delegation."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.wishes import make_guest, make_interest, make_wish_phase

from clusterwerk.conference.choices import PhaseKind
from clusterwerk.conference.models import Need, Offer
from clusterwerk.conference.queries.participants import ParticipantFilter, participants_matching
from clusterwerk.conference.queries.phases import Span, next_deadline

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "Photonik",
        "photonics",
        "test site",
        "pilot",
        "Gesundheit",
        "Sensoren Photonik",
        "Partner-E.V.",
    ],
)
def test_words_find_names_fields_kinds_and_texts_in_both_languages(words: str) -> None:
    conference = make_wish_phase()
    wanted = make_guest(conference, "Partner e.V.", fields=("hea",))
    make_interest(Offer, wanted, kind="pilot", fields=("pho",), text_de="Sensoren im Einsatz")
    other = make_guest(conference, "Andere", fields=("agr",))
    make_interest(Need, other, kind="market", text_de="Zugang zu Märkten")
    assert list(participants_matching(conference, ParticipantFilter(words=words))) == [wanted]


def test_a_phase_that_no_longer_concerns_the_reader_gives_no_deadline() -> None:
    now = timezone.now()
    spans = [
        Span(PhaseKind.REGISTRATION, now - timedelta(days=1), now + timedelta(days=1)),
        Span(PhaseKind.WISHES, now - timedelta(days=1), now + timedelta(days=5)),
    ]
    first = next_deadline(spans, now)
    assert first is not None
    assert first.kind == PhaseKind.REGISTRATION
    second = next_deadline(spans, now, but={PhaseKind.REGISTRATION})
    assert second is not None
    assert second.kind == PhaseKind.WISHES
