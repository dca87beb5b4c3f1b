"""A person's sign-off under a score card's text, and what else must hold before a card answers."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time

from comity.analytics.errors import CardNotUsable
from comity.analytics.score_card import ScoreCard
from comity.analytics.score_card_document import parse_card
from comity.sharing import Viewer, public_key
from comity.sharing.signing import holds, sign_bytes

_PURPOSE = "comity score card sign-off 1"


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who answers for a card, in what role and since when; `key` is their agency's."""

    card: str
    version: int
    text_hash: str
    who: str
    role: str
    agency: str
    at: datetime
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class SignedCard:
    """A card with the sign-off that holds under its text; made by `signed_card` alone."""

    card: ScoreCard
    text_hash: str
    sign_off: SignOff


def text_hash(text: str) -> str:
    """The SHA-256 of a card's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign_card(text: str, who: str, role: str, agency: str, at: datetime, private: bytes) -> SignOff:
    """Sign a card's text off as a person of an agency, with the agency's key."""
    card = parse_card(text, "the card")
    if not who.strip() or not role.strip():
        raise CardNotUsable(f"{card.id} is signed by a person in a role; name both")
    unsigned = SignOff(
        card.id, card.version, text_hash(text), who, role, agency, at, public_key(private), ""
    )
    return replace(unsigned, signature=sign_bytes(_message(unsigned), private))


def signed_card(text: str, sign_off: SignOff | None) -> SignedCard:
    """A card under its sign-off; raises CardNotUsable where that is missing or does not hold."""
    card = parse_card(text, "the card")
    where = f"{card.id} version {card.version}"
    if sign_off is None:
        raise CardNotUsable(f"{where} is signed off by nobody; comity score sign")
    told, held = (sign_off.card, sign_off.version), (card.id, card.version)
    if told != held or sign_off.text_hash != text_hash(text):
        raise CardNotUsable(f"{where} was changed after it was signed off; sign it anew")
    if not holds(sign_off.signature, _message(sign_off), sign_off.key):
        raise CardNotUsable(f"the sign-off of {where} does not hold under the key {sign_off.key}")
    return SignedCard(card, sign_off.text_hash, sign_off)


def check_usable(signed: SignedCard, viewer: Viewer, now: datetime) -> None:
    """Refuse a card that expired, or that is for other purposes or roles; raises CardNotUsable."""
    card = signed.card
    where = f"{card.id} version {card.version}"
    if not signed.sign_off.at <= now < datetime.combine(card.expires, time(), UTC):
        raise CardNotUsable(f"{where} answers from its sign-off until {card.expires}, not now")
    if viewer.purpose not in card.purposes:
        raise CardNotUsable(f"{where} is for {', '.join(card.purposes)}, not {viewer.purpose}")
    if viewer.role not in card.roles:
        raise CardNotUsable(f"{where} is for the roles {', '.join(card.roles)}")


def _message(sign_off: SignOff) -> bytes:
    told = asdict(replace(sign_off, signature=_PURPOSE)) | {"at": sign_off.at.isoformat()}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
