"""Countries, Länder, regions, districts, NUTS codes, fields: reference data and geometry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "clusterwerk.places"
    verbose_name = _("Places")

    def ready(self) -> None:
        """Reference data follow every migrate, also in tests without migrations."""
        from .loading import load_after_migrate  # models are ready only now

        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="places.loading")
