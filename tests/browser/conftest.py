"""A real portal with the shipped demo, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Portal:
    """A running portal: where it answers, and what `make run` printed."""

    address: str
    printed: str


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """`clusterwerk run` on an empty folder: the demo is loaded and planned as for a newcomer."""
    port = free_port()
    environment = os.environ | {
        "CLUSTERWERK_VAR": str(tmp_path_factory.mktemp("var")),
        "DATABASE_URL": "",
        "PORT": str(port),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "clusterwerk", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    printed = ""
    for line in process.stdout:
        printed += line
        if f"http://127.0.0.1:{port}/" in line:
            break
    else:
        raise AssertionError(f"the portal did not start:\n{printed}")
    yield Portal(f"http://127.0.0.1:{port}", printed)
    # Not SIGINT: what a shell starts in the background, and its children, ignore that.
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)
    process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    assert chromium, "Chromium is needed: apt install chromium, or set CHROMIUM=/path/to/it"
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    fresh = browser.new_context(base_url=portal.address, viewport=DESK, locale="de-DE")
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails the test on a script error or a refused resource."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    opened.on("console", lambda message: _no_complaint(message.type, message.text))
    return opened


def _no_complaint(kind: str, text: str) -> None:
    """The console may say that a page asked for was not found; it may not say anything else."""
    if kind == "error" and "404" not in text:
        pytest.fail(f"console: {text}")


AXE = (ROOT / "tests/browser/vendor/axe.min.js").read_text()
ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# All that a theme can change.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, rules: dict[str, Any] = ALL_RULES) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its best practices, one line each."""
    if not page.evaluate("typeof axe == 'object'"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [
        f"{rule['id']}: {node['target']} {' '.join(node['failureSummary'].split())[:200]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def overflow(page: Page) -> list[str]:
    """Elements that stick out of a narrow page, as `overflow.js` finds them."""
    found: list[str] = page.evaluate((ROOT / "tests/browser/overflow.js").read_text())
    return found


def broken_words(page: Page) -> list[str]:
    """Narrow table cells that break a word over lines, as `broken_words.js` finds them."""
    found: list[str] = page.evaluate((ROOT / "tests/browser/broken_words.js").read_text())
    return found
