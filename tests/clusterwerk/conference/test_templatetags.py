"""Numbers, days and names as the pages write them."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import translation

from clusterwerk.conference.models import Conference
from clusterwerk.conference.templatetags import conference as tags
from clusterwerk.conference.templatetags.registration import boxes, boxes_after


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


def test_a_total_per_head_is_rounded_and_not_cut_off() -> None:
    with translation.override("en"):
        assert tags.per(199, 100) == "2.0"
    with translation.override("de"):
        assert tags.per(17, 10) == "1,7"


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


def test_boxes_are_split_ticked_and_escaped() -> None:
    class Form(forms.Form):
        letters = forms.MultipleChoiceField(choices=[("a", "A & B"), ("c", "C"), (3, "D")])

    field = Form(initial={"letters": ["a", 3]}, prefix="row")["letters"]
    first = '<input type="checkbox" name="row-letters" value="a" checked> <span>A &amp; B</span>'
    second = '<input type="checkbox" name="row-letters" value="c"> <span>C</span>'
    third = '<input type="checkbox" name="row-letters" value="3" checked> <span>D</span>'
    assert boxes(field, 1) == f'<label class="reg-check">{first}</label>'
    assert boxes_after(field, 1) == "".join(
        f'<label class="reg-check">{box}</label>' for box in (second, third)
    )
    assert boxes_after(field, "").count("<input") == 3


def test_boxes_of_what_was_sent_are_ticked() -> None:
    class Form(forms.Form):
        letters = forms.MultipleChoiceField(choices=[("a", "A"), ("c", "C")])

    field = Form({"letters": ["c"]})["letters"]
    assert "checked" not in boxes(field, 1)
    assert "checked" in boxes_after(field, 1)
