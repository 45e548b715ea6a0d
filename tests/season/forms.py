"""Filling in the forms of real pages: what a browser without JavaScript would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    """A form as it stands on a page: its values, and the buttons that send it."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    key: str = ""


class _Forms(HTMLParser):
    """Reads the forms of a page's content; sign-out, language and theme stand outside of it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.in_main = False
        self.chooser: str = ""
        self.chosen: list[str] = []
        self.first: str | None = None
        self.text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.in_main = self.in_main or tag == "main"
        if tag == "form" and self.in_main:
            self.form = self._form_called(given.get("id", ""))
            self.form.action = given.get("action", "")
            self.form.method = given.get("method", "get").lower()
        elif given.get("form"):  # a field that stands outside of its form
            self._field(self._form_called(given["form"]), tag, given)
        elif self.form is not None:
            self._field(self.form, tag, given)

    def _form_called(self, key: str) -> Form:
        """The form of that id, which may only follow on the page; a new one without an id."""
        for form in self.forms:
            if key and form.key == key:
                return form
        self.forms.append(Form("", "get", key=key))
        return self.forms[-1]

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if name and "disabled" not in given:
            form.names.add(name)
        if tag == "button" or given.get("type") == "submit":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name:
            self._input(form, name, given)
        elif tag == "select":
            self.chooser, self.chosen, self.first = name, [], None
        elif tag == "option" and self.chooser:
            self.first = given.get("value", "") if self.first is None else self.first
            if "selected" in given:
                self.chosen.append(given.get("value", ""))
        elif tag == "textarea":
            self.chooser, self.text = name, ""

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        """What is not ticked is not sent, nor is a file that was not chosen."""
        kind = given.get("type", "")
        if kind in {"checkbox", "radio"} and "checked" in given:
            form.values.setdefault(name, []).append(given.get("value", "on"))
        elif kind not in {"checkbox", "radio", "file"}:
            form.values.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False
        elif tag == "form":
            self.form = None
        elif self.form is not None and tag == "select":
            chosen = self.chosen or ([self.first] if self.first is not None else [])
            self.form.values.setdefault(self.chooser, []).extend(chosen)
            self.chooser = ""
        elif self.form is not None and tag == "textarea":
            self.form.values.setdefault(self.chooser, []).append((self.text or "").lstrip("\n"))
            self.text, self.chooser = None, ""


class Visitor:
    """Somebody at a browser of their own: opens pages, fills in what stands there, sends it."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.address = ""
        self.page = ""

    def open(self, address: str) -> str:
        """The page at an address; fails unless it is there."""
        return self._keep(address, self.client.get(address, follow=True))

    def send(self, containing: str = "", button: str | None = None, /, **changes: Any) -> str:
        """Sends the first form that has a field or button `containing`, with these changes; a list
        gives a field several values, None takes it away. Returns the page it leads to."""
        form = self.form(containing)
        values = {name: list(row) for name, row in form.values.items()}
        for name, value in changes.items():
            assert name in form.names, f"no field {name!r} at {self.address}: {sorted(form.names)}"
            if value is None:
                values.pop(name, None)
            else:
                values[name] = [str(one) for one in (value if isinstance(value, list) else [value])]
        chosen = next((row for row in form.buttons if button in row), None)
        assert button is None or chosen, f"no button {button!r}: {form.buttons}"
        if chosen and chosen[0]:
            values[chosen[0]] = [chosen[1]]
        action = urljoin(self.address, form.action)
        method = self.client.post if form.method == "post" else self.client.get
        return self._keep(action, method(action, values, follow=True))

    def form(self, containing: str = "") -> Form:
        """The first form of the page with a field or button of that name, or sent to there."""
        reader = _Forms()
        reader.feed(self.page)
        for form in reader.forms:
            named = form.names | {part for row in form.buttons for part in row}
            if containing in named or (
                containing
                and urljoin(self.address, form.action).partition("#")[0].endswith(containing)
            ):
                return form
        known = [(form.action, sorted(form.names)) for form in reader.forms]
        raise AssertionError(f"no form with {containing!r} at {self.address}: {known}")

    def _keep(self, address: str, answer: HttpResponse) -> str:
        chain = getattr(answer, "redirect_chain", [])
        self.address = urljoin(address, chain[-1][0]) if chain else address
        self.page = answer.content.decode()
        assert answer.status_code == 200, (
            f"{self.address}: {answer.status_code}\n{self.page[:3000]}"
        )
        return self.page
