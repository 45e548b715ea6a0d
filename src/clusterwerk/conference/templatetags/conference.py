"""Numbers, days and addresses as the pages of a conference write them."""

from datetime import date, datetime
from typing import Any

from babel import Locale
from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from clusterwerk.web.templatetags.cw import in_percent

from ..web.menu import menus_of

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """0.834 as "83%". Rounded down, so that 100 % means all."""
    return in_percent(int(share * 100 + 1e-9))


@register.filter
def share_of(part: int, whole: int) -> str:
    """A part of a whole as per cent; a dash of nothing."""
    return percent(part / whole) if whole else "–"


@register.filter
def per(total: int, number: int) -> str:
    """A total per head, with one decimal."""
    return floatformat(total / number, 1) if number else "–"


@register.filter
def weight_share(plan: Any) -> str:
    """The worth of what a plan places, of the most any plan could place."""
    return share_of(plan.placed_weight, plan.placed_weight_bound)


@register.simple_tag
def bar(number: float, most: float) -> SafeString:
    """A number as a bar beside its table cell; decoration only, the number stands in the table."""
    width = f"{100 * number / most:.2f}" if most else "0"
    return format_html(
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="conf-bar--both" height="10" width="{}"/></svg>',
        width,
    )


@register.filter
def language_names(codes: list[str]) -> str:
    """Language codes as names in the language of the page."""
    names = Locale.parse(get_language() or "de").languages
    return ", ".join(names.get(code, code) for code in codes)


@register.filter
def in_zone(moment: datetime, conference: Any) -> datetime:
    """A time on the clocks of the conference's place, whatever the visitor's are."""
    # Without its zone, as the template engine would convert it to the installation's zone again.
    return moment.astimezone(conference.zone).replace(tzinfo=None)


@register.simple_tag
def day_range(start: date | datetime, end: date | datetime, conference: Any = None) -> str:
    """One day, or the first and the last one."""
    first, last = _day(start, conference), _day(end, conference)
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        return gettext("%(first)s–%(last)s %(month)s") % {
            "first": first.day,
            "last": last.day,
            "month": date_format(last, "YEAR_MONTH_FORMAT"),
        }
    return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"


@register.simple_tag
def short_days(first: date, last: date) -> str:
    """The days of a month as a big number in a list."""
    if first == last:
        return gettext("%(day)s") % {"day": first.day}
    return gettext("%(first)s–%(last)s") % {"first": first.day, "last": last.day}


def _day(moment: date | datetime, conference: Any) -> date:
    if isinstance(moment, datetime):
        return moment.astimezone(conference.zone).date() if conference else moment.date()
    return moment


@register.simple_tag
def draft_query(shown: Any, prefix: str = "?") -> str:
    """`?plan=3` while the team looks at a draft, so that it stays on it from page to page."""
    if shown and shown.plan and shown.is_draft:
        return f"{prefix}plan={shown.plan.version}"
    return ""


@register.inclusion_tag("conference/menu.html", takes_context=True)
def conference_menu(context: template.Context) -> dict[str, Any]:
    """The pages of the conference, and below them those of its team."""
    own = context.get("registration")
    return {"menus": menus_of(context["request"], context["shown"], registration=own)}
