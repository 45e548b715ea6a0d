"""Addresses below /conference/, one module per group of users."""

from . import agendas, desk, public, registration, setup, wishes

app_name = "conference"

urlpatterns = [
    *setup.urlpatterns,  # first: "new" is no name of a conference
    *public.urlpatterns,
    *registration.urlpatterns,
    *wishes.urlpatterns,
    *desk.urlpatterns,
    *agendas.urlpatterns,
]
