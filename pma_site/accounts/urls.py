"""The door of the admin: only those of the library's addresses that this site needs, under French names."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as application
from allauth.mfa.webauthn import views as keys
from django.urls import path

from . import views

urlpatterns = [
    path("", views.EnterView.as_view(), name="account_login"),
    path("sortie/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("debloquer/<str:token>/", views.unlock, name="accounts_unlock"),
    path("second-facteur/", second_factor.index, name="mfa_index"),
    path("second-facteur/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("second-facteur/confirmer/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/application/", views.ActivateView.as_view(), name="mfa_activate_totp"),
    path("second-facteur/application/retirer/", application.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-facteur/secours/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-facteur/secours/renouveler/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-facteur/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("second-facteur/cles/ajouter/", views.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path("second-facteur/cles/confirmer/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-facteur/cles/entrer/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("second-facteur/cles/<int:pk>/retirer/", views.RemoveKeyView.as_view(), name="mfa_remove_webauthn"),
    path("second-facteur/cles/<int:pk>/renommer/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
