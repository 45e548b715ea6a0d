"""The planning desk of the conference team."""

from typing import Any

from tests.acceptance.page_rows.roles import POST_ONLY_SIGNED_IN, TEAM, TEAM_SENDS

from clusterwerk.conference.models import Conference

MATRIX = {
    "conference:plans": TEAM,
    "conference:plan_again": POST_ONLY_SIGNED_IN,
    "conference:plan_mend": POST_ONLY_SIGNED_IN,
    "conference:progress": TEAM,
    "conference:what_if": TEAM,
    "conference:ask_planner": POST_ONLY_SIGNED_IN,
    "conference:desk_meeting": TEAM,
    "conference:desk_places": TEAM,
    "conference:desk_add": TEAM,
    "conference:desk_remove": POST_ONLY_SIGNED_IN,
    "conference:desk_withdraw": POST_ONLY_SIGNED_IN,
    "conference:desk_lock": POST_ONLY_SIGNED_IN,
    "conference:desk_undo": POST_ONLY_SIGNED_IN,
    "conference:desk_redo": POST_ONLY_SIGNED_IN,
    "conference:desk_remedy": POST_ONLY_SIGNED_IN,
}

SENDING = {
    "conference:plan_again": TEAM_SENDS,
    "conference:plan_mend": TEAM_SENDS,
    "conference:ask_planner": TEAM_SENDS,
    "conference:desk_meeting": TEAM_SENDS,
    "conference:desk_remove": TEAM_SENDS,
    "conference:desk_withdraw": TEAM_SENDS,
    "conference:desk_lock": TEAM_SENDS,
    "conference:desk_undo": TEAM_SENDS,
    "conference:desk_redo": TEAM_SENDS,
    "conference:desk_remedy": TEAM_SENDS,
}


def arguments(conference: Conference) -> dict[str, dict[str, Any]]:
    """What the addresses need: the first plan, and the meeting that was agreed first."""
    plan = {"version": 1}
    meeting = plan | {"key": conference.matches.earliest("pk").public_id}
    return {
        "conference:progress": plan,
        "conference:what_if": plan,
        "conference:ask_planner": plan,
        "conference:desk_add": plan,
        "conference:desk_undo": plan,
        "conference:desk_redo": plan,
        "conference:desk_meeting": meeting,
        "conference:desk_places": meeting,
        "conference:desk_remove": meeting,
        "conference:desk_withdraw": meeting,
        "conference:desk_lock": meeting,
        "conference:desk_remedy": meeting | {"number": 0},
    }
