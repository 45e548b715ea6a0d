"""Campaigns, editions and events of the Cluster Week."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "clusterwerk.programme"
    verbose_name = _("Cluster Week")
