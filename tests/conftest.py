"""What all tests share."""

import os
from pathlib import Path

# Tests never touch an installation's data, and see the portal as `make run` shows it.
os.environ.setdefault("CLUSTERWERK_DEMO", "1")

from django.utils.translation.reloader import translation_file_changed

from clusterwerk.config.catalogues import compile_catalogues


def pytest_configure() -> None:
    """Tests see the German texts as they are written now."""
    if compile_catalogues():  # Django has already read the older ones
        translation_file_changed(None, Path("django.mo"))
