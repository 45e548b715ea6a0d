"""Finding each other, wishing and answering."""

from typing import Any

from django.db.models import Q
from tests.acceptance.page_rows.roles import (
    DELEGATES,
    OPEN,
    POST_ONLY_SIGNED_IN,
    ROLES,
    TEAM,
    TEAM_SENDS,
)

from clusterwerk.conference.choices import LinkPurpose, MatchStatus, WishKind
from clusterwerk.conference.models import AccessLink, Conference, Delegate, Match, Wish
from clusterwerk.conference.queries.links import token_of

PARTICIPANTS = DELEGATES | {"team": 200, "admin": 200}
POST_ONLY_DELEGATES = DELEGATES | {"delegate": 405}
SENT = dict.fromkeys(ROLES, 302)

MATRIX: dict[str, dict[str, int]] = {
    "conference:mine": DELEGATES,
    "conference:mine_counts": DELEGATES,
    "conference:wishes_rank": POST_ONLY_DELEGATES,
    "conference:wish": DELEGATES,
    "conference:wish_move": POST_ONLY_DELEGATES,
    "conference:wish_withdraw": POST_ONLY_DELEGATES,
    "conference:asked_answer": POST_ONLY_DELEGATES,
    "conference:asked_report": DELEGATES,
    "conference:match_cancel": DELEGATES,
    "conference:participants": PARTICIPANTS,
    "conference:participant": PARTICIPANTS,
    "conference:wish_make": POST_ONLY_DELEGATES,
    "conference:exclude": POST_ONLY_DELEGATES,
    "conference:answer": OPEN,  # whoever has the link
    "conference:team_wishes": TEAM,
    "conference:team_wishes_csv": TEAM,
    "conference:team_wish": TEAM,
    "conference:team_wish_enter": TEAM,
    "conference:team_wishes_import": TEAM,
    "conference:team_suggest": POST_ONLY_SIGNED_IN,
}

SENDING: dict[str, dict[str, int]] = {
    "conference:wish": DELEGATES | {"delegate": 422},  # nothing is filled in
    "conference:wish_make": DELEGATES | {"delegate": 422},
    "conference:asked_report": DELEGATES | {"delegate": 422},
    "conference:wish_move": SENT,
    "conference:wishes_rank": SENT,
    "conference:wish_withdraw": SENT,
    "conference:asked_answer": SENT,
    "conference:match_cancel": SENT,
    "conference:exclude": SENT,
    "conference:team_wish": TEAM_SENDS,
    "conference:team_suggest": TEAM_SENDS,
    "conference:team_wish_enter": TEAM | {"team": 422, "admin": 422},
    "conference:team_wishes_import": TEAM | {"team": 422, "admin": 422},
}


def arguments(conference: Conference) -> dict[str, dict[str, Any]]:
    """What the addresses need beside the slug of the conference, by view name."""
    delegate = Delegate.objects.filter(registration__conference=conference).earliest("pk")
    own = delegate.registration
    wishes = Wish.objects.exclude(kind=WishKind.VETO)
    mine = {"key": wishes.filter(wisher=own).earliest("pk").public_id}
    asked = wishes.filter(target=own).earliest("pk")
    match = Match.objects.filter(
        Q(registration_a=own) | Q(registration_b=own), status=MatchStatus.AGREED
    ).earliest("pk")
    other = {"key": asked.wisher.public_id}
    link, _created = AccessLink.objects.get_or_create(purpose=LinkPurpose.ANSWER, wish=asked)
    return {
        "conference:wish": mine,
        "conference:wish_move": mine,
        "conference:wish_withdraw": mine,
        "conference:asked_answer": {"key": asked.public_id},
        "conference:asked_report": {"key": asked.public_id},
        "conference:match_cancel": {"key": match.public_id},
        "conference:participant": other,
        "conference:wish_make": other,
        "conference:exclude": other,
        "conference:answer": {"token": token_of(link)},
        "conference:team_wish": mine,
    }
