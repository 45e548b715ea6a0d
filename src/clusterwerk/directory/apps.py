"""Clusters, organisations, labels, profile pages, map."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "clusterwerk.directory"
    verbose_name = _("Cluster database")

    def ready(self) -> None:
        """Organisations can be found by the search, and named where they limit a role."""
        from clusterwerk.accounts.choices import ScopeKind
        from clusterwerk.accounts.scopes import register_scope_names
        from clusterwerk.search.indexing import register_source  # models are ready only now

        from .choices import DOCUMENT_KIND
        from .indexing import entries
        from .models import Organisation

        register_source(DOCUMENT_KIND, entries)
        register_scope_names(
            ScopeKind.ORGANISATION,
            lambda keys: {
                str(key): name
                for key, name in Organisation.objects.filter(public_id__in=keys).values_list(
                    "public_id", "name"
                )
            },
        )
