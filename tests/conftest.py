"""What all tests share."""

import os

# Tests never touch an installation's data, and see the portal as `make run` shows it.
os.environ.setdefault("CLUSTERWERK_DEMO", "1")
