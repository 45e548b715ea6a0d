"""These tests talk to registries by way of `make run`, and to the portal it serves."""

import pytest
from pytest_socket import enable_socket


@pytest.fixture(autouse=True)
def _sockets_allowed() -> None:
    enable_socket()
