"""The planning desk of the conference team."""

from tests.acceptance.page_rows.roles import POST_ONLY_SIGNED_IN, TEAM, TEAM_SENDS

MATRIX = {
    "conference:plans": TEAM,
    "conference:plan_again": POST_ONLY_SIGNED_IN,
    "conference:progress": TEAM,
}

SENDING = {
    "conference:plan_again": TEAM_SENDS,
}
