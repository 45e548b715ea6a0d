"""Errors on the pages of set-up, and their times where the clocks are put back."""

from datetime import datetime
from typing import Any

from django import forms, template

from ..web.faults import PageFault
from ..web.setting_up.fields import faults_in_groups

register = template.Library()


@register.filter
def faults(form: forms.Form) -> list[PageFault]:
    """What is wrong with a form, for the list above it."""
    return faults_in_groups(form)


@register.filter
def zone_name(moment: datetime, conference: Any) -> str:
    """The short name of the time at a moment, such as CET or CEST."""
    return moment.astimezone(conference.zone).tzname() or ""
