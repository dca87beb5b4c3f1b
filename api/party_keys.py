"""The keys that agencies sign agreements with: one small file an agency, its public half only."""

import re
from pathlib import Path

from comity.api.errors import InstallationError
from comity.api.files import make_private_folder, write_private
from comity.sharing import Signature

KEYS = "keys"
_KEY = re.compile(r"[0-9a-f]{64}")
_AGENCY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class PartyKeys:
    """The public keys that this installation takes an agency's signature by."""

    def __init__(self, data: Path) -> None:
        self._folder = data / KEYS

    def trust(self, agency: str, key: str, *, instead_of: str = "") -> None:
        """Take signatures of an agency by this key from now on, and by no other.

        A key that is known already is given up only where it is named.
        """
        if not _AGENCY.fullmatch(agency):
            raise InstallationError(f"{agency!r} is no agency's id: letters, digits, . _ and -")
        if not _KEY.fullmatch(key):
            raise InstallationError("a public key is 64 hexadecimal digits; comity agreement key")
        known = self.of(agency)
        if known not in (None, key, instead_of):
            raise InstallationError(
                f"{agency}'s key is known as {known}; once they have told you by another way that "
                f"it is no longer theirs: --instead-of {known}"
            )
        make_private_folder(self._folder)
        write_private(self._folder / f"{agency}.pub", f"{key}\n".encode())

    def of(self, agency: str) -> str | None:
        """The key of an agency, if it is known."""
        path = self._folder / f"{agency}.pub"
        known = _AGENCY.fullmatch(agency) and path.is_file()
        return path.read_text("ascii").strip() if known else None

    def check(self, signature: Signature) -> None:
        """Refuse a signature by a key that is not known to be its agency's."""
        if self.of(signature.agency) != signature.key:
            raise InstallationError(
                f"{signature.key} is not known as {signature.agency}'s key; once they have told "
                f"you so by another way: comity agreement trust {signature.agency} KEY"
            )
