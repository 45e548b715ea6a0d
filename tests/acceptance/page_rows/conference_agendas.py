"""Delegates' own agendas, publishing, what is printed, and the plan by organisation and table."""

from typing import Any

from tests.acceptance.page_rows.roles import (
    DELEGATES,
    OPEN,
    POST_ONLY_SIGNED_IN,
    ROLES,
    TEAM,
    TEAM_SENDS,
)

from clusterwerk.conference.actions.agenda_links import ensure_agenda_links
from clusterwerk.conference.choices import PaperKind
from clusterwerk.conference.models import Conference, Delegate, Paper, PlannedMeeting
from clusterwerk.conference.queries.links import token_of

DELEGATES_SEND = dict.fromkeys(ROLES, 302)

MATRIX: dict[str, dict[str, int]] = {
    "conference:publish": TEAM,
    "conference:publish_again": POST_ONLY_SIGNED_IN,
    "conference:papers": TEAM,
    "conference:paper_file": TEAM,
    "conference:my_agenda": DELEGATES,
    "conference:my_absence": DELEGATES,
    "conference:my_message": DELEGATES | {"delegate": 405},
    "conference:my_agenda_address": DELEGATES | {"delegate": 405},
    # Who holds the private address needs no role.
    "conference:agenda_link": OPEN,
    "conference:agenda_feed": OPEN,
    "conference:agenda_pdf": OPEN,
    "conference:agenda_worker": OPEN,
    "conference:timetable_organisation": OPEN,
    "conference:timetable_table": OPEN,
}

SENDING: dict[str, dict[str, int]] = {
    "conference:publish": TEAM_SENDS,
    "conference:publish_again": TEAM_SENDS,
    "conference:papers": TEAM_SENDS,
    "conference:my_absence": DELEGATES,  # nothing chosen: asked again
    "conference:my_message": DELEGATES_SEND | {"delegate": 422},  # nothing written
    "conference:my_agenda_address": DELEGATES_SEND,
}


def arguments(conference: Conference) -> dict[str, dict[str, Any]]:
    """What the addresses need beside the slug of the conference, by view name."""
    delegate = Delegate.objects.filter(registration__conference=conference).earliest("pk")
    link = ensure_agenda_links(conference, [delegate.pk])[delegate.pk]
    token = {"token": token_of(link)}
    meeting = PlannedMeeting.objects.filter(
        plan=conference.published_plan, match__registration_a=delegate.registration
    ) | PlannedMeeting.objects.filter(
        plan=conference.published_plan, match__registration_b=delegate.registration
    )
    paper, _is_new = Paper.objects.get_or_create(
        conference=conference, kind=PaperKind.TABLES, language="de", defaults={"content": b"%PDF"}
    )
    return {
        "conference:publish": {"version": 1},
        "conference:publish_again": {"version": 1},
        "conference:paper_file": {"key": paper.public_id},
        "conference:my_message": {"key": meeting.earliest("pk").match.public_id},
        "conference:agenda_link": token,
        "conference:agenda_feed": token,
        "conference:agenda_pdf": token,
        "conference:timetable_organisation": {
            "organisation": delegate.registration.organisation.slug
        },
        "conference:timetable_table": {"number": 1},
    }
