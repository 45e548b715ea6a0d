"""Registration, access by mail, and the list of delegations."""

from typing import Any

from tests.acceptance.page_rows.roles import (
    DELEGATES,
    OPEN,
    POST_ONLY,
    POST_ONLY_SIGNED_IN,
    TEAM,
    TEAM_SENDS,
)

from clusterwerk.conference.models import Conference

MATRIX = {
    "conference:access": OPEN,
    "conference:access_code": OPEN,
    "conference:access_leave": POST_ONLY,
    "conference:register": OPEN,  # closed: the example has no dates for registration any more
    "conference:register_found": OPEN,
    "conference:my_delegation": DELEGATES,
    "conference:my_details": DELEGATES,
    "conference:my_interests": DELEGATES,
    "conference:my_cancellation": DELEGATES,
    "conference:my_hand_over": DELEGATES,
    "conference:my_delegate_new": DELEGATES,
    "conference:my_delegate": DELEGATES,
    "conference:my_delegate_cancellation": DELEGATES,
    "conference:my_delegate_hand_over": DELEGATES,
    "conference:registrations": TEAM,
    "conference:registrations_csv": TEAM,
    "conference:registrations_decide": POST_ONLY_SIGNED_IN,
    "conference:registration_new": TEAM,
    "conference:delegations_import": TEAM,
    "conference:registration": TEAM,
    "conference:registration_decide": POST_ONLY_SIGNED_IN,
    # What a delegation changes about itself, by the team on its behalf.
    "conference:registration_interests": TEAM,
    "conference:registration_delegate_new": TEAM,
    "conference:registration_delegate": TEAM,
    "conference:registration_delegate_cancellation": TEAM,
    "conference:registration_delegate_hand_over": TEAM,
}

# Leaving is not sent here: the same browser would go on as a visitor.
SENDING = {
    "conference:registrations_decide": TEAM_SENDS,
    "conference:registration_decide": TEAM_SENDS,
}


def arguments(conference: Conference) -> dict[str, dict[str, Any]]:
    """What the addresses need beside the slug of the conference, by view name."""
    delegation = conference.registrations.earliest("pk")
    # The delegation of the "delegate" who opens these pages.
    own = {"key": delegation.delegates.earliest("pk").public_id}
    theirs = {"delegation": delegation.public_id}
    return {
        "conference:my_delegate": own,
        "conference:my_delegate_cancellation": own,
        "conference:my_delegate_hand_over": own,
        "conference:registration": {"key": delegation.public_id},
        "conference:registration_decide": {"key": delegation.public_id},
        "conference:registration_interests": theirs,
        "conference:registration_delegate_new": theirs,
        "conference:registration_delegate": theirs | own,
        "conference:registration_delegate_cancellation": theirs | own,
        "conference:registration_delegate_hand_over": theirs | own,
    }
