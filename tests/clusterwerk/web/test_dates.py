"""Dates as people write them here: the day first, in both languages."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [("de", "21.09.2017", "21. September 2017"), ("en", "21 Sep 2017", "21 September 2017")],
)
def test_a_date_begins_with_its_day(language: str, short: str, long: str) -> None:
    day = date(2017, 9, 21)
    with translation.override(language):
        assert date_format(day, "SHORT_DATE_FORMAT") == short
        assert date_format(day, "DATE_FORMAT") == long
