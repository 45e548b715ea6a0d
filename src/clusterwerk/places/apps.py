"""Countries, Länder, regions, districts, NUTS codes, fields: reference data and geometry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "clusterwerk.places"
    verbose_name = _("Places")
