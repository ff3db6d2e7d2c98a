"""Who may send in the name of the domain of returns (SPF, RFC 7208), and whether our messages are among them."""

import re
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings

from .. import spf
from ..dns_lookup import Patient
from ..mail import is_local
from .dmarc_check import are_one_organisation
from .domains import PROVIDERS, current_provider, senders
from .verdicts import Level, Verdict

# The place of an address that only who runs the relay knows (RFC 5737).
_UNSEEN = "ip4:192.0.2.1"


def judge_spf(subject: str, ask: Patient) -> Verdict:
    """Whether the domain of returns lets our messages leave in its name. Raises SilenceError."""
    sender, domain = senders()
    texts = ask(domain, "TXT")
    records = spf.records_of(texts)
    needed, unsure = _needed(ask)
    if not records:
        wrong = spf.misspelt(texts)
        words = f"{domain} ne dit pas qui peut envoyer en son nom : beaucoup de messageries s’en méfient."
        if wrong:
            words = f"L’enregistrement de {domain} ne commence pas par « v=spf1 » : personne ne le lit."
        terms = wrong[0].split() if wrong else ["mx"] if ask(domain, "MX") else []
        record = _spf_record([term for term in terms if "spf" not in term.lower() or ":" in term], needed)
        return Verdict(subject, Level.BAD, words, unsure, wrong, domain, record)
    if len(records) > 1:
        terms = list(dict.fromkeys(term for record in records for term in record.split()[1:]))
        words = f"{domain} a {len(records)} enregistrements SPF : un seul est permis, et personne n’en lit plusieurs."
        return Verdict(subject, Level.BAD, words, unsure, records, domain, _spf_record(terms, needed))
    return _weigh_spf(subject, sender, domain, spf.read(domain, records[0], ask), (needed, unsure), ask)


def _weigh_spf(subject, sender, domain, found, wanted, ask):
    needed, unsure = wanted
    record, details = _spf_record(found.terms, needed), list(unsure)
    faults = [f"{fault}." for fault in found.faults]
    if found.lookups > spf.MOST_LOOKUPS:
        faults.append(f"Il renvoie à {found.lookups} autres noms ou plus ; au-delà de dix, il ne compte plus.")
    if faults:
        words = f"L’enregistrement de {domain} a une erreur : les messageries font comme s’il n’existait pas."
        return Verdict(subject, Level.BAD, words, [*faults, *details], [found.record], domain)
    if found.all == "+":
        words = (
            f"L’enregistrement de {domain} permet à n’importe qui d’envoyer en son nom (« all » sans « ~ » ni « - »)."
        )
        return Verdict(subject, Level.BAD, words, details, [found.record], domain, record)
    level, words = Level.GOOD, f"{domain} dit qui peut envoyer en son nom, et nos messages en sont."
    if needed in ("", _UNSEEN):
        level, words = (
            Level.UNKNOWN,
            f"{domain} dit qui peut envoyer en son nom ; si nos messages en sont ne se voit pas d’ici.",
        )
    elif not _is_allowed(found, needed, ask):
        level = Level.WARNING
        words = f"{domain} dit qui peut envoyer en son nom, mais sans nommer ce par quoi partent nos messages."
    if found.all in ("?", ""):
        level = Level.WARNING
        details.append("Il ne dit rien des autres machines : terminez-le par « ~all ».")
    if found.deprecated:
        level = Level.WARNING
        details.append("« ptr » est abandonné depuis 2014 : retirez-le.")
    if found.voids > spf.MOST_VOID:
        level = Level.WARNING
        details.append(f"{found.voids} des noms qu’il cite n’existent plus : au-delà de deux, il peut ne plus compter.")
    if not are_one_organisation(sender, domain, ask):
        level = Level.WARNING
        details.append(f"Les retours vont à {domain}, et l’expéditeur est de {sender} : DMARC ne comptera pas ce SPF.")
    return Verdict(subject, level, words, details, [found.record], domain, "" if level == Level.GOOD else record)


def _needed(ask):
    """The term of SPF by which our messages may leave, and what one should know of it."""
    provider = current_provider()
    if provider:
        own = "Ce prestataire envoie les retours sous son propre nom : c’est DKIM qui compte pour DMARC."
        return f"include:{PROVIDERS[provider][0]}", [own]
    if is_local():
        return "", ["Aucun transport n’est réglé : on ne sait pas encore ce qui enverra les messages."]
    addresses = [address for kind in ("A", "AAAA") for address in _addresses(settings.EMAIL_HOST, kind, ask)]
    if any(_is_public(address) for address in addresses):
        words = f"Si {settings.EMAIL_HOST} passe par d’autres machines, demandez à qui le tient ce qu’il faut ajouter."
        return f"a:{settings.EMAIL_HOST}", [words]
    words = (
        "Le relais est sur un réseau privé : dans l’enregistrement proposé, remplacez 192.0.2.1 par l’adresse publique"
    )
    return _UNSEEN, [f"{words} d’où partent ses messages."]


def _is_public(address):
    return ip_address(address).is_global


def _addresses(host, kind, ask):
    with suppress(ValueError):
        return [host] if (ip_address(host).version == 4) == (kind == "A") else []
    return ask(host, kind) if "." in host else []


def _is_allowed(found, needed, ask):
    way, _, host = needed.partition(":")
    if way == "include":
        return host in found.includes
    return any(found.allows(address) for kind in ("A", "AAAA") for address in _addresses(host, kind, ask))


def _spf_record(terms, needed):
    """A record with what it had, what we need, and what receivers should make of the rest."""
    kept = [term for term in terms if not re.match(r"([+?~-]?(all|ptr.*)|redirect=.*|\S{100,})$", term, re.IGNORECASE)]
    moved = [f"include:{term[9:]}" for term in terms if term.lower().startswith("redirect=")]
    strict = "-all" if "-all" in terms else "~all"
    return " ".join(["v=spf1", *kept, *moved, *([needed] if needed and needed not in kept else []), strict])
