"""Base templates, design-system components, panel registry. No models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "clusterwerk.web"
    verbose_name = _("Pages")
