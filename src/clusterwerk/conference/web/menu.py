"""The menus of a conference: what everybody reads, what a delegation does, what the team does."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .acting import KEY
from .shown import Shown

# Pages of one's own delegation below those that have a link.
MINE = ("wish", "asked_answer", "asked_report", "match_cancel")
PARTNERS = ("participant", "wish_make", "exclude")
DELEGATION = (
    "my_details",
    "my_interests",
    "my_cancellation",
    "my_hand_over",
    "my_delegate_new",
    "my_delegate",
    "my_delegate_cancellation",
    "my_delegate_hand_over",
)
AGENDA = ("my_absence", "my_message")

OWN = ("mine", "my_delegation", "my_agenda", *MINE, *DELEGATION, *AGENDA)
# The team sees these, too, without a delegation of its own.
FINDING = ("participants", *PARTNERS)
# Here an address may be proven that brings no delegation yet.
ENTRANCES = ("access", "access_code", "register")

TIMETABLE = ("timetable_organisation", "timetable_table")

# Pages below those the team's row names.
REGISTRATIONS = (
    "registration",
    "registration_new",
    "registration_interests",
    "registration_delegate_new",
    "registration_delegate",
    "registration_delegate_cancellation",
    "registration_delegate_hand_over",
    "delegations_import",
    "registrations_decide",
)
WISHES = ("team_wish", "team_wish_enter", "team_wishes_import")
DESK = (
    "progress",
    "publish",
    "what_if",
    "desk_add",
    "desk_meeting",
    "desk_places",
    "desk_remove",
    "desk_remedy",
)
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
    """A row of links with a name for screen readers; `kind` is "all", "own" or "team"."""

    name: str
    kind: str
    links: tuple[Link, ...]


def menus_of(request: HttpRequest, shown: Shown, *, registration: object = None) -> list[Menu]:
    """The rows this visitor sees; a draft shown to the team stays shown from page to page.

    `registration` is the visitor's own delegation, on pages that know it.
    """
    draft = f"?plan={shown.plan.version}" if shown.is_draft and shown.plan else ""
    match = request.resolver_match
    here = match.url_name if match else ""

    def link(view: str, label: str, *below: str, query: str = "") -> Link:
        address = reverse(f"conference:{view}", args=[shown.conference.slug])
        current = "page" if here == view else "true" if here in below else ""
        return Link(label, address + query, current)

    home = shown.conference.home_title_de or shown.conference.home_title_en
    pages = [link("conference", _("Overview"), query=draft)]
    acts = _acts(request, shown, here, registration)
    if not acts and shown.conference.ends_on >= timezone.localdate():
        pages.append(link("mine", _("My conference"), *ENTRANCES[:2]))
    if shown.plan:
        pages.append(link("timetable", _("Timetable"), *TIMETABLE, query=draft))
    pages.append(link("delegates", _("Delegates"), "agenda", query=draft))
    if home:
        pages.append(link("home", _("Home delegation")))
    if shown.plan:
        without = _("Without a place") + f" ({shown.plan.unplaced})"
        pages.append(link("figures", _("Figures"), query=draft))
        pages.append(link("unplaced", without, query=draft))
    menus = [Menu(_("Pages of this conference"), "all", tuple(pages))]
    if acts:
        own = [
            link("mine", _("My conference"), *MINE),
            link("participants", _("Find partners"), *PARTNERS),
            link("my_delegation", _("My delegation"), *DELEGATION),
        ]
        if shown.plan:
            own.append(link("my_agenda", _("My agenda"), *AGENDA))
        menus.append(Menu(_("Pages of your delegation"), "own", tuple(own)))
    if shown.can_plan:
        work = [
            link("team", _("Checklist"), *SET_UP),
            link("registrations", _("Delegations"), *REGISTRATIONS),
            link("team_wishes", _("Wishes"), *WISHES),
            link("plans", _("Planning desk"), *DESK),
            link("papers", _("To print")),
        ]
        menus.append(Menu(_("Pages of the conference team"), "team", tuple(work)))
    return menus


def _acts(request: HttpRequest, shown: Shown, here: str | None, registration: object) -> bool:
    """Whether this browser acts for a delegation: by a code, or an account on one of its pages.

    Other pages do not ask the database for it.
    """
    if here in ENTRANCES:
        return False
    if str(shown.conference.public_id) in request.session.get(KEY, {}):
        return True
    return here in OWN or (here in FINDING and registration is not None)
