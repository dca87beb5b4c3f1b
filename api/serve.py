"""Serving: binds an address, the machine's own unless there is a certificate,
runs the application, and stops cleanly.
"""

import logging
import socket
from collections.abc import Callable
from contextlib import closing

import uvicorn

from comity.api.app import create_app
from comity.api.certificates import certificate_files
from comity.api.errors import NotLoopback, PortInUse
from comity.api.guard import log
from comity.api.installation import Installation
from comity.api.order_list import keep_order_list
from comity.api.settings_people import LOOPBACK, TlsSettings

Told = Callable[[str], None]
NO_CERTIFICATE = TlsSettings()


def serve(installation: Installation, port: int | None = None, told: Told = print) -> None:
    """Serve until stopped; `told` gets the address once the port is open.

    `port` None takes the settings' one, 0 any free one. Raises PortInUse or NotLoopback.
    """
    settings = installation.settings
    chosen = settings.port if port is None else port
    with closing(bind(settings.host, chosen, settings.tls)) as listening:
        server, address = prepare(installation, listening)
        told(address)
        server.run(sockets=[listening])


def log_requests() -> None:
    """Write what the guard notes on stderr, a line a request, where services keep it."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def prepare(installation: Installation, listening: socket.socket) -> tuple[uvicorn.Server, str]:
    """The server on an open port, and the address to give a person."""
    # A program that stopped after an order may not have listed it any more.
    keep_order_list(installation)
    app = create_app(installation)
    host, port = listening.getsockname()[:2]
    tls = installation.settings.tls
    name = tls.name or (f"[{host}]" if ":" in host else host)
    address = f"{'https' if tls.is_set else 'http'}://{name}:{port}/"
    if app.state.sessions is not None:
        address += f"?key={app.state.sessions.new_key()}"
    # The guard writes the access log: without addresses, which hold ids and keys.
    config = uvicorn.Config(
        app, access_log=False, server_header=False, log_level="warning", ws="none", lifespan="off",
        **certificate_files(installation.folder, tls),
    )  # fmt: skip
    server = uvicorn.Server(config)
    app.state.stopping = lambda: server.should_exit
    return server, address


def bind(host: str, port: int, tls: TlsSettings = NO_CERTIFICATE) -> socket.socket:
    """Open a port; one that other machines reach only where connections are encrypted."""
    if host not in LOOPBACK and not tls.is_set:
        raise NotLoopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Windows lets two programs share a port under this option; elsewhere it only skips a wait.
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise PortInUse(host, port) from None
    return listening
