"""Full text with German and English stems, on SQLite and PostgreSQL."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "clusterwerk.search"
    verbose_name = _("Full-text search")

    def ready(self) -> None:
        """The index follows every migrate, also in tests without migrations."""
        from .setup import set_up_after_migrate  # models are ready only now

        post_migrate.connect(set_up_after_migrate, sender=self, dispatch_uid="search.setup")
