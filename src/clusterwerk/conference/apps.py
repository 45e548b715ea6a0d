"""The matchmaking conference: delegates, meetings, plans."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferenceConfig(AppConfig):
    name = "clusterwerk.conference"
    verbose_name = _("Conference")
