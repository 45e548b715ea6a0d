"""Times of the set-up pages where the clocks are put back."""

from datetime import datetime
from typing import Any

from django import template

register = template.Library()


@register.filter
def zone_name(moment: datetime, conference: Any) -> str:
    """The short name of the time at a moment, such as CET or CEST."""
    return moment.astimezone(conference.zone).tzname() or ""
