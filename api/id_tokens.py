"""ID tokens: JSON web tokens that say who signed in; taken only as the settings expect them.

PyJWT is an extra, so that it is imported only where there is a provider.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from comity.api.errors import InstallationError, NotVouchedFor
from comity.api.settings_people import OidcSettings

LEEWAY = 60  # seconds that two clocks may differ
_NEEDED = ("exp", "iat", "iss", "aud", "sub", "nonce")


class IdTokens:
    """Checks the ID tokens of one provider, signed by the one algorithm of the settings."""

    def __init__(self, settings: OidcSettings) -> None:
        try:
            import jwt  # noqa: F401
        except ImportError:
            raise InstallationError("PyJWT is not installed: pip install 'comity[oidc]'") from None
        self._settings = settings

    def subject(self, token: str, keys: Mapping[str, Any], nonce: str) -> str:
        """Whom a token is about; raises NotVouchedFor where anything is not as expected."""
        import jwt

        try:
            claims = jwt.decode(
                token,
                self._key(token, keys),
                algorithms=[self._settings.algorithm],
                audience=self._settings.client,
                issuer=self._settings.issuer,
                leeway=LEEWAY,
                options={"require": list(_NEEDED)},
            )
        except jwt.PyJWTError as error:
            raise NotVouchedFor(f"id_token refused: {type(error).__name__}") from None
        self._check(claims, nonce)
        return str(claims["sub"])

    def _key(self, token: str, keys: Mapping[str, Any]) -> Any:
        import jwt

        # Only public keys that the provider publishes for signing: the token's own header names
        # one of them and decides nothing else.
        name = jwt.get_unverified_header(token).get("kid")
        for key in jwt.PyJWKSet.from_dict(dict(keys)).keys:
            if key.key_id == name and key.public_key_use in (None, "sig"):
                return key.key
        raise NotVouchedFor("id_token refused: signed by a key that the provider does not publish")

    def _check(self, claims: Mapping[str, Any], nonce: str) -> None:
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise NotVouchedFor("id_token refused: another nonce")
        party, many = claims.get("azp"), not isinstance(claims["aud"], str) and len(claims["aud"])
        if party != self._settings.client and (party is not None or (many and many > 1)):
            raise NotVouchedFor("id_token refused: made for another party")
        if not claims["sub"] or not isinstance(claims["sub"], str):
            raise NotVouchedFor("id_token refused: about nobody")
