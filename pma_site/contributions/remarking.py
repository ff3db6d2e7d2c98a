"""Remarks on the pages of places: sent, corrected, accepted; asking, declining and withdrawing are those of all."""

from django.db import IntegrityError, transaction
from django.urls import reverse

from pma_site.core.models import SiteSettings
from pma_site.core.refusals import Refused
from pma_site.territory.models import Commune, Epci

from . import deciding, messages
from .choices import ContributionState
from .messages import Words
from .models import Remark
from .wording import LEGAL

SENT = (
    "Cette remarque est déjà envoyée, sous la référence {0}. Ce que vous venez de changer n’est pas enregistré : "
    "corrigez-la par le lien du message que vous avez reçu."
)


def send(place: Commune | Epci, values: dict, *, code: str) -> Remark:
    """Keep a remark on a place, acknowledge it and tell the team; the form of identity `code` is kept once.

    `values` are the fields of remark_forms.RemarkForm. Raises Refused where the form was sent before with something
    else in it.
    """
    where = {"commune": place} if isinstance(place, Commune) else {"epci": place}
    try:
        with transaction.atomic():
            known = Remark.objects.filter(submission=code).first()
            if known:
                return _same(known, values)
            remark = Remark.objects.create(submission=code, legal_version=LEGAL.version, **where, **values)
            deciding.acknowledge(remark)
            _tell_team(remark)
    except IntegrityError:
        # Pressed twice at the same instant.
        return _same(Remark.objects.get(submission=code), values)
    return remark


def _same(known, values):
    if any(getattr(known, name) != value for name, value in values.items()):
        raise Refused(SENT.format(known.reference))
    return known


def _tell_team(remark):
    address = SiteSettings.published_for().contact_email
    if not address:
        return
    screen = reverse("wagtailsnippets_contributions_remark:inspect", args=[remark.pk])
    messages.tell_team(
        remark,
        address,
        Words(
            f"Une remarque sur la page « {remark.place} »",
            ["Bonjour,", f"Un lecteur signale un oubli ou une erreur sur la page « {remark.place} »."],
            "La lire dans l’administration",
            address=messages.public_address(screen),
            why="Vous recevez ce message parce que cette adresse est celle de l’équipe sur le site.",
        ),
    )


@transaction.atomic
def correct(remark: Remark, values: dict) -> Remark:
    """Write down what its sender corrects: the team has to look at it again. Raises Refused where it is too late."""
    remark = deciding.taken(Remark, reference=remark.reference)
    for name, value in values.items():
        setattr(remark, name, value)
    deciding.corrected(remark)
    return remark


@transaction.atomic
def accept(pk: int, words: str, *, user, seen: str) -> Remark:
    """Say that the page was completed, with a word where there is one; the sender is told.

    Raises Refused as deciding.taken does.
    """
    remark = deciding.taken(Remark, seen, pk=pk)
    deciding.check_reachable(remark)
    deciding.decide(remark, ContributionState.ACCEPTED, user, words)
    messages.queue(
        remark,
        Words(
            f"Votre remarque {remark.reference} est prise en compte",
            [
                "Bonjour,",
                f"Merci pour votre remarque sur la page « {remark.place} ». L’équipe en a tenu compte.",
                *filter(None, [words]),
            ],
            "Relire ma remarque",
            ["Une question, un changement ? Répondez à ce message."],
        ),
    )
    return remark
