"""Who may do what at a conference. Reading what is published needs no account."""

from typing import Any

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.queries import has_role

from .models import Conference, Delegate
from .queries.acting import Acting


def can_plan_conference(user: Any, conference: Conference) -> bool:
    """The team of this conference, and administrators: see drafts, plan again, publish."""
    scope = str(conference.public_id)
    return has_role(user, Role.ADMINISTRATOR) or has_role(
        user, Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, scope
    )


def can_create_conference(user: Any) -> bool:
    """Administrators, and who holds the role of the conference team for all conferences."""
    return has_role(user, Role.ADMINISTRATOR) or has_role(
        user, Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, ""
    )


def can_view_agenda(user: Any, delegate: Delegate) -> bool:
    """Everybody if the person agreed; else the person and the team."""
    if delegate.agenda_public_since is not None:
        return True
    if user.is_authenticated and delegate.user_id == user.pk:
        return True
    return can_plan_conference(user, delegate.registration.conference)


def can_view_name(user: Any, delegate: Delegate) -> bool:
    """Everybody if the person agreed; else the person and the team."""
    if delegate.name_public_since is not None:
        return True
    if user.is_authenticated and delegate.user_id == user.pk:
        return True
    return can_plan_conference(user, delegate.registration.conference)


def can_give_consent(acting: Acting, delegate: Delegate) -> bool:
    """Only the persons themselves; not their contact, not the team."""
    return acting.delegate is not None and acting.delegate.pk == delegate.pk
