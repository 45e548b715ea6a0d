"""Addresses below /cluster/."""

from django.urls import path

from . import views

app_name = "directory"

urlpatterns = [
    path("", views.overview, name="list"),
    path("organisations.csv", views.download_csv, name="csv"),
    path("organisations.json", views.download_json, name="json"),
    path("map/", views.map_page, name="map"),
    path("<slug:slug>/", views.profile, name="profile"),
]
