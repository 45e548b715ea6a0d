"""Gunicorn's configuration under `clusterwerk run`: load now, answer when the database is ready.

Loading takes as long as preparing the database, so both happen at once: the server loads the
portal, then waits here until `clusterwerk run` closes its end of a pipe. Visitors wait on the open
port.
"""

import gc
import os
from typing import Any

GATE = "CLUSTERWERK_GATE"


def when_ready(_server: Any) -> None:
    """Called by gunicorn when the portal is loaded, before its processes start.

    Also goes on when `clusterwerk run` has died: the pipe then ends by itself. What is loaded by
    now lives as long as the server: the collector need not walk through it in the middle of an
    answer, and the processes go on sharing it.
    """
    gc.collect()
    gc.freeze()
    gate = os.environ.pop(GATE, "")
    if not gate:
        return
    os.read(int(gate), 1)
    os.close(int(gate))
