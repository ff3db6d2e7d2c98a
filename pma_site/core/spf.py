"""Who may send for a domain, as its SPF record says it (RFC 7208)."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from .dns_lookup import Ask

# RFC 7208 § 4.6.4: beyond, receivers take the record for an error.
MOST_LOOKUPS, MOST_VOID = 10, 2
# Where we stop counting.
_ENOUGH = 25

_TERM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(\S*))?$", re.IGNORECASE)
_MODIFIER = re.compile(r"([a-z][\w.-]*)=(\S*)$", re.IGNORECASE)


def records_of(texts: list[str]) -> list[str]:
    """Those TXT records of a domain that are SPF records."""
    return [text for text in texts if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE)]


def misspelt(texts: list[str]) -> list[str]:
    """TXT records that were meant to be SPF records, and are none: their beginning is missing or wrong."""
    meant = re.compile(r"\bspf1?\b.*\ball\b|^\s*(include:|mx\b|a\b|ip4:).*[~?+-]all\b|^\W*v\s*=\s*spf", re.IGNORECASE)
    return [text for text in texts if text not in records_of(texts) and meant.search(text)]


@dataclass
class Spf:
    """A record followed to the end of its references: what it allows, and what receivers would stumble over."""

    record: str
    terms: list[str] = field(default_factory=list)
    all: str = ""  # « - », « ~ », « ? » or « + »; empty where it ends without a word.
    lookups: int = 0
    voids: int = 0
    includes: set[str] = field(default_factory=set)
    networks: list = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    deprecated: bool = False

    def allows(self, address: str) -> bool:
        """Whether an IP address may send."""
        return any(ip_address(address) in network for network in self.networks)


def read(domain: str, record: str, ask: Ask) -> Spf:
    """Follow the SPF record of a domain; raises SilenceError."""
    spf = Spf(record, record.split()[1:])
    _follow(spf, domain, record, ask, trail=(domain,))
    return spf


def _follow(spf, domain, record, ask, trail):
    """Read one record. Only the outermost one says what becomes of everybody else (RFC 7208 § 5.2)."""
    redirect = ""
    for term in record.split()[1:]:
        found, modifier = _TERM.match(term), _MODIFIER.match(term)
        if found:
            sign, name, mark, value = found[1] or "+", found[2].lower(), found[3], found[4] or ""
            if name == "all":
                spf.all = sign if len(trail) == 1 else spf.all
                return
            _take(spf, domain, (sign, name, value if mark == ":" else "", term), ask, trail)
        elif modifier:
            redirect = modifier[2] if modifier[1].lower() == "redirect" else redirect
        else:
            spf.faults.append(f"« {term[:60]} » n’est pas du SPF")
    if redirect:
        _refer(spf, redirect, ask, trail[:-1] if len(trail) == 1 else trail)


def _take(spf, domain, term, ask, trail):
    sign, name, value, text = term
    if name in ("ip4", "ip6"):
        _allow(spf, sign, value, text)
    elif name == "include":
        spf.includes.add(value.lower().rstrip("."))
        _refer(spf, value, ask, trail)
    elif _look(spf):
        if name == "ptr":
            spf.deprecated = True
        elif "%" not in value and name != "exists":
            _allow_hosts(spf, sign, name, value.partition("/")[0] or domain, ask)


def _look(spf):
    """Count one question more; False where there were too many to go on."""
    spf.lookups += 1
    return spf.lookups <= _ENOUGH


def _refer(spf, target, ask, trail):
    if not _look(spf):
        return
    if "%" in target:
        # Only the message itself tells which record that is.
        return
    if target in trail or len(trail) > _ENOUGH:
        spf.faults.append(f"« {target[:60]} » renvoie à lui-même")
        return
    records = records_of(ask(target, "TXT"))
    if len(records) != 1:
        spf.faults.append(f"« {target[:60]} » n’a pas d’enregistrement SPF valable")
        return
    _follow(spf, target, records[0], ask, (*trail, target))


def _allow(spf, sign, value, text):
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        spf.faults.append(f"« {text[:60]} » n’est pas une adresse IP")
        return
    if sign == "+":
        spf.networks.append(network)


def _allow_hosts(spf, sign, name, host, ask):
    hosts = [host]
    if name == "mx":
        hosts = [exchange for _, _, exchange in (found.partition(" ") for found in ask(host, "MX")) if exchange]
    addresses = [address for each in hosts[:10] for kind in ("A", "AAAA") for address in ask(each, kind)]
    if not addresses:
        spf.voids += 1
    if sign == "+":
        spf.networks += [ip_network(address) for address in addresses]
