"""How the forms of a delegation show many boxes, and states as marks."""

from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..choices import PhaseKind, RegistrationStatus
from ..web.acting import address_for

register = template.Library()

MARKS = {
    RegistrationStatus.ADMITTED: " cw-tag--good",
    RegistrationStatus.WAITING: " cw-tag--warn",
    RegistrationStatus.REQUESTED: " cw-tag--warn",
}


@register.simple_tag(takes_context=True)
def delegation_url(context: template.Context, view: str, *keys: Any) -> str:
    """The address of a page of the delegation, for itself or for the team that acts for it."""
    return address_for(context["acting"], view, *keys)


@register.filter
def boxes(field: Any, number: int | str) -> SafeString:
    """The first boxes of a field."""
    return _boxes(field, slice(int(number or 0)))


@register.filter
def boxes_after(field: Any, number: int | str) -> SafeString:
    """The boxes of a field after the first ones."""
    return _boxes(field, slice(int(number or 0), None))


def _boxes(field: Any, part: slice) -> SafeString:
    """Joined here: a page may have thousands of boxes, too many for a template for each."""
    chosen = {str(value) for value in field.value() or ()}
    start = f'<label class="reg-check"><input type="checkbox" name="{escape(field.html_name)}"'
    boxes = [
        f'{start} value="{escape(str(value))}"{" checked" if str(value) in chosen else ""}> '
        f"<span>{escape(str(label))}</span></label>"
        for value, label in field.field.choices[part]
    ]
    return SafeString("".join(boxes))  # every value in it is escaped  # nosec B703


@register.filter
def chosen_number(field: Any) -> int:
    """How many boxes of a field are ticked."""
    return len(field.value() or ())


@register.simple_tag
def open_for_registration(phases: Any) -> bool:
    """Whether delegations can register now."""
    now = timezone.now()
    return any(
        phase.kind == PhaseKind.REGISTRATION and phase.starts_at <= now < phase.ends_at
        for phase in phases
    )


@register.simple_tag
def status_mark(registration: Any) -> SafeString:
    """Where a delegation stands, as a mark with words."""
    mark = MARKS.get(RegistrationStatus(registration.status), "")
    return format_html('<span class="cw-tag{}">{}</span>', mark, registration.get_status_display())
