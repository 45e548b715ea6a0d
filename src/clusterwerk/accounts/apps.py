"""People who sign in, and their roles with scope."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "clusterwerk.accounts"
    verbose_name = _("Accounts")
