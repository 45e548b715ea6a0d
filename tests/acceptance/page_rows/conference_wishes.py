"""Finding each other, wishing and answering."""

from typing import Any

from tests.acceptance.page_rows.roles import DELEGATES

from clusterwerk.conference.models import Conference

MATRIX: dict[str, dict[str, int]] = {
    "conference:mine": DELEGATES,
}

SENDING: dict[str, dict[str, int]] = {}


def arguments(conference: Conference) -> dict[str, dict[str, Any]]:
    """What the addresses need beside the slug of the conference, by view name."""
    return {}
