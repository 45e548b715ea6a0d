"""Numbers, days and names as the pages write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from clusterwerk.conference.models import Conference
from clusterwerk.conference.templatetags import conference as tags


@pytest.mark.parametrize(
    ("share", "german", "english"),
    [(1.0, "100\u00a0%", "100%"), (0.999, "99\u00a0%", "99%"), (0.29, "29\u00a0%", "29%")],
)
def test_per_cent_are_rounded_down_so_that_100_means_all(share, german, english) -> None:
    with translation.override("de"):
        assert tags.percent(share) == german
    with translation.override("en"):
        assert tags.percent(share) == english


def test_a_share_of_nothing_is_a_dash() -> None:
    assert tags.share_of(0, 0) == "–"
    assert tags.per(3, 0) == "–"


def test_days_are_written_as_people_do() -> None:
    first, last = date(2017, 9, 21), date(2017, 9, 22)
    with translation.override("de"):
        assert tags.day_range(first, first) == "21. September 2017"
        assert tags.day_range(first, last) == "21.–22. September 2017"
        assert tags.day_range(first, date(2017, 10, 2)) == "21. September 2017 – 2. Oktober 2017"
        assert tags.short_days(first, last) == "21.–22."
        assert tags.short_days(first, first) == "21."
    with translation.override("en"):
        assert tags.day_range(first, last) == "21–22 September 2017"


def test_a_time_is_that_of_the_conference_also_when_the_clocks_change() -> None:
    conference = Conference(time_zone="Europe/Berlin")
    before, after = datetime(2030, 10, 26, 8, tzinfo=UTC), datetime(2030, 10, 27, 8, tzinfo=UTC)
    assert tags.in_zone(before, conference).hour == 10
    assert tags.in_zone(after, conference).hour == 9


def test_languages_are_named_in_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert tags.language_names(["en", "fr", "xx"]) == "Englisch, Französisch, xx"
    with translation.override("en"):
        assert tags.language_names(["de"]) == "German"


def test_a_bar_of_nothing_has_no_length() -> None:
    assert 'width="0"' in tags.bar(0, 0)
    assert 'width="50.00"' in tags.bar(2, 4)
