"""Texts of allauth that our pages show and that its German catalogue writes with "du".

Listed here so that our catalogue, which comes before allauth's, says "Sie".
"""

from django.utils.translation import gettext_noop

TEXTS = (
    gettext_noop("You must type the same password each time."),
    gettext_noop("You have signed out."),
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email "
        "allowing you to reset it."
    ),
    gettext_noop("Your password has been changed."),
    gettext_noop("Your password is now changed."),
    gettext_noop("You are about to generate a new set of recovery codes for your account."),
    gettext_noop(
        "You are about to deactivate authenticator app based authentication. Are you sure?"
    ),
    gettext_noop("You are already logged in as %(user_display)s."),
)
