"""Registration, access by mail, and the team's list of delegations."""

from django.urls import path

from ..views import (
    access,
    admission,
    delegation,
    delegation_import,
    delegation_people,
    register,
)

OWN = "<slug:slug>/my/delegation/"
TEAM = "<slug:slug>/team/delegations/"
# The same pages as of the delegation, for the team.
FOR_TEAM = f"{TEAM}<uuid:delegation>/"

urlpatterns = [
    path("<slug:slug>/access/", access.access, name="access"),
    path("<slug:slug>/access/code/", access.access_code, name="access_code"),
    path("<slug:slug>/access/leave/", access.leave, name="access_leave"),
    path("<slug:slug>/register/", register.register, name="register"),
    path("<slug:slug>/register/found/", register.found_organisations, name="register_found"),
    path(OWN, delegation.my_delegation, name="my_delegation"),
    path(f"{OWN}details/", delegation.my_details, name="my_details"),
    path(f"{OWN}offers/", delegation.my_interests, name="my_interests"),
    path(f"{OWN}cancel/", delegation.my_cancellation, name="my_cancellation"),
    path(f"{OWN}hand-over/", delegation_people.my_hand_over, name="my_hand_over"),
    path(f"{OWN}delegates/new/", delegation.my_delegate_new, name="my_delegate_new"),
    path(f"{OWN}delegates/<uuid:key>/", delegation_people.my_delegate, name="my_delegate"),
    path(
        f"{OWN}delegates/<uuid:key>/cancel/",
        delegation_people.my_delegate_cancellation,
        name="my_delegate_cancellation",
    ),
    path(
        f"{OWN}delegates/<uuid:key>/hand-over/",
        delegation_people.my_hand_over,
        name="my_delegate_hand_over",
    ),
    path(TEAM, admission.registration_list, name="registrations"),
    path(f"{TEAM[:-1]}.csv", admission.registration_file, name="registrations_csv"),
    path(f"{TEAM}decide/", admission.decide_many, name="registrations_decide"),
    path(f"{TEAM}import/", delegation_import.delegations_import, name="delegations_import"),
    path(f"{TEAM}new/", register.enter_delegation, name="registration_new"),
    path(f"{TEAM}<uuid:key>/", admission.registration, name="registration"),
    path(f"{TEAM}<uuid:key>/decide/", admission.decide, name="registration_decide"),
    path(f"{FOR_TEAM}offers/", delegation.my_interests, name="registration_interests"),
    path(f"{FOR_TEAM}delegates/new/", delegation.my_delegate_new, name="registration_delegate_new"),
    path(
        f"{FOR_TEAM}delegates/<uuid:key>/",
        delegation_people.my_delegate,
        name="registration_delegate",
    ),
    path(
        f"{FOR_TEAM}delegates/<uuid:key>/cancel/",
        delegation_people.my_delegate_cancellation,
        name="registration_delegate_cancellation",
    ),
    path(
        f"{FOR_TEAM}delegates/<uuid:key>/hand-over/",
        delegation_people.my_hand_over,
        name="registration_delegate_hand_over",
    ),
]
