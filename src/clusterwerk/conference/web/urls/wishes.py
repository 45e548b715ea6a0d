"""Finding each other, wishing and answering."""

from django.urls import path

from ..views import mine

urlpatterns = [
    path("<slug:slug>/my/", mine.mine, name="mine"),
]
