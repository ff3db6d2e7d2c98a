"""The domain that messages leave in the name of, judged as receivers judge it, and what to publish for it.

SPF (RFC 7208) says which machines may send for the domain of returns, DKIM (RFC 6376) signs, DMARC (RFC 9989, which
replaced RFC 7489) wants one of both to speak for the sender's own domain, and says what becomes of the rest.
"""

import base64
import binascii
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.db.models import TextChoices

from . import dns_lookup, spf
from .dns_lookup import Patient, SilenceError
from .mail import is_local, one_line
from .mail_addresses import canonical

KEPT = 300
SILENT = "Le DNS ne répond pas : réessayez dans quelques minutes. Rien ne dit que le réglage soit faux."
# What each provider asks to put into SPF, the name of its DKIM key, and where it shows it.
PROVIDERS = {
    "brevo": ("spf.brevo.com", "brevo1", "dans Brevo, « Expéditeurs, domaines et IP », puis « Domaines »"),
    "mailjet": ("spf.mailjet.com", "mailjet", "dans Mailjet, « Domaines et adresses d’expéditeurs »"),
    "scaleway": ("_spf.tem.scaleway.com", "", "dans la console Scaleway, « Transactional Email », « Domaines »"),
}
# The place of an address that only who runs the relay knows (RFC 5737).
_UNSEEN = "ip4:192.0.2.1"
ACTIONS = {"none": "ne rien faire", "quarantine": "classer en indésirable", "reject": "refuser"}


class Level(TextChoices):
    """How good a setting is."""

    GOOD = "bon", "Bon"
    WARNING = "a-ameliorer", "À améliorer"
    BAD = "a-corriger", "À corriger"
    UNKNOWN = "inconnu", "Inconnu"


@dataclass(frozen=True)
class Verdict:
    """What is judged, how good it is, why, and the TXT record to publish: its name and its value."""

    subject: str
    level: Level
    words: str
    details: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    name: str = ""
    record: str = ""


def domain_of(address: str) -> str:
    """The domain of an address, in ASCII; empty for none."""
    bare = re.sub(r"^.*<|>.*$", "", address)
    return canonical(bare).rpartition("@")[2] if "@" in bare else ""


def is_real(domain: str) -> bool:
    """Whether a domain can be somebody's: not of this machine alone, nor made up (RFC 2606)."""
    return "." in domain and domain.rpartition(".")[2] not in ("invalid", "localhost", "local", "test")


def known() -> list[Verdict] | None:
    """The last judgement of the settings of today, if it is not five minutes old; asks nobody."""
    return cache.get(_key())


def judge() -> list[Verdict]:
    """Judge SPF, DKIM, DMARC and the mail exchanger of the sender; takes up to ten seconds, the first time."""
    verdicts = known()
    if verdicts is None:
        ask = Patient(dns_lookup.ask)
        verdicts = [_unless_silent(*each, ask) for each in _JUDGES]
        if not any(verdict.words == SILENT for verdict in verdicts):
            cache.set(_key(), verdicts, KEPT)
    return verdicts


def _key():
    parts = [settings.DEFAULT_FROM_EMAIL, settings.BOUNCE_ADDRESS, settings.DKIM_SELECTOR]
    parts += [settings.MAIL_TRANSPORT, settings.EMAIL_HOST]
    return "sender-domain:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _unless_silent(subject, judge_one, ask):
    try:
        return judge_one(subject, ask)
    except SilenceError:
        return Verdict(subject, Level.UNKNOWN, SILENT)


def _provider():
    name = settings.MAIL_TRANSPORT.split(".")[-2]
    return name if name in PROVIDERS else ""


def _senders():
    """The sender's domain, and that of the returns, which SPF is about."""
    sender = domain_of(settings.DEFAULT_FROM_EMAIL)
    return sender, domain_of(settings.BOUNCE_ADDRESS) or sender


def _judge_spf(subject, ask):
    sender, domain = _senders()
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
    if not _are_one_organisation(sender, domain, ask):
        level = Level.WARNING
        details.append(f"Les retours vont à {domain}, et l’expéditeur est de {sender} : DMARC ne comptera pas ce SPF.")
    return Verdict(subject, level, words, details, [found.record], domain, "" if level == Level.GOOD else record)


def _needed(ask):
    """The term of SPF by which our messages may leave, and what one should know of it."""
    provider = _provider()
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


def _judge_dkim(subject, ask):
    sender, _ = _senders()
    _, usual, where = PROVIDERS.get(_provider(), ("", "", "chez qui tient le relais"))
    how = f"La clé et le nom à publier se trouvent {where}."
    selector = settings.DKIM_SELECTOR
    if not selector:
        hint = f" (d’ordinaire « {usual} »)" if usual else ""
        words = f"Le nom de la clé n’est pas donné : réglez DKIM_SELECTOR{hint} pour que cette page la vérifie."
        return Verdict(subject, Level.UNKNOWN, words, [how])
    for domain in _upwards(sender):
        name = f"{selector}._domainkey.{domain}"
        texts = ask(name, "TXT")
        if texts:
            return _weigh_key(subject, name, texts, how)
    name = f"{selector}._domainkey.{sender}"
    words = "Aucune clé n’est publiée sous ce nom : les messages ne peuvent pas être reconnus comme les nôtres."
    return Verdict(subject, Level.BAD, words, [how], [], name, "v=DKIM1; k=rsa; p=(la clé publique)")


