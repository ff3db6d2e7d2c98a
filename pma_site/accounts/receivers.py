"""What follows when somebody signs in, or changes how they do."""

from allauth.account.signals import user_logged_in as entered
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.log_actions import log

from pma_site.core.limits import network_of
from pma_site.core.models import User

from . import notices, sessions, tries

NAMES = {
    Authenticator.Type.TOTP: "une application d’authentification",
    Authenticator.Type.WEBAUTHN: "une clé de sécurité",
    Authenticator.Type.RECOVERY_CODES: "des codes de secours",
}
# After so many wrong codes the owner is told that the password itself was right.
WRONG_CODES, WRONG_CODES_IN = 3, 15 * 60


@receiver(user_logged_in)
def note_the_hour(request, user, **kwargs):
    """A session is as old as its sign-in, whichever way it came."""
    if request is not None:
        sessions.begin(request)


@receiver(entered)
def note_who_entered(request, response, user, **kwargs):
    """Write the sign-in into the log, and let this browser be known from now on."""
    tries.remember_device(request, response, user)
    second = "oui" if sessions.proved_second_factor(request) else "non"
    log(instance=user, action="accounts.enter", user=user, data={"network": network_of(request), "second": second})


@receiver(authenticator_added)
def note_what_was_added(request, user, authenticator, **kwargs):
    """Tell the owner of a new way in."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _tell(user, authenticator, "accounts.factor.add", "ajouté")


@receiver(authenticator_removed)
def note_what_was_removed(request, user, authenticator, **kwargs):
    """Tell the owner that a way in is gone."""
    _tell(user, authenticator, "accounts.factor.remove", "retiré")


@receiver(authenticator_reset)
def note_new_codes(request, user, authenticator, **kwargs):
    """Tell the owner that the former recovery codes are void."""
    _tell(user, authenticator, "accounts.factor.codes", "renouvelé")


def _tell(user, authenticator, action, verb):
    name = NAMES[authenticator.type]
    log(instance=user, action=action, user=user, data={"type": authenticator.type})
    notices.tell_of_change(user, f"On a {verb} {name}.")


@receiver(authentication_failed)
def count_wrong_codes(request, user, **kwargs):
    """A wrong code comes after the right password: several of them mean that somebody else has it."""
    key = f"limit:codes:{user.pk}"
    cache.add(key, 0, WRONG_CODES_IN)
    try:
        wrong = cache.incr(key)
    except ValueError:
        wrong = 1
    if wrong == WRONG_CODES:
        notices.tell_of_wrong_codes(user, network_of(request))


@receiver(pre_save, sender=User)
def tell_the_former_address(instance, update_fields, raw=False, **kwargs):
    """Messages about an account go to another address from now on: the former one is told."""
    if raw or not instance.pk or (update_fields is not None and "email" not in update_fields):
        return
    former = User.objects.filter(pk=instance.pk).exclude(email="").exclude(email__iexact=instance.email).first()
    if former:
        new = instance.email or "aucune"
        notices.tell_of_change(former, f"L’adresse du compte a été remplacée ({new}).")
