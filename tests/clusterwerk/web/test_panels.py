"""A lower page shows facts of a higher app through the registry."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from clusterwerk.web import panels


@pytest.fixture(autouse=True)
def _empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", panels.defaultdict(dict))


def register(key: str, order: int, context: dict[str, Any] | None) -> None:
    panels.register_panel(
        "test.place", key, order=order, template="web/empty.html", context=lambda *_: context
    )


def shown() -> str:
    template = Template("{% load cw %}{% panels 'test.place' subject %}")
    return template.render(Context({"request": RequestFactory().get("/en/"), "subject": object()}))


def test_panels_come_in_their_order() -> None:
    register("b", 2, {"title": "second"})
    register("a", 1, {"title": "first"})
    page = shown()
    assert page.index("first") < page.index("second")


def test_a_panel_with_nothing_to_show_is_left_out() -> None:
    register("a", 1, None)
    assert "cw-empty" not in shown()


def test_registering_a_key_again_replaces_the_panel() -> None:
    register("a", 1, {"title": "old"})
    register("a", 1, {"title": "new"})
    assert "old" not in shown()
