"""Addresses of jobs."""

from django.urls import path

from . import views

app_name = "jobs"

urlpatterns = [
    path("<uuid:key>/", views.detail, name="detail"),
    path("<uuid:key>/progress/", views.progress, name="progress"),
    path("<uuid:key>/stop/", views.stop, name="stop"),
]
