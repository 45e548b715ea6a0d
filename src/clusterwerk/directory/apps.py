"""Clusters, organisations, labels, profile pages, map."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "clusterwerk.directory"
    verbose_name = _("Cluster database")

    def ready(self) -> None:
        """Organisations can be found by the search."""
        from clusterwerk.search.indexing import register_source  # models are ready only now

        from .indexing import KIND, entries

        register_source(KIND, entries)
