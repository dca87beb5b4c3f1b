"""The identity provider: sends a browser there and learns who came back (OpenID Connect).

Authorization code with PKCE (RFC 7636). The provider says who somebody is, never what they may.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from comity.api.errors import NotVouchedFor, ProviderAway
from comity.api.id_tokens import IdTokens
from comity.api.settings_people import OidcSettings

PATIENCE = 10.0
_DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a browser was sent away with, and has to come back with."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Leaving":
        """Three secrets of 256 bits."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


class Provider:
    """One identity provider, asked over one client."""

    def __init__(self, settings: OidcSettings, secret: str, http: httpx.Client) -> None:
        self._settings, self._secret, self._http = settings, secret, http
        self._tokens = IdTokens(settings)

    def way_there(self, leaving: Leaving) -> str:
        """The address at the provider where a browser signs in."""
        digest = hashlib.sha256(leaving.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._settings.client,
            "redirect_uri": self._settings.return_to,
            "scope": "openid",
            "state": leaving.state,
            "nonce": leaving.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{self._told()['authorization_endpoint']}?{urlencode(asked)}"

    def subject(self, code: str, leaving: Leaving) -> str:
        """Whom the provider vouches for, in exchange for the code; raises NotVouchedFor."""
        told = self._told()
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.return_to,
            "code_verifier": leaving.verifier,
        }
        # RFC 6749, 2.3.1: both are form-encoded before they become a Basic header.
        who = (quote(self._settings.client, safe=""), quote(self._secret, safe=""))
        answer = self._asked("POST", told["token_endpoint"], data=sent, auth=who)
        keys = self._asked("GET", told["jwks_uri"])
        if "id_token" not in answer:
            raise NotVouchedFor("the provider sent no id_token")
        return self._tokens.subject(str(answer["id_token"]), keys, leaving.nonce)

    def _told(self) -> Mapping[str, Any]:
        """What the provider says of itself; asked anew each time, so that a new key is known."""
        told = self._asked("GET", self._settings.issuer.rstrip("/") + _DISCOVERY)
        if told.get("issuer") != self._settings.issuer:
            raise ProviderAway("it calls itself otherwise than the settings do")
        return told

    def _asked(self, method: str, address: str, **sent: Any) -> Mapping[str, Any]:
        try:
            answer = self._http.request(method, address, **sent)
            told = answer.json()
        except (httpx.HTTPError, ValueError):
            raise ProviderAway("it cannot be reached, or does not answer as it should") from None
        if method == "POST" and answer.status_code in (400, 401):
            raise NotVouchedFor("the provider did not take the code")
        if not answer.is_success or not isinstance(told, dict):
            raise ProviderAway("it does not answer as it should")
        return told
