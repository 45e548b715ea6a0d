"""Addresses of the demonstration's outbox."""

from django.urls import path

from . import views

app_name = "mail"

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<uuid:key>/", views.message, name="message"),
]
