"""The conference team sets a conference up."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
