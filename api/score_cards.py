"""The score cards of an installation: each version's text as it was written, and its sign-off.

A version once kept never changes: another text needs a higher version. What lies in the files is
held against the sign-off at each look, so that a text that was edited there answers nothing.
"""

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from comity.analytics import CardNotUsable, ScoreCard, SignedCard, SignOff, parse_card, signed_card
from comity.analytics.sign_off import check_usable, text_hash
from comity.api.errors import InstallationError
from comity.api.files import make_private_folder, write_private
from comity.api.party_keys import PartyKeys
from comity.sharing import Viewer
from comity.sharing.document import document_text

SCORES = "scores"
_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class KeptCard:
    """One version as it is kept: its text, who put it, and the sign-off if there is one."""

    card: ScoreCard
    text: str
    put_by: str
    sign_off: SignOff | None

    @property
    def text_hash(self) -> str:
        """The SHA-256 of the text."""
        return text_hash(self.text)


class ScoreCards:
    """The cards that lie in a data folder."""

    def __init__(self, data: Path, keys: PartyKeys) -> None:
        self._folder, self._keys = data / SCORES, keys

    def put(self, text: str, name: str, who: str) -> KeptCard:
        """Keep a new version; raises DocumentError or InstallationError, and keeps nothing then."""
        card = parse_card(text, name)
        versions = (each.card.version for each in self.all() if each.card.id == card.id)
        newest = max(versions, default=0)
        if card.version <= newest:
            raise InstallationError(
                f"{card.id} version {newest} is kept; give a new text a higher version"
            )
        kept = KeptCard(card, text, who, None)
        make_private_folder(self._folder)
        self._write(kept)
        write_private(self._text_file(card.id, card.version), text.encode())
        return kept

    def sign(self, sign_off: SignOff) -> KeptCard:
        """Take a person's sign-off: not that of who put the card, and by a key that is known."""
        kept = self.of(sign_off.card, sign_off.version)
        where = f"{kept.card.id} version {kept.card.version}"
        if kept.sign_off is not None:
            raise InstallationError(f"{where} is signed off by {kept.sign_off.who}")
        if sign_off.who == kept.put_by:
            raise InstallationError(f"{where} was put by {kept.put_by}; somebody else signs it off")
        self._check(sign_off)
        signed_card(kept.text, sign_off)
        found = replace(kept, sign_off=sign_off)
        self._write(found)
        return found

    def of(self, card: str, version: int) -> KeptCard:
        """One version; raises InstallationError where it is not kept."""
        path = self._text_file(card, version)
        kept = self._read(path) if _ID.fullmatch(card) and path.is_file() else None
        if kept is None or (kept.card.id, kept.card.version) != (card, version):
            raise InstallationError(
                f"there is no score card {card!r} version {version}; comity score list"
            )
        return kept

    def all(self) -> list[KeptCard]:
        """Every version of every card, by id and version."""
        found = map(self._read, sorted(self._folder.glob("*.yaml")))
        return sorted(found, key=lambda kept: (kept.card.id, kept.card.version))

    def newest(self, card: str) -> KeptCard:
        """The highest version of a card; raises InstallationError where there is none."""
        versions = [kept for kept in self.all() if kept.card.id == card]
        if not versions:
            raise InstallationError(f"there is no score card {card!r}; comity score list")
        return versions[-1]

    def usable(self, kept: KeptCard) -> SignedCard:
        """The card under its sign-off; raises CardNotUsable where that does not hold here."""
        signed = signed_card(kept.text, kept.sign_off)
        self._check(signed.sign_off)
        return signed

    def signed(self, card: str, version: int) -> SignedCard | None:
        """One version under its sign-off, or None where it is not kept."""
        try:
            kept = self.of(card, version)
        except InstallationError:
            return None
        return self.usable(kept)

    def answering(self, viewer: Viewer, now: datetime) -> tuple[SignedCard, ...]:
        """The cards that answer a viewer at a moment."""
        found = []
        for kept in self.all():
            with suppress(CardNotUsable):
                signed = self.usable(kept)
                check_usable(signed, viewer, now)
                found.append(signed)
        return tuple(found)

    def _check(self, sign_off: SignOff) -> None:
        if self._keys.of(sign_off.agency) != sign_off.key:
            raise CardNotUsable(
                f"{sign_off.key} is not known as {sign_off.agency}'s key; once they have told you "
                f"so by another way: comity agreement trust {sign_off.agency} KEY"
            )

    def _read(self, path: Path) -> KeptCard:
        text = document_text(path)
        card = parse_card(text, str(path))
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        sign_off = told["sign_off"] and _sign_off(told["sign_off"])
        return KeptCard(card, text, told["put_by"], sign_off)

    def _write(self, kept: KeptCard) -> None:
        told = {"put_by": kept.put_by, "sign_off": kept.sign_off and asdict(kept.sign_off)}
        path = self._text_file(kept.card.id, kept.card.version).with_suffix(".json")
        content = json.dumps(told, default=datetime.isoformat, ensure_ascii=False, indent=1)
        write_private(path, content.encode())

    def _text_file(self, card: str, version: int) -> Path:
        return self._folder / f"{card}-{version}.yaml"


def _sign_off(told: dict[str, Any]) -> SignOff:
    return SignOff(**told | {"at": datetime.fromisoformat(told["at"])})
