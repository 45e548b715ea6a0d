"""`clusterwerk create_admin ADDRESS`: the first account, or one more with every right."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from clusterwerk.accounts.actions import assign_role
from clusterwerk.accounts.choices import Role
from clusterwerk.accounts.models import User


class Command(BaseCommand):
    """Makes the account if there is none, and gives it the role. It signs in by a code."""

    help = "Make an administrator: creates the account if need be and gives the role."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address and, if wanted, the name."""
        parser.add_argument("address", help="e-mail address that the sign-in codes go to")
        parser.add_argument("--name", default="", help="how others see the person")

    def handle(self, *_args: Any, address: str, name: str, **_options: Any) -> None:
        """Raises CommandError for an address that is none."""
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no e-mail address.") from error
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            person = User.objects.create_user(address, name=name)
        assign_role(by=None, person=person, role=Role.ADMINISTRATOR)
        self.stdout.write(f"{person.email} is an administrator and signs in with a code by mail.")
