"""The outbox: every mail is a row first."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from .checks import check_transport


class MailConfig(AppConfig):
    name = "clusterwerk.mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Adds the check of the transport to `clusterwerk check --deploy`."""
        register(check_transport, Tags.security, deploy=True)
