"""Registration, access by mail, and the team's list of delegations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
