"""Clusters, organisations, labels, profile pages, map."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "clusterwerk.directory"
    verbose_name = _("Cluster database")

    def ready(self) -> None:
        """Organisations can be found by the search."""
        from clusterwerk.search.indexing import register_source  # models are ready only now

        from .choices import DOCUMENT_KIND
        from .indexing import entries

        register_source(DOCUMENT_KIND, entries)
