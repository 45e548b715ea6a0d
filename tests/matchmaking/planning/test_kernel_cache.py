"""Compiled kernels are kept by the version of all of them."""

import subprocess
import sys
from pathlib import Path

from matchmaking.planning import calendars


def test_another_version_of_any_kernel_has_a_folder_of_its_own(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "one.py").write_text("a = 1\n")
    (tmp_path / "two.py").write_text("b = 1\n")
    monkeypatch.setattr(calendars, "__file__", str(tmp_path / "one.py"))
    first = calendars._version_of_kernels()
    assert calendars._version_of_kernels() == first
    (tmp_path / "two.py").write_text("b = 2\n")
    assert calendars._version_of_kernels() != first


def test_numba_keeps_them_where_the_version_says_unless_told_otherwise() -> None:
    program = (
        "from numba import config; from matchmaking.planning import calendars;"
        "print(config.CACHE_DIR, calendars._version_of_kernels())"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "PYTHONPATH": "src"},
    ).stdout.split()
    assert said[0].endswith(f"kernels-{said[1]}")
