"""People who sign in, and their roles with scope."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def make_cache_table(using: str, **_kwargs: Any) -> None:
    """The table in which attempts to sign in are counted; makes nothing that is there."""
    call_command("createcachetable", database=using, verbosity=0)


class AccountsConfig(AppConfig):
    name = "clusterwerk.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Registers the permissions, which need the models."""
        import_module("clusterwerk.accounts.permissions")
        post_migrate.connect(make_cache_table, sender=self)
