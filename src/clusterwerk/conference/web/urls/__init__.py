"""Addresses below /conference/, one module per group of users."""

from . import agendas, desk, public, registration, setup, wishes

app_name = "conference"

urlpatterns = [
    *public.urlpatterns,
    *setup.urlpatterns,
    *registration.urlpatterns,
    *wishes.urlpatterns,
    *desk.urlpatterns,
    *agendas.urlpatterns,
]
