"""People who sign in, and their roles. A delegate of a conference needs no account."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import SCOPES_OF, Role, ScopeKind


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may sign in; without a password only by a code sent by mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What they may do follows from their role assignments."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("People")

    def __str__(self) -> str:
        return self.name or self.email


def _scope_fits_role() -> models.Q:
    """Each role only with the scopes of `SCOPES_OF`."""
    allowed = models.Q()
    for role, kinds in SCOPES_OF.items():
        allowed |= models.Q(role=role.value, scope_kind__in=[kind.value for kind in kinds])
    return allowed


class RoleAssignment(models.Model):
    """A person holds a role, for everything or for one scope.

    `scope_key` is a code of places (`DE-BW`, `R03`) or the public id of an organisation or
    conference; it is no foreign key, because those rows belong to higher apps.
    """

    person = models.ForeignKey(
        User, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    scope_kind = models.CharField(
        _("Limited to"), max_length=15, choices=ScopeKind.choices, default="", blank=True
    )
    scope_key = models.CharField(_("Key"), max_length=64, default="", blank=True)
    since = models.DateTimeField(_("Since"), default=timezone.now)

    class Meta:
        verbose_name = _("Role")
        verbose_name_plural = _("Roles")
        ordering: ClassVar[list[str]] = ["role", "scope_kind", "scope_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "role", "scope_kind", "scope_key"], name="accounts_role_once"
            ),
            models.CheckConstraint(
                name="accounts_role_scope_complete",
                condition=models.Q(scope_kind="", scope_key="")
                | (~models.Q(scope_kind="") & ~models.Q(scope_key="")),
            ),
            models.CheckConstraint(name="accounts_role_scope_fits", condition=_scope_fits_role()),
        ]

    def __str__(self) -> str:
        scope = f" {self.scope_kind} {self.scope_key}" if self.scope_kind else ""
        return f"{self.role}{scope}"
