"""Reading an address that somebody typed: only http(s), only hosts of the public Internet, within time and size.

The server stands inside a network that others cannot see. An address must not lend it to them (OWASP, « Server-Side
Request Forgery »): every address that a name leads to is checked, and the one that was checked is connected to, so
that the name cannot lead elsewhere meanwhile. Each redirect is an address of its own.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from pma_site.core.french import NBSP
from pma_site.core.refusals import Refused

MAX_SIZE = 5 * 1000 * 1000
MAX_REDIRECTS = 3
MAX_ADDRESS = 1_000
# In seconds: until a server takes the call, and for everything.
CONNECT_TIMEOUT, TOTAL_TIMEOUT = 5, 15
_PORTS = {"http": 80, "https": 443}
# IPv6 that stands for IPv4 (RFC 6052, RFC 8215), whatever prefix precedes the last 32 bits.
_TRANSLATED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")]
_HANDED_OUT = ipaddress.ip_network("2000::/3")
# Public by its number, but a service that clouds give to their own machines alone.
_NEVER = {ipaddress.ip_address("168.63.129.16")}
_ACCEPTED = "text/calendar, application/json, text/csv, */*;q=0.5"

# What a name leads to: `resolve(host, port)` returns IP addresses in the order in which to try them.
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Fetched:
    """What an address answered, and where it was found in the end."""

    content: bytes
    address: str


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as the system knows them."""
    return list(dict.fromkeys(info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, and nothing inside a machine, a network or a cloud."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.version == 6:
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        inner += [ipaddress.ip_address(int(ip) & 0xFFFFFFFF) for net in _TRANSLATED if ip in net]
        # NAT64 and tunnels hide an address in another: what they hide counts.
        if any(each is not None and not is_public(str(each)) for each in inner):
            return False
        if ip.ipv4_mapped or any(ip in net for net in _TRANSLATED[:1]):
            return True
        # All that is handed out of IPv6 (RFC 4291 § 2.4): site-local addresses (fec0::/10) are not.
        if ip not in _HANDED_OUT:
            return False
    unusual = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    return ip.is_global and not unusual and ip not in _NEVER


@dataclass(frozen=True)
class Rules:
    """What may be asked, and how; the tests put a server of their own in the place of the Internet."""

    resolve: Resolve = resolve
    is_public: Callable[[str], bool] = is_public
    ports: tuple[int, ...] = (80, 443)
    tls: ssl.SSLContext | None = None
    connect_timeout: float = CONNECT_TIMEOUT
    total_timeout: float = TOTAL_TIMEOUT


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


def tidy(address: str) -> str:
    """The address as it is asked for, in one spelling: « webcal:// » is https, « #haut » goes, the host in lower case.

    Raises Refused for one that is never asked.
    """
    said = address.strip()
    said = re.sub(r"^webcals?://", "https://", said, flags=re.I)
    if said and "://" not in said and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", said):
        said = f"https://{said}"
    _target(said, Rules())
    parts = urlsplit(said)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/", fragment="").geturl()


def fetch(address: str, rules: Rules | None = None) -> Fetched:
    """Return what an address answers, at most 5 Mo once unpacked. Raises core.refusals.Refused, which says why not."""
    rules = rules or Rules()
    until = time.monotonic() + rules.total_timeout
    for _ in range(MAX_REDIRECTS + 1):
        target = _target(address, rules)
        content, further = _ask(target, rules, until)
        if further is None:
            return Fetched(content, address)
        address = urljoin(address, further)
    raise Refused("Cette adresse renvoie sans fin d’une page à l’autre : donnez directement celle de l’agenda.")


def _target(address, rules):
    """The parts of an address. Raises Refused for what is no address of the web, or hides something."""
    if len(address) > MAX_ADDRESS:
        raise Refused("Cette adresse est trop longue.")
    if re.search(r"[\x00-\x20\x7f\\]", address):
        raise Refused("Cette adresse contient une espace ou un signe interdit.")
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise Refused("Ce n’est pas une adresse : elle commence par https://") from error
    if parts.scheme not in _PORTS or not host:
        raise Refused("L’adresse doit commencer par https:// ou http://")
    if "@" in parts.netloc:
        raise Refused("Cette adresse contient un nom d’utilisateur ou un mot de passe : ils ne sont pas acceptés.")
    port = port if port is not None else _PORTS[parts.scheme]
    if port not in rules.ports:
        raise Refused(f"Cette adresse passe par le port {port} : seuls ceux du web (80 et 443) sont acceptés.")
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Refused("Le nom de domaine de cette adresse ne se lit pas.") from error
    # « 0x7f.1 », « 2130706433 », « 0177.0.0.1 »: an address in disguise (WHATWG URL, « ends in a number »).
    last = host.rsplit(".", 1)[-1]
    if re.fullmatch(r"\d+|0x[0-9a-f]*", last, re.I) and not _is_plain(host):
        raise Refused("Cette adresse n’est pas écrite comme une adresse du web.")
    path = parts.path or "/"
    return _Target(parts.scheme, host, port, _quoted(f"{path}?{parts.query}" if parts.query else path))


def _is_plain(host):
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def _quoted(path):
    """A path with its accents encoded, as browsers send them."""
    return "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


def _ask(target, rules, until):
    """The content of an answer and None, or b"" and where it sends to."""
    connection = _Connection(target, _checked(target, rules), rules, until)
    # Whoever sends a byte now and then keeps within every time-out of a socket: this one ends the call.
    alarm = threading.Timer(max(0.1, until - time.monotonic()), connection.hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        headers = {"Accept": _ACCEPTED, "Accept-Encoding": "gzip", "User-Agent": "LettreAuxMaires/1 (agenda)"}
        connection.request("GET", target.path, headers=headers)
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308) and answer.getheader("Location"):
            return b"", answer.getheader("Location")
        _check(answer, target)
        return _unpacked(answer, until), None
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"Le certificat de {target.host} n’est pas valable : la connexion n’est pas sûre.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= until - 0.05 or isinstance(error, TimeoutError):
            raise Refused(f"{target.host} met trop de temps à répondre. Réessayez plus tard.") from error
        raise Refused(f"{target.host} ne répond pas, ou répond de travers. Vérifiez l’adresse.") from error
    finally:
        alarm.cancel()
        connection.close()


def _checked(target, rules):
    """The IP addresses of a host, each of them public. Raises Refused."""
    try:
        found = rules.resolve(target.host, target.port)
    except (OSError, UnicodeError, ValueError) as error:
        raise Refused(f"Le nom « {target.host} » n’existe pas sur Internet. Vérifiez l’adresse.") from error
    if not found or not all(map(rules.is_public, found)):
        raise Refused(f"« {target.host} » n’est pas un site public : cette adresse n’est pas lue.")
    return found[:4]


def _check(answer, target):
    if answer.status in (401, 403):
        raise Refused(f"{target.host} refuse l’accès ({answer.status}) : l’agenda doit être public.")
    if answer.status in (404, 410):
        raise Refused(f"Cette adresse n’existe pas ou plus sur {target.host} ({answer.status}).")
    if answer.status != http.client.OK:
        raise Refused(
            f"{target.host} n’a pas donné l’agenda ({answer.status}). Vérifiez l’adresse, ou réessayez plus tard."
        )
    length = answer.getheader("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:15]) > MAX_SIZE:
        raise _too_heavy()


def _unpacked(answer, until):
    """The body of an answer, unpacked if it is packed. Raises Refused beyond 5 Mo, packed or not."""
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise Refused("Le site envoie un contenu compressé d’une façon inconnue.")
    unpack = zlib.decompressobj(47) if packing not in ("identity", "") else None
    content, taken = bytearray(), 0
    try:
        while piece := answer.read1(65_536):
            taken += len(piece)
            content += unpack.decompress(piece, MAX_SIZE + 1 - len(content)) if unpack else piece
            if len(content) > MAX_SIZE or taken > MAX_SIZE or (unpack and unpack.unconsumed_tail):
                raise _too_heavy()
            if time.monotonic() > until:
                raise TimeoutError
    except zlib.error as error:
        raise Refused("Le site envoie un contenu abîmé.") from error
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    if unpack and not unpack.eof:
        raise Refused("Le site envoie un contenu abîmé ou coupé.")
    return bytes(content)


def _too_heavy():
    return Refused(f"Cet agenda est trop lourd : 5{NBSP}Mo au plus. Filtrez-le à la source.")


class _Connection(http.client.HTTPConnection):
    """A connection to IP addresses already checked, not to the name; the name still goes with it (Host, SNI)."""

    def __init__(self, target, addresses, rules, until):
        super().__init__(target.host, target.port)
        self.default_port = _PORTS[target.scheme]
        self.target, self.addresses, self.rules, self.until = target, addresses, rules, until

    def connect(self):
        fault = OSError("no address")
        for address in self.addresses:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                self.sock = socket.create_connection((address, self.port), min(self.rules.connect_timeout, left))
            except OSError as error:
                fault = error
                continue
            if self.target.scheme == "https":
                context = self.rules.tls or ssl.create_default_context()
                # In two steps, so that `hang_up` knows the socket while the other side takes its time.
                self.sock = context.wrap_socket(
                    self.sock, server_hostname=self.target.host, do_handshake_on_connect=False
                )
                self.sock.do_handshake()
            self.sock.settimeout(max(0.1, self.until - time.monotonic()))
            return
        raise fault

    def hang_up(self):
        """End the call whatever is going on."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
