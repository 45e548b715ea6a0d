"""The shipped real facts, and the made-up edition and conferences that show the product."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "clusterwerk.demo"
    verbose_name = _("Demo")
