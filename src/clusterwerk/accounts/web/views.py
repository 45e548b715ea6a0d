"""The own account: name, roles, ways to sign in."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..actions import rename_person
from ..models import User
from ..queries import roles_of
from ..scopes import scope_names
from .forms import NameForm


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Shows the account and takes a new name."""
    person = cast(User, request.user)
    form = NameForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        rename_person(by=person, person=person, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:me")
    roles = roles_of(person)
    names = scope_names((role.scope_kind, role.scope_key) for role in roles)
    shown = [(role, names[role.scope_kind, role.scope_key]) for role in roles]
    return render(request, "accounts/me.html", {"form": form, "roles": shown})
