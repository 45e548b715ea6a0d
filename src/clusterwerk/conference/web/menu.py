"""The menus of a conference: what everybody reads, and what its team works with."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .acting import KEY
from .shown import Shown

# Pages below the checklist.
SET_UP = (
    "basics",
    "texts",
    "rules",
    "phases",
    "zone",
    "home_setup",
    "clone",
    "switch",
    "hosts",
    "host_new",
    "host_edit",
    "host_remove",
    "types",
    "type_new",
    "type_edit",
    "type_remove",
    "questions",
    "question_new",
    "question_edit",
    "question_remove",
    "grid",
    "grid_generate",
    "session_edit",
    "session_slots",
    "session_closed",
    "session_remove",
    "tables",
    "table_edit",
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry; `current` is "page" on the page itself, "true" on one below it."""

    label: str
    address: str
    current: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A row of links with a name for screen readers."""

    name: str
    is_team: bool
    links: tuple[Link, ...]


def menus_of(request: HttpRequest, shown: Shown) -> list[Menu]:
    """The rows this visitor sees; a draft shown to the team stays shown from page to page."""
    draft = f"?plan={shown.plan.version}" if shown.is_draft and shown.plan else ""
    match = request.resolver_match
    here = match.url_name if match else ""

    def link(view: str, label: str, *below: str, query: str = "") -> list[Link]:
        try:
            address = reverse(f"conference:{view}", args=[shown.conference.slug])
        except NoReverseMatch:
            return []
        current = "page" if here == view else "true" if here in below else ""
        return [Link(label, address + query, current)]

    home = shown.conference.home_title_de or shown.conference.home_title_en
    pages = link("conference", _("Overview"), query=draft)
    if _acts(request, shown):
        pages += link("mine", _("My conference"), "my_delegation", "my_agenda", "participants")
    if shown.plan:
        pages += link("timetable", _("Timetable"), query=draft)
    pages += link("delegates", _("Delegates"), "agenda", query=draft)
    pages += link("home", _("Home delegation")) if home else []
    if shown.plan:
        without = _("Without a place") + f" ({shown.plan.unplaced})"
        pages += link("figures", _("Figures"), query=draft)
        pages += link("unplaced", without, query=draft)
    menus = [Menu(_("Pages of this conference"), False, tuple(pages))]
    if shown.can_plan:
        work = [
            *link("team", _("Checklist"), *SET_UP),
            *link("registrations", _("Delegations")),
            *link("team_wishes", _("Wishes")),
            *link("plans", _("Planning desk"), "progress", "publish"),
            *link("papers", _("To print")),
        ]
        menus.append(Menu(_("Pages of the conference team"), True, tuple(work)))
    return menus


def _acts(request: HttpRequest, shown: Shown) -> bool:
    """Whether one's own delegation is worth a link: it is not all over, or the browser acts."""
    held = str(shown.conference.public_id) in request.session.get(KEY, {})
    return held or shown.conference.ends_on >= timezone.localdate()
