"""The own agenda on a phone: opened once, it can be read without a network; and who leaves, leaves
nothing behind."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import PHONE, Portal, overflow, violations

pytestmark = pytest.mark.browser

CONFERENCE = "/en/conference/example-stuttgart-2017/"
DELEGATE = "delegate-001@example.org"


@pytest.fixture
def phone(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A phone of its own, as a service worker stays with the browser."""
    fresh = browser.new_context(base_url=portal.address, viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    yield fresh
    fresh.close()


def open_own_agenda(phone: BrowserContext) -> Page:
    """By the code in the demonstration's outbox."""
    page = phone.new_page()
    page.goto(f"{CONFERENCE}my/agenda/")
    page.get_by_label("E-mail address").fill(DELEGATE)
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code]")).to_be_visible()
    outbox = phone.new_page()
    outbox.goto(f"/en/demo/mail/?q={DELEGATE}")
    outbox.locator(".cw-list__title a").first.press("Enter")
    code = re.search(r"^\d{6}$|\b\d{3} ?\d{3}\b", outbox.locator(".cw-card").inner_text(), re.M)
    assert code, outbox.locator(".cw-card").inner_text()
    outbox.close()
    page.locator("input[name=code]").fill(code.group(0))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/my/agenda/"))
    return page


# The addresses of everything kept by service workers.
KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        kept.push(...requests.map(request => new URL(request.url).pathname));
    }
    return kept;
}"""


def kept_pages(page: Page) -> list[str]:
    """The pages kept, without their files."""
    kept: list[str] = page.evaluate(KEPT)
    return [path for path in kept if not path.startswith("/static/")]


def wait_until_kept(page: Page, address: str) -> None:
    """Until the service worker has the page and a font."""
    for _ in range(60):
        kept: list[str] = page.evaluate(KEPT)
        if any(address in path for path in kept) and any(path.endswith(".woff2") for path in kept):
            return
        page.wait_for_timeout(250)
    raise AssertionError("the page was not kept")


def test_an_agenda_opened_once_is_readable_without_a_network(phone: BrowserContext) -> None:
    page = open_own_agenda(phone)
    assert violations(page) == []
    assert overflow(page) == []
    partner = page.locator(".ag-meeting h3").first.inner_text()
    expect(page.locator(".ag-offline")).to_be_hidden()
    wait_until_kept(page, "/my/agenda/")
    phone.set_offline(True)
    page.reload()
    expect(page.locator(".ag-offline")).to_be_visible()
    expect(page.locator(".ag-offline")).to_contain_text(re.compile(r"as of .*\d\d:\d\d"))
    expect(page.locator(".ag-meeting h3").first).to_have_text(partner)
    page.locator(".ag-more summary").first.click()
    expect(page.locator(".ag-more .cw-facts").first).to_be_visible()
    expect(page.locator(".ag-write").first).to_be_hidden()
    colour = page.locator(".ag-next").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour != "rgba(0, 0, 0, 0)", "the styles are there"
    phone.set_offline(False)
    page.reload()
    expect(page.locator(".ag-offline")).to_be_hidden()


def test_other_pages_are_not_kept(phone: BrowserContext) -> None:
    page = open_own_agenda(phone)
    wait_until_kept(page, "/my/agenda/")
    page.goto(f"{CONFERENCE}timetable/")
    page.goto(f"{CONFERENCE}my/agenda/absent/")
    assert kept_pages(page) == [f"{CONFERENCE}my/agenda/"]


def test_who_leaves_leaves_no_agenda_behind(phone: BrowserContext) -> None:
    page = open_own_agenda(phone)
    wait_until_kept(page, "/my/agenda/")
    page.goto(f"{CONFERENCE}access/")
    page.get_by_role("button", name=re.compile("Leave")).click()
    for _ in range(40):
        if not kept_pages(page):
            break
        page.wait_for_timeout(250)
    assert kept_pages(page) == []
    phone.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(f"{CONFERENCE}my/agenda/")


def test_the_private_address_from_the_mail_works_offline_too(phone: BrowserContext) -> None:
    page = open_own_agenda(phone)
    feed = page.locator("#feed").input_value()
    address = feed.removesuffix(".ics").split("/conference/")[1]
    page.goto(f"/en/conference/{address}/")
    expect(page.locator("form[action*=message]")).to_have_count(0)
    wait_until_kept(page, address)
    phone.set_offline(True)
    page.reload()
    expect(page.locator(".ag-offline")).to_be_visible()
    expect(page.locator(".ag-meeting").first).to_be_visible()
