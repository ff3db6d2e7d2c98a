"""Say in French why the site cannot listen at HOST PORT, before anything long is started."""

import errno
import socket
import sys

host, port = sys.argv[1], sys.argv[2]
if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
    sys.exit(f"PORT={port} n’est pas un numéro de port : il faut un nombre de 1 à 65535.")
try:
    family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
except OSError:
    sys.exit(f"HOST={host} n’est pas une adresse connue de cette machine.")
with socket.socket(family, kind) as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(address)
        probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            free = int(port) + 1 if int(port) < 65535 else 8001
            sys.exit(
                f"le port {port} est déjà pris, peut-être par ce site déjà lancé.\n"
                f"Pour en choisir un autre :  make run PORT={free}"
            )
        if error.errno == errno.EACCES:
            sys.exit(f"le port {port} est réservé à l’administrateur : choisissez-en un au-dessus de 1023.")
        if error.errno == errno.EADDRNOTAVAIL:
            sys.exit(f"HOST={host} n’est pas une adresse de cette machine.")
        sys.exit(f"impossible d’écouter sur {host}, port {port} : {error.strerror}.")
