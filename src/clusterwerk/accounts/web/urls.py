"""Addresses of the own account and of signing in.

Of allauth's pages we leave out those that change the address of an account: the administration does
that, because roles hang on it.
"""

from allauth.account.urls import urlpatterns as allauth_patterns
from django.urls import URLPattern, URLResolver, include, path

from . import views

LEFT_OUT = {"account_email", "account_email_verification_sent", "account_confirm_email"}

app_name = "accounts"

urlpatterns = [
    path("", views.me, name="me"),
]

# Without a namespace: allauth looks its addresses up by their plain names.
sign_in_patterns: list[URLPattern | URLResolver] = [
    *[pattern for pattern in allauth_patterns if pattern.name not in LEFT_OUT],
    path("mfa/", include("allauth.mfa.urls")),
]
