"""Finding each other, wishing and answering."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
