"""Browsers of those who see more than a visitor: signed in, or acting by a code in a mail."""

import re

from playwright.sync_api import Browser, BrowserContext, expect
from tests.browser.conftest import DESK, Portal

PASSWORD = "cluster-demo"


def as_team(browser: Browser, portal: Portal) -> BrowserContext:
    """A browser signed in as the conference team, by the demonstration's password: codes are sent
    to one address only so often."""
    context = browser.new_context(base_url=portal.address, viewport=DESK)
    page = context.new_page()
    page.goto("/en/account/login/")
    page.locator("input[name=login]").fill("team@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("button", name="Sign out")).to_be_visible()
    page.close()
    return context


def act_by_code(context: BrowserContext, conference: str, address: str) -> None:
    """Lets this browser act for the delegation to which an address belongs, by the code in the
    demonstration's outbox."""
    page = context.new_page()
    page.goto(f"/en/conference/{conference}/access/")
    page.get_by_label("E-mail address").fill(address)
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code]")).to_be_visible()
    outbox = context.new_page()
    outbox.goto(f"/en/demo/mail/?q={address}")
    outbox.locator(".cw-list__title a").first.press("Enter")
    code = re.search(r"\b\d{3} ?\d{3}\b", outbox.locator(".cw-card").inner_text())
    assert code, outbox.locator(".cw-card").inner_text()
    outbox.close()
    page.locator("input[name=code]").fill(code.group(0))
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code]")).to_have_count(0)
    page.close()


def demo_address(context: BrowserContext, conference: str) -> str:
    """The address that the demonstration offers to act with."""
    page = context.new_page()
    page.goto(f"/en/conference/{conference}/access/")
    address = page.locator(".cw-note--example code").inner_text()
    page.close()
    return address
