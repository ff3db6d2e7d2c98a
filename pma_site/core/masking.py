"""Addresses that open what is somebody's own, as logs may tell them: without the secret that they are signed with."""

import re

# What stands before the secret; deploy/nginx.conf says it too. tests/core/test_masking.py walks every address for both.
PLACES = (
    r"abonnement/[a-z-]+|admin/acces/debloquer|admin/password_reset/confirm/[^/\s]+|appels/(?:reponse|envoyee)"
    "|communes/signaler/(?:recue|suivi)|innov-in-artois/(?:demande|envoyee|fiche)|label-euralens/attestation"
    "|label-euralens/candidater/dossier|proposer-un-evenement/[a-z-]+|relecture"
)
_SECRET = re.compile(rf"(/(?:{PLACES})/)[^/\s?]+")


def masked(text: str) -> str:
    """Return a text with « … » for what the links in it are signed with."""
    return _SECRET.sub(r"\1…", text)
