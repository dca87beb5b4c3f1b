"""The server's certificate: tried before the port opens, so that a wrong one is one sentence."""

import ssl
from pathlib import Path
from typing import TypedDict

from comity.api.errors import InstallationError
from comity.api.files import is_private
from comity.api.settings_people import TlsSettings


class CertificateFiles(TypedDict, total=False):
    """The two files, under the names that the server takes them by."""

    ssl_certfile: Path
    ssl_keyfile: Path


def certificate_files(folder: Path, tls: TlsSettings) -> CertificateFiles:
    """The certificate and its key, by paths within the folder or absolute ones; none if not set."""
    if not tls.is_set:
        return {}
    certificate, key = folder / tls.certificate, folder / tls.key
    for path in (certificate, key):
        if not path.is_file():
            raise InstallationError(f"{path} is not there; see tls in the settings")
    if not is_private(key):
        raise InstallationError(f"{key} lets others read it; chmod 600 it")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=str)
    except (ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", None) or "they do not belong together"
        raise InstallationError(f"{certificate} and {key} cannot be used: {reason}") from None
    return {"ssl_certfile": certificate, "ssl_keyfile": key}
