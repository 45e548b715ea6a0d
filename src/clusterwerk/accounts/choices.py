"""Roles, and what a role can be limited to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does here. A role may be held for one scope, or for all where allowed."""

    ADMINISTRATOR = "administrator", _("Administrator")
    STATE_COORDINATOR = "state_coordinator", _("State coordinator")
    REGIONAL_CONTACT = "regional_contact", _("Regional contact")
    CLUSTER_MANAGER = "cluster_manager", _("Cluster manager")
    CONFERENCE_TEAM = "conference_team", _("Conference team")
    EDITOR = "editor", _("Editor")
    ANALYST = "analyst", _("Analyst")


class ScopeKind(models.TextChoices):
    """What the key of a scope means: a code of places, or the public id of a row."""

    NONE = "", _("everything")
    LAND = "land", _("Land")
    REGION = "region", _("Region")
    ORGANISATION = "organisation", _("Organisation")
    CONFERENCE = "conference", _("Conference")


# The scopes that make sense for a role; the database refuses all others.
SCOPES_OF: dict[Role, tuple[ScopeKind, ...]] = {
    Role.ADMINISTRATOR: (ScopeKind.NONE,),
    Role.STATE_COORDINATOR: (ScopeKind.LAND,),
    Role.REGIONAL_CONTACT: (ScopeKind.REGION,),
    Role.CLUSTER_MANAGER: (ScopeKind.ORGANISATION,),
    Role.CONFERENCE_TEAM: (ScopeKind.NONE, ScopeKind.CONFERENCE),
    Role.EDITOR: (ScopeKind.NONE,),
    Role.ANALYST: (ScopeKind.NONE, ScopeKind.REGION),
}
