"""The shipped demo, loaded and planned once for all tests of this folder."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from clusterwerk.demo.loading import load_all
from clusterwerk.jobs.running import run_waiting_jobs


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker takes all of them, so that the demo is loaded once."""
    for item in items:
        if "/acceptance/" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="package")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        load_all(lambda _line: None)
        run_waiting_jobs()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def demo(_loaded: None, db: None) -> None:
    """What a visitor of a fresh `make run` sees; each test's own changes are rolled back."""
