"""Lists to choose from come out as Django writes them, only quicker."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from clusterwerk.web.rendering import FormRenderer

CHOICES: list[tuple[Any, Any]] = [
    ("", "all <countries>"),
    ("at", lazystr("Österreich & Co")),
    (1200, 1200),
    ('"', mark_safe("<b>safe</b>")),
    ("Europe", [("de", "Germany"), ("fr", "France")]),
]


@pytest.mark.parametrize("value", ["", "at", 1200, '"', "fr", "nowhere", None])
@pytest.mark.parametrize("attrs", [{"id": "x", "required": True, "hidden": False}, {"title": '<"'}])
def test_a_list_is_what_django_writes(value: Any, attrs: dict[str, Any]) -> None:
    widget = forms.Select(attrs=attrs, choices=CHOICES)

    ours = widget.render("country", value, renderer=FormRenderer())
    theirs = widget.render("country", value, renderer=DjangoTemplates())

    assert parse_html(ours) == parse_html(theirs)


def test_several_of_a_list_are_chosen() -> None:
    widget = forms.SelectMultiple(choices=CHOICES)

    ours = widget.render("country", ["at", "de"], renderer=FormRenderer())
    theirs = widget.render("country", ["at", "de"], renderer=DjangoTemplates())

    assert parse_html(ours) == parse_html(theirs)


def test_forms_of_the_portal_are_written_so() -> None:
    class Form(forms.Form):
        country = forms.ChoiceField(choices=CHOICES)

    assert isinstance(Form().renderer, FormRenderer)
