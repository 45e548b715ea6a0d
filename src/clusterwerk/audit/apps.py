"""Who did what, when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "clusterwerk.audit"
    verbose_name = _("Audit")
