"""The planning desk of the conference team."""

from django.urls import path

from ..views import plans

urlpatterns = [
    path("<slug:slug>/plans/", plans.plan_list, name="plans"),
    path("<slug:slug>/plans/again/", plans.plan_again, name="plan_again"),
    path("<slug:slug>/plans/<int:version>/", plans.progress, name="progress"),
    path("<slug:slug>/plans/<int:version>/publish/", plans.publish, name="publish"),
]
