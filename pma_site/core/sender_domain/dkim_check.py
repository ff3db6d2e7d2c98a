"""Whether the key is published by which receivers know our messages as ours (DKIM, RFC 6376)."""

import base64
import binascii

from django.conf import settings

from ..dns_lookup import Patient
from .domains import PROVIDERS, current_provider, senders, tags_of, upwards
from .verdicts import Level, Verdict


def judge_dkim(subject: str, ask: Patient) -> Verdict:
    """Whether a sound key is published for the sender's domain, or one above it. Raises SilenceError."""
    sender, _ = senders()
    _, usual, where = PROVIDERS.get(current_provider(), ("", "", "chez qui tient le relais"))
    how = f"La clé et le nom à publier se trouvent {where}."
    selector = settings.DKIM_SELECTOR
    if not selector:
        hint = f" (d’ordinaire « {usual} »)" if usual else ""
        words = f"Le nom de la clé n’est pas donné : réglez DKIM_SELECTOR{hint} pour que cette page la vérifie."
        return Verdict(subject, Level.UNKNOWN, words, [how])
    for domain in upwards(sender):
        name = f"{selector}._domainkey.{domain}"
        texts = ask(name, "TXT")
        if texts:
            return _weigh_key(subject, name, texts, how)
    name = f"{selector}._domainkey.{sender}"
    words = "Aucune clé n’est publiée sous ce nom : les messages ne peuvent pas être reconnus comme les nôtres."
    return Verdict(subject, Level.BAD, words, [how], [], name, "v=DKIM1; k=rsa; p=(la clé publique)")


def _weigh_key(subject, name, texts, how):
    tags = tags_of(texts[0])
    if len(texts) > 1:
        words = "Plusieurs enregistrements portent ce nom : n’en gardez qu’un."
        return Verdict(subject, Level.BAD, words, [how], texts, name)
    if tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        words = "L’enregistrement n’est pas une clé DKIM : personne ne le lit."
        return Verdict(subject, Level.BAD, words, [how], texts, name, "v=DKIM1; k=rsa; p=(la clé publique)")
    if not tags["p"]:
        return Verdict(subject, Level.BAD, "Cette clé a été révoquée : publiez la nouvelle.", [how], texts, name)
    try:
        key = base64.b64decode("".join(tags["p"].split()), validate=True)
    except (binascii.Error, ValueError):
        words = "La clé est abîmée : elle a perdu des lettres à la copie."
        return Verdict(subject, Level.BAD, words, [how], texts, name)
    signed = "Seul un message reçu dit s’il est bien signé : voyez « dkim=pass » dans l’en-tête du message d’essai."
    # A public key of 2048 bits is 294 bytes long, of 1024 bits 162 (RFC 8301 asks for 1024 at the least).
    if tags.get("k", "rsa") == "rsa" and len(key) < 290:
        level = Level.WARNING if len(key) >= 160 else Level.BAD
        return Verdict(subject, level, "La clé est courte : demandez-en une de 2048 bits.", [how, signed], texts, name)
    if "y" in tags.get("t", "").split(":"):
        words = "La clé est bonne, mais dite « à l’essai » (t=y) : retirez cette mention."
        return Verdict(subject, Level.WARNING, words, [signed], texts, name)
    return Verdict(
        subject, Level.GOOD, "Une clé est publiée : nos messages peuvent être signés.", [signed], texts, name
    )
