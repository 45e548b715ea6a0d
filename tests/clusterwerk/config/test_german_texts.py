"""Every text has a German translation with the same placeholders, and apps do not contradict."""

import pytest

from clusterwerk.config.catalogues import SOURCES, apps_in, complaints_about

# What no source has any more harms nobody on a page; `make check` asks for its removal.
LEFT_OVER = "is in no source any more"


@pytest.mark.parametrize("app", [app.name for app in apps_in(SOURCES)])
def test_an_app_has_a_german_text_for_everything(app: str) -> None:
    assert [line for line in complaints_about(names=(app,)) if LEFT_OVER not in line] == []


def test_no_two_apps_say_the_same_differently() -> None:
    assert [line for line in complaints_about() if LEFT_OVER not in line] == []
