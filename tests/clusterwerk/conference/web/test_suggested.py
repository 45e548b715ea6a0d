"""Every reason the engine gives is told, in both languages."""

from typing import Any

import pytest
from django.utils import translation

from clusterwerk.conference.web.suggested import Names, sentence_of
from matchmaking.suggesting import REASONS

pytestmark = pytest.mark.django_db

PARAMS: dict[str, dict[str, Any]] = {
    "need_met": {"kind": "pilot", "fields": ["pho"], "number": 1},
    "offer_met": {"kind": "pilot", "fields": ["pho"], "number": 2},
    "country_sought": {"country": "FR"},
    "sought_by": {"country": "DE"},
    "complementing_field": {"one": "pho", "other": "med"},
    "common_field": {"fields": ["pho"]},
    "shared_words": {"words": ["sensor"]},
    "common_language": {"languages": ["en"]},
}


@pytest.mark.parametrize("kind", REASONS)
def test_every_reason_has_a_sentence_in_both_languages(kind: str) -> None:
    told = {}
    for language in ("de", "en"):
        with translation.override(language):
            told[language] = sentence_of([{"kind": kind, "params": PARAMS[kind]}], Names())
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in told.values())
    assert told["de"] != told["en"]


def test_what_is_met_is_told_before_words_in_common_and_a_language_is_not_worth_a_word() -> None:
    kinds = ("need_met", "shared_words", "common_language")
    reasons = [{"kind": kind, "params": PARAMS[kind]} for kind in kinds]
    with translation.override("en"):
        sentence = sentence_of(reasons, Names())
    assert sentence.startswith("You seek")
    assert "words in common" in sentence
    assert "language" not in sentence
