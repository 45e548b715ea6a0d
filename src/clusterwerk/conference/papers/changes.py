"""What changed in an agenda, as sentences in the active language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from ..models import Conference
from ..queries.notices import Cancelled, moment_of
from .words import day_name, from_to, local, table_name, zone_name


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what happened, what was, what is; `note` is a reason."""

    title: str
    before: str = ""
    after: str = ""
    note: str = ""


def sentences_of(
    conference: Conference,
    changes: list[dict[str, Any]],
    registration: int,
    cancelled: Mapping[str, Cancelled],
) -> list[Change]:
    """The changes in order of time, as the delegation with the key `registration` is told."""
    return [_change(conference, change, registration, cancelled) for change in changes]


def _change(
    conference: Conference,
    change: dict[str, Any],
    registration: int,
    cancelled: Mapping[str, Cancelled],
) -> Change:
    before, after = change["before"], change["after"]
    entry = after or before
    partner = {"partner": entry["partner"]}
    was = _place(conference, before) if before else ""
    now = _place(conference, after) if after else ""
    if change["kind"] == "added":
        return Change(gettext("New: %(partner)s") % partner, after=now)
    if change["kind"] == "cancelled":
        reason = cancelled.get(before["match"])
        note = _reason(reason, registration) if reason else ""
        return Change(gettext("Cancelled: %(partner)s") % partner, before=was, note=note)
    if change["kind"] == "moved":
        return Change(gettext("Moved: %(partner)s") % partner, before=was, after=now)
    if change["kind"] == "table":
        return Change(gettext("Another table: %(partner)s") % partner, before=was, after=now)
    return Change(
        gettext("Another partner: %(partner)s") % partner,
        before=f"{before['partner']}, {was}",
        after=f"{after['partner']}, {now}",
    )


def _place(conference: Conference, entry: dict[str, Any]) -> str:
    day = day_name(local(conference, moment_of(entry["starts_at"])).date())
    parts = (
        day,
        from_to(conference, entry),
        table_name(entry),
        zone_name(entry.get("zone", "")),
    )
    return ", ".join(part for part in parts if part)


def _reason(reason: Cancelled, registration: int) -> str:
    if reason.registration is None:
        return gettext("Cancelled by the conference team.")
    if reason.registration == registration:
        return gettext("Cancelled by your delegation.")
    who = gettext("Cancelled by %(organisation)s.") % {"organisation": reason.organisation}
    if reason.message:
        return f"{who} {gettext('Their message: “%(text)s”') % {'text': reason.message}}"
    return who
