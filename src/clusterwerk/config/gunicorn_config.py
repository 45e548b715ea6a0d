"""Gunicorn's configuration: `gunicorn clusterwerk.config.wsgi --preload --config python:` and the
name of this module.

Loading takes as long as preparing the database, so under `clusterwerk run` both happen at once: the
server loads the portal, then waits here until `clusterwerk run` closes its end of a pipe. Visitors
wait on the open port.
"""

import gc
import os
from typing import Any

GATE = "CLUSTERWERK_GATE"
# Allocations before Python's collector sets in by itself: more than nearly any answer makes.
SELDOM = (100_000, 20, 20)


def when_ready(_server: Any) -> None:
    """Called by gunicorn when the portal is loaded, before its processes start.

    Also goes on when `clusterwerk run` has died: the pipe then ends by itself.
    """
    collect_between_answers()
    gate = os.environ.pop(GATE, "")
    if not gate:
        return
    os.read(int(gate), 1)
    os.close(int(gate))


def collect_between_answers() -> None:
    """From now on Python's collector works when an answer is out (`post_request`), hardly in the
    middle of one, where every tenth answer would wait for it for 60 ms.

    What is loaded by now lives as long as the server: nobody need walk through it again, and the
    processes go on sharing it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def post_request(_worker: Any, _request: Any, _environ: Any, _answer: Any) -> None:
    """Called by gunicorn when an answer is out: frees what it left behind; every twentieth time
    also what answers of other threads were using then."""
    gc.collect(2 if gc.get_count()[2] >= SELDOM[2] else 1)
