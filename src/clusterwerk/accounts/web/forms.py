"""Forms of the own account."""

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
