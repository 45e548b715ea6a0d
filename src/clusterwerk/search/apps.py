"""Full text with German and English stems, on SQLite and PostgreSQL."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "clusterwerk.search"
    verbose_name = _("Search")
