"""Clusters, organisations, labels, profile pages, map."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "clusterwerk.directory"
    verbose_name = _("Cluster database")
