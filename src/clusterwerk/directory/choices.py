"""Words with a fixed meaning in the cluster database."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Whether an organisation works today, as far as a recent source says."""

    ACTIVE = "active", pgettext_lazy("organisation", "active")
    UNKNOWN = "unknown", _("no recent source")
    ENDED = "ended", pgettext_lazy("organisation", "ended")


class Confidence(models.TextChoices):
    """How sure we are that the organisation exists and does what is said."""

    HIGH = "high", pgettext_lazy("confidence", "high")
    MEDIUM = "medium", pgettext_lazy("confidence", "medium")


class Precision(models.TextChoices):
    """What a position stands for: the middle of a place, or only of a larger area."""

    PLACE = "place", _("place")
    DISTRICT = "district", _("middle of the district")
    REGION = "region", _("middle of the region")
    LAND = "land", _("middle of the Land")
    COUNTRY = "country", _("middle of the country")


# Distances are told only between positions at least this precise.
NEAR_ENOUGH = (Precision.PLACE, Precision.DISTRICT)


class FactKind(models.TextChoices):
    """What a single fact is about, in the order of the profile page."""

    SERVICE = "service", _("Services")
    ACTIVITY = "activity", _("Activities")
    PROJECT = "project", _("Projects")
    TOPIC = "topic", _("Topics")
    MEMBER_KIND = "member_kind", _("Members by kind")
    PARTNER_COUNTRY = "partner_country", _("Partner countries")


# What search documents of organisations are called.
DOCUMENT_KIND = "organisation"

# Codes of `places.OrganisationKind` that rules depend on.
INITIATIVE = "cluster_initiative"
NETWORK = "statewide_network"
AGENCY = "agency"
INITIATIVES = (INITIATIVE, NETWORK)
CLUSTERS = (*INITIATIVES, "cluster_organisation", "cluster_association")


class KindGroup(models.TextChoices):
    """Kinds that visitors ask for together."""

    INITIATIVES = "initiatives", _("Cluster initiatives and state-wide networks")
    CLUSTERS = "clusters", _("All clusters and networks")
    BODIES = "bodies", _("Research, transfer, chambers, agencies")
