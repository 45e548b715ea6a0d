"""Forms of the own account, and of signing in."""

from allauth.account.forms import ConfirmLoginCodeForm
from django import forms

from ..models import User


class NameForm(forms.ModelForm):  # type: ignore[type-arg]  # cannot be subscripted
    """How others see the person."""

    class Meta:
        model = User
        fields = ("name",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class SignInCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code from the mail; to type it is the page's one purpose, so it has the focus."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True
