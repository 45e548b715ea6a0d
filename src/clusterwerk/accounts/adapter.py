"""How allauth behaves here: nobody signs up alone, our words, our name in mails."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by the administration; errors say what to do."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the administration to open it."),
        "email_password_mismatch": _(
            "E-mail address and password do not fit together. Check both, or ask for a code."
        ),
        "incorrect_code": _(
            "This code is not right. Enter the code from the newest mail, or ask for a new one."
        ),
        "incorrect_password": _("This is not your present password. Check it and try again."),
        "enter_current_password": _("This is not your present password. Check it and try again."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, then ask for a new code or try again."
        ),
        "rate_limited": _("Too many requests. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: accounts come with a role."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Adds the name of this installation to every mail."""
        super().send_mail(
            template_prefix,
            email,
            {**context, "site_name": settings.SITE_NAME, "operator": settings.OPERATOR},
        )


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys carry the name of this installation."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that the device shows, for the host of the request."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}
