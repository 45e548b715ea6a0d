"""The conference team sets a conference up."""

from typing import Any

from tests.acceptance.page_rows.roles import OPEN, ROLES, TEAM, TEAM_SENDS

from clusterwerk.conference.models import Conference, ParticipantType, Question

TEAM_ONLY_POSTS = TEAM | {"team": 405, "admin": 405}
# What the tests send has none of the fields that are needed: the form comes back.
TEAM_IS_ASKED_AGAIN = TEAM | {"team": 422, "admin": 422}
PNG = b"\x89PNG\r\n\x1a\n"

MATRIX = {
    "conference:new": TEAM,
    "conference:home": dict.fromkeys(ROLES, 404) | {"team": 200, "admin": 200},  # nobody chosen
    "conference:mark": OPEN,
    "conference:team": TEAM,
    "conference:clone": TEAM,
    "conference:switch": TEAM,
    "conference:basics": TEAM,
    "conference:texts": TEAM,
    "conference:rules": TEAM,
    "conference:phases": TEAM,
    "conference:zone": TEAM,
    "conference:home_setup": TEAM,
    "conference:hosts": TEAM,
    "conference:host_new": TEAM,
    "conference:host_edit": TEAM,
    "conference:host_remove": TEAM,
    "conference:host_move": TEAM_ONLY_POSTS,
    "conference:types": TEAM,
    "conference:matrix": TEAM_ONLY_POSTS,
    "conference:type_new": TEAM,
    "conference:type_edit": TEAM,
    "conference:type_remove": TEAM,
    "conference:type_move": TEAM_ONLY_POSTS,
    "conference:questions": TEAM,
    "conference:question_new": TEAM,
    "conference:question_edit": TEAM,
    "conference:question_remove": TEAM,
    "conference:question_move": TEAM_ONLY_POSTS,
    "conference:grid": TEAM,
    "conference:grid_generate": TEAM,
    "conference:session_edit": TEAM,
    "conference:session_slots": TEAM,
    "conference:session_closed": TEAM,
    "conference:session_remove": TEAM,
    "conference:tables": TEAM,
    "conference:table_edit": TEAM,
}

SENDING = {
    "conference:new": TEAM_IS_ASKED_AGAIN,
    "conference:clone": TEAM_IS_ASKED_AGAIN,
    "conference:switch": TEAM_SENDS,
    "conference:basics": TEAM_IS_ASKED_AGAIN,
    "conference:texts": TEAM_SENDS,
    "conference:rules": TEAM_IS_ASKED_AGAIN,
    "conference:phases": TEAM_SENDS,
    "conference:zone": TEAM_IS_ASKED_AGAIN,
    "conference:home_setup": TEAM_SENDS,
    "conference:host_new": TEAM_IS_ASKED_AGAIN,
    "conference:host_edit": TEAM_IS_ASKED_AGAIN,
    "conference:host_move": TEAM_SENDS,
    "conference:host_remove": TEAM_SENDS,
    "conference:matrix": TEAM_SENDS,
    "conference:type_new": TEAM_IS_ASKED_AGAIN,
    "conference:type_edit": TEAM_IS_ASKED_AGAIN,
    "conference:type_move": TEAM_SENDS,
    "conference:type_remove": TEAM_SENDS,
    "conference:question_new": TEAM_IS_ASKED_AGAIN,
    "conference:question_edit": TEAM_IS_ASKED_AGAIN,
    "conference:question_move": TEAM_SENDS,
    "conference:question_remove": TEAM_SENDS,
    "conference:grid_generate": TEAM_IS_ASKED_AGAIN,
    "conference:session_edit": TEAM_IS_ASKED_AGAIN,
    "conference:session_slots": TEAM_IS_ASKED_AGAIN,
    "conference:session_closed": TEAM_SENDS,
    "conference:session_remove": TEAM,  # shows whom it touches first
    "conference:tables": TEAM_SENDS,
    "conference:table_edit": TEAM_IS_ASKED_AGAIN,
}


def arguments(conference: Conference) -> dict[str, dict[str, Any]]:
    """What the addresses need beside the slug of the conference, by view name."""
    host = conference.hosts.earliest("pk")
    conference.hosts.filter(pk=host.pk).update(mark=PNG, mark_type="image/png")
    kind, _made = ParticipantType.objects.get_or_create(conference=conference, name_en="Example")
    question, _made = Question.objects.get_or_create(conference=conference, text_en="Example?")
    session = {"key": conference.sessions.earliest("pk").public_id}
    of_host, of_type = {"key": host.pk}, {"key": kind.public_id}
    of_question = {"key": question.public_id}
    return {
        "conference:switch": {"which": "live"},
        "conference:mark": of_host,
        "conference:host_edit": of_host,
        "conference:host_remove": of_host,
        "conference:host_move": of_host,
        "conference:type_edit": of_type,
        "conference:type_remove": of_type,
        "conference:type_move": of_type,
        "conference:question_edit": of_question,
        "conference:question_remove": of_question,
        "conference:question_move": of_question,
        "conference:session_edit": session,
        "conference:session_slots": session,
        "conference:session_closed": session,
        "conference:session_remove": session,
        "conference:table_edit": {"key": conference.tables.earliest("pk").public_id},
    }
