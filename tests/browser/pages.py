"""Which pages there are: found by following links from the start page, one or two of each kind."""

from collections import Counter, defaultdict
from collections.abc import Container
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import BrowserContext

MOST_OF_A_KIND = 2
LANGUAGES = ("de", "en")
# Answers that are files, not pages.
FILES = (".csv", ".json", ".ics", ".xml", ".pdf", ".svg", ".txt")


def view_of(path: str) -> str | None:
    """The name of the view behind a path, or None where it is no page of ours."""
    if path.endswith(FILES) or path.startswith("/static/"):
        return None
    language = path.split("/")[1]
    try:
        # Addresses below /en/ are known only while English is the language.
        with translation.override(language if language in LANGUAGES else "de"):
            return resolve(path).view_name
    except Resolver404:
        return None


def pages_found(
    context: BrowserContext, address: str, *starts: str, only: str = "", once: Container[str] = ()
) -> dict[str, list[str]]:
    """View name -> paths (with query) reached by links from `starts`: at most two of a kind each,
    one of the kinds in `once`. None for a kind that leads on to another page, which is found then.

    `only`: what the names of all views begin with.
    """
    found: dict[str, list[str]] = defaultdict(list)
    tried: Counter[str] = Counter()
    waiting = list(starts)
    seen = set(starts)

    def follow(path: str, link: str) -> None:
        target = urlsplit(urljoin(address + path, link))
        if f"{target.scheme}://{target.netloc}" != address:
            return
        following = target.path + (f"?{target.query}" if target.query else "")
        if following not in seen and _same_language(starts[0], target.path):
            seen.add(following)
            waiting.append(following)

    while waiting:
        path = waiting.pop(0)
        view = view_of(urlsplit(path).path)
        if view is None or not view.startswith(only):
            continue
        if tried[view] >= (1 if view in once else MOST_OF_A_KIND):
            continue
        answer = context.request.get(address + path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.ok, f"{path} answers {answer.status}"
        tried[view] += 1
        found[view] += []
        if view_of(urlsplit(answer.url).path) != view:
            follow(path, answer.url)
            continue
        found[view].append(path)
        for link in _links(answer.text()):
            follow(path, link)
    return dict(found)


def _links(html: str) -> list[str]:
    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found += [
                value for name, value in attrs if tag == "a" and name == "href" and value
            ]

    parser = Links()
    parser.feed(html)
    return parser.found


def _same_language(start: str, path: str) -> bool:
    """Follows only pages of the start's language; the other language is walked on its own."""
    language = path.split("/")[1]
    return language not in LANGUAGES or language == start.split("/")[1]
