"""What all tests share."""

import os

# Tests never touch an installation's data, and see the portal as `make run` shows it.
os.environ.setdefault("CLUSTERWERK_DEMO", "1")

from clusterwerk.config.catalogues import compile_catalogues


def pytest_configure() -> None:
    """Tests see the German texts as they are written now."""
    compile_catalogues()
