"""Getting in without an account: a code sent to an address, and leaving again."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ...actions.access import Entered, enter_code, request_code
from ...choices import RegistrationStatus
from ...queries.acting import Acting
from ...queries.wishes import wishes_are_open
from ..acting import acting_at, forget, remember
from ..shown import shown_conference

# A whole conference may sit behind one address of its venue.
MOST_CODES_OF_A_CLIENT = 300
AN_HOUR = 3600


class AddressForm(forms.Form):
    """Whose delegation it is about."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    first = "email"  # the page is there for this field alone, so one types at once

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.first].widget.attrs["autofocus"] = True


class CodeForm(AddressForm):
    """What stands in the mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    field_order = ("email", "code")
    first = "code"


def access(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for an address and sends a code to it; says the same whether it is known or not."""
    shown = shown_conference(request, slug)
    onward = onward_of(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not _may_ask(request):
            messages.error(request, gettext("Too many codes were asked for. Try again in an hour."))
        elif request_code(
            shown.conference,
            by=_user(request),
            email=email,
            language=(get_language() or "de")[:2],
            path=onward,
        ):
            return redirect(
                f"{reverse('conference:access_code', args=[slug])}?{_query(email, onward)}"
            )
        else:
            text = gettext(
                "Five codes were sent to this address within the last hour. Look into your mails, "
                "also among the unwanted ones, or try again later."
            )
            form.add_error("email", text)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "form": form,
        "onward": onward,
        "acting": _known(acting_at(request, shown.conference)),
    }
    return render(request, "conference/registration/access.html", context)


def access_code(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the code. The address in the link only fills in the form."""
    shown = shown_conference(request, slug)
    onward = onward_of(request)
    typed = request.POST if request.method == "POST" else None
    form = CodeForm(typed, initial={"email": request.GET.get("email", "")[:254]})
    if typed is not None and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        entered = enter_code(
            shown.conference, by=_user(request), email=email, code=form.cleaned_data["code"]
        )
        if entered is Entered.RIGHT:
            remember(request, shown.conference, email)
            acting = Acting(shown.conference, email)
            return redirect(onward or reverse(f"conference:{_next_page(acting)}", args=[slug]))
        form.add_error("code", _message(entered))
    context = {
        "shown": shown,
        "conference": shown.conference,
        "form": form,
        "onward": onward,
        "again": f"{reverse('conference:access', args=[slug])}?{urlencode({'next': onward})}",
        "sent_to": request.GET.get("email", ""),
    }
    return render(request, "conference/registration/access_code.html", context)


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """This browser acts for nobody any more; an account that is signed in stays so."""
    shown = shown_conference(request, slug)
    forget(request, shown.conference)
    messages.success(request, gettext("This browser no longer acts for a delegation."))
    return redirect("conference:access", slug=slug)


def onward_of(request: HttpRequest) -> str:
    """The page to go on to, from `next`; nothing unless it is a path of this site."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path[:2000] if is_ours else ""


def _next_page(acting: Acting) -> str:
    """What somebody comes for at this time who asked for no page."""
    registration = acting.registration
    if registration is None:
        return "register"
    if registration.status == RegistrationStatus.ADMITTED:
        if acting.conference.published_plan_id:
            return "my_agenda"
        if wishes_are_open(acting.conference):
            return "mine"
    return "my_delegation"


def _message(entered: Entered) -> str:
    """What to do now."""
    return {
        Entered.WRONG: gettext(
            "This is not the code from the latest mail. Check it and try again."
        ),
        Entered.EXPIRED: gettext(
            "This code has expired: it was good for 15 minutes. Ask for a new one."
        ),
        Entered.USED: gettext("This code was used already. Ask for a new one."),
        Entered.TOO_OFTEN: gettext("Five wrong codes were entered. Ask for a new one."),
        Entered.NONE_OPEN: gettext("No code is open for this address. Ask for a new one."),
    }[entered]


def _may_ask(request: HttpRequest) -> bool:
    """Limits how many codes one client can have sent, whatever the addresses."""
    try:
        client = get_adapter().get_client_ip(request)
    except PermissionDenied:
        client = "unknown"
    key = f"conference.codes.{client}"
    cache.add(key, 0, AN_HOUR)
    return int(cache.incr(key)) <= MOST_CODES_OF_A_CLIENT


def _known(acting: Acting | None) -> Acting | None:
    return acting if acting is not None and acting.email else None


def _user(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _query(email: str, onward: str) -> str:
    return urlencode({"email": email} | ({"next": onward} if onward else {}))
