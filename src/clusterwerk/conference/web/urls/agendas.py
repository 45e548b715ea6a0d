"""The delegates' own agendas, what is printed, and the plan as told."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
