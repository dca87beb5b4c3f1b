"""Signatures under agreements: Ed25519 (RFC 8032) over the text's hash.

What is signed names the agreement, its version, the SHA-256 of its text, the SHA-256 of the paper
that was signed by hand (or nothing), and the agency that signs.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.sharing.agreement import Agreement
from comity.sharing.errors import BadKey, BadSignature

_PURPOSE = "comity agreement signature 1"


@dataclass(frozen=True, slots=True)
class Signature:
    """One agency's signature under one version of an agreement, in hexadecimal."""

    agreement: str
    version: int
    text_hash: str
    paper_hash: str
    agency: str
    key: str
    signature: str


def new_key() -> bytes:
    """A new private key as PEM; whoever holds it signs for its agency."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_key(private: bytes) -> str:
    """The public half of a private key in PEM, as 64 hexadecimal digits."""
    return _private(private).public_key().public_bytes_raw().hex()


def sign_bytes(message: bytes, private: bytes) -> str:
    """The signature of a private key in PEM under a message, in hexadecimal; raises BadKey."""
    return _private(private).sign(message).hex()


def holds(signature: str, message: bytes, key: str) -> bool:
    """Whether a signature is that of a public key under this very message."""
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        known.verify(bytes.fromhex(signature), message)
    except (ValueError, InvalidSignature):
        return False
    return True


def sign(
    agreement: Agreement, text: str, agency: str, private: bytes, paper: bytes = b""
) -> Signature:
    """Sign an agreement's text for one of its parties; raises BadKey or BadSignature."""
    if agency not in agreement.parties:
        raise BadSignature(f"{agency!r} is no party of {agreement.id}; its parties sign it")
    unsigned = Signature(
        agreement.id,
        agreement.version,
        hashlib.sha256(text.encode()).hexdigest(),
        hashlib.sha256(paper).hexdigest() if paper else "",
        agency,
        public_key(private),
        "",
    )
    return replace(unsigned, signature=sign_bytes(_message(unsigned), private))


def check_signature(signature: Signature, agreement: Agreement, text: str) -> None:
    """Refuse a signature that is not under this very text; raises BadSignature."""
    where = f"{signature.agency}'s signature under {agreement.id} version {agreement.version}"
    told = (signature.agreement, signature.version)
    if told != (agreement.id, agreement.version):
        raise BadSignature(f"{where}: it was given under {told[0]} version {told[1]}")
    if signature.agency not in agreement.parties:
        raise BadSignature(f"{where}: {signature.agency!r} is no party")
    if signature.text_hash != hashlib.sha256(text.encode()).hexdigest():
        raise BadSignature(f"{where}: the text was changed after it was signed; sign it anew")
    if not holds(signature.signature, _message(signature), signature.key):
        raise BadSignature(f"{where}: it does not hold under the key {signature.key}")


def _message(signature: Signature) -> bytes:
    told = asdict(replace(signature, signature=_PURPOSE))
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _private(pem: bytes) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        raise BadKey("it is no private key in PEM without a password") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey("it is no Ed25519 key; comity agreement key makes one")
    return key
