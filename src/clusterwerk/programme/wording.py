"""Texts in the page's language; days, hours, languages and money as visitors read them."""

from datetime import date, time

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_currency
from django.utils.translation import get_language

# Dates in English are written as Europe writes them: 20 April 2017.
_LOCALES = {"de": "de", "en": "en_GB"}


def in_language(row: object, field: str) -> str:
    """The row's text in the current language, else in the other one."""
    languages = ("en", "de") if get_language() == "en" else ("de", "en")
    texts = (str(getattr(row, f"{field}_{language}")) for language in languages)
    return next(filter(None, texts), "")


def _locale() -> str:
    return _LOCALES.get(get_language() or "de", "de")


def day_in_words(day: date) -> str:
    """20. April 2017 / 20 April 2017."""
    return format_date(day, "long", locale=_locale())


def weekday_and_day(day: date) -> str:
    """Donnerstag, 20. April 2017 / Thursday, 20 April 2017."""
    return format_date(day, "full", locale=_locale())


def month_in_words(day: date) -> str:
    """April 2017."""
    return format_date(day, "LLLL y", locale=_locale())


def day_number(day: date) -> str:
    """The day of the month as a numeral: `24.` in German, `24` in English."""
    return str(day.day) if get_language() == "en" else f"{day.day}."


def short_day(day: date) -> str:
    """24.4. / 24 Apr."""
    return str(format_skeleton("MMMd", day, locale=_locale()))


def weekday(day: date) -> str:
    """Donnerstag / Thursday."""
    return format_date(day, "EEEE", locale=_locale())


def period_in_words(first: date, last: date) -> str:
    """20. April 2017, or 20.–28. Apr. 2017 for several days."""
    if first == last:
        return day_in_words(first)
    return str(format_interval(first, last, "yMMMd", locale=_locale()))


def period_with_weekdays(first: date, last: date) -> str:
    """Donnerstag, 20. April 2017, or Do., 20. – Fr., 28. Apr. 2017 for several days."""
    if first == last:
        return weekday_and_day(first)
    return str(format_interval(first, last, "yMMMEd", locale=_locale()))


def languages_in_words(codes: str) -> str:
    """The languages of codes separated by semicolons: Deutsch, Englisch."""
    names = Locale.parse(_locale()).languages
    return ", ".join(names.get(code, code) for code in codes.split(";") if code)


def fee_in_words(cents: int) -> str:
    """49,00 € / €49.00."""
    return str(format_currency(cents / 100, "EUR", locale=_locale()))


def hours_in_words(begin: time | None, end: time | None) -> str:
    """10:00–17:00, or 10:00, or nothing."""
    if begin is None:
        return ""
    text = str(format_time(begin, "HH:mm", locale=_locale()))
    return f"{text}–{format_time(end, 'HH:mm', locale=_locale())}" if end else text