def _weigh_key(subject, name, texts, how):
    tags = _tags(texts[0])
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


def _judge_dmarc(subject, ask):
    sender, _ = _senders()
    first = f"v=DMARC1; p=none; rua=mailto:dmarc@{sender}"
    then = first.replace("none", "quarantine")
    name, own = f"_dmarc.{sender}", f"Ouvrez l’adresse dmarc@{sender}, ou mettez-en une que vous lisez."
    later = f"Après quelques semaines sans surprise dans les rapports, publiez : {then}"
    domain, texts = _policy_of(sender, ask)
    if not texts:
        wrong = [text for text in ask(name, "TXT") if re.search(r"\bp\s*=|dmarc", text, re.IGNORECASE)]
        words = (
            "Rien ne dit quoi faire des messages qui usurpent ce nom : Gmail et Yahoo l’exigent des envois en nombre."
        )
        if wrong:
            words = "L’enregistrement ne commence pas par « v=DMARC1 » : personne ne le lit."
        return Verdict(subject, Level.BAD, words, [own, later], wrong, name, first)
    if len(texts) > 1:
        words = "Il y a plusieurs enregistrements DMARC : personne n’en lit aucun. N’en gardez qu’un."
        return Verdict(subject, Level.BAD, words, [own], texts, f"_dmarc.{domain}", first)
    tags = _tags(texts[0])
    policy = (tags.get("sp") if domain != sender else None) or tags.get("p", "")
    if policy.lower() not in ACTIONS:
        words = f"Sa consigne « p={policy[:40]} » n’existe pas : c’est none, quarantine ou reject."
        return Verdict(subject, Level.BAD, words, [own, later], texts, f"_dmarc.{domain}", first)
    details = [] if domain == sender else [f"Il est tiré de {domain}, qui répond pour ses sous-domaines."]
    if not tags.get("rua"):
        details.append("Il ne demande pas de rapports (rua) : vous ne saurez pas qui usurpe ce nom.")
    if policy.lower() == "none":
        words = "Les messages qui usurpent ce nom sont seulement signalés : c’est ainsi que l’on commence."
        details.append("Publiez la suite après quelques semaines de rapports sans surprise, et pas avant.")
        return Verdict(subject, Level.WARNING, words, details, texts, f"_dmarc.{domain}", then)
    words = f"Les messageries savent quoi faire de ce qui usurpe ce nom : {ACTIONS[policy.lower()]}."
    return Verdict(subject, Level.GOOD, words, details, texts, f"_dmarc.{domain}")


def _policy_of(domain, ask):
    """The domain whose DMARC record speaks for `domain`, with its records: its own, or one above (RFC 9989).

    Without any record a domain answers for itself alone.
    """
    for above in _upwards(domain):
        texts = [text for text in ask(f"_dmarc.{above}", "TXT") if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]
        if texts:
            return above, texts
    return domain, []


def _upwards(domain):
    """A domain and those above it, up to the last that somebody can own; eight at most."""
    labels = domain.split(".")
    starts = [0, *range(max(1, len(labels) - 7), len(labels) - 1)]
    return [".".join(labels[start:]) for start in starts]


def _are_one_organisation(sender, other, ask):
    """Whether DMARC takes the word of `other` for `sender`: both under its policy, or the same if it is strict."""
    if sender == other:
        return True
    owner, texts = _policy_of(sender, ask)
    strict = texts and _tags(texts[0]).get("aspf") == "s"
    return not strict and (other == owner or other.endswith(f".{owner}"))


def _judge_exchanger(subject, ask):
    domains = dict.fromkeys(_senders())
    for domain in domains:
        exchangers = [found.partition(" ")[2] for found in ask(domain, "MX")]
        if exchangers in ([""], ["."]):
            words = (
                f"{domain} déclare ne recevoir aucun courrier : les réponses se perdent, et des messageries refusent."
            )
            return Verdict(subject, Level.BAD, words, [], [f"{domain} MX 0 ."])
        if not exchangers and not (ask(domain, "A") or ask(domain, "AAAA")):
            words = f"{domain} n’existe pas, ou ne reçoit pas de courrier : nos messages seront refusés."
            return Verdict(subject, Level.BAD, words)
        if not exchangers:
            words = (
                f"{domain} ne nomme aucun serveur de courrier (MX) : les réponses et les retours risquent de se perdre."
            )
            return Verdict(subject, Level.WARNING, words)
    return Verdict(subject, Level.GOOD, f"{' et '.join(domains)} : le courrier en retour sait où aller.")


_JUDGES = [
    ("SPF", _judge_spf),
    ("DKIM", _judge_dkim),
    ("DMARC", _judge_dmarc),
    ("Réception (MX)", _judge_exchanger),
]


def _tags(text):
    """The tags of a record « v=…; p=… », spaces aside; the first of each counts."""
    pairs = [piece.partition("=") for piece in one_line(text).split(";") if "=" in piece]
    return {name.strip().lower(): value.strip() for name, _, value in reversed(pairs)}
