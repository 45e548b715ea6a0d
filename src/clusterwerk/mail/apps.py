"""The outbox: every mail is a row first."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "clusterwerk.mail"
    verbose_name = _("Mail")
