"""An identity provider for tests: small, real, on a port of this machine (OpenID Connect).

It lets everybody in as one subject; `spoil` changes the claims, the header or the key of a token.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, SUBJECT = "comity", "a secret / of the client", "248289761001"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What it knows, and how its next tokens are spoilt."""

    issuer: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    spoil: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    key: Any = KEY
    algorithm: str = "RS256"
    kid: str = "one"
    discovered: dict[str, Any] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        places = {
            "authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
        }  # fmt: skip
        told = {name: f"{self.issuer}/{place}" for name, place in places.items()}
        return {"issuer": self.issuer, **told, **self.discovered}

    def keys(self) -> dict[str, Any]:
        """Its public key."""
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**told, "kid": "one", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Let somebody in; the address to go back to."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """A token for a code, once, for the client that has its secret and the verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge:
            return None
        if not _is_client(authorization) or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: dict[str, str]) -> str:
        """The ID token."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": CLIENT, "sub": SUBJECT, "nonce": asked["nonce"],
            "iat": now, "exp": now + 300,
        } | self.spoil  # fmt: skip
        told = {name: claim for name, claim in claims.items() if name not in self.without}
        return jwt.encode(told, self.key, self.algorithm, headers={"kid": self.kid})


def _is_client(authorization: str) -> bool:
    """Whether the client sent its name and its secret, both form-encoded (RFC 6749, 2.3.1)."""
    kind, _, told = authorization.partition(" ")
    said = [unquote(part) for part in base64.b64decode(told).decode().split(":")]
    return kind == "Basic" and said == [CLIENT, SECRET]


@contextmanager
def provider() -> Iterator[Provider]:
    """Serve one until the block ends."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            if place.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", made.authorize(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.tell(made.keys() if place.path == "/keys" else made.discovery())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            answer = made.token(form, self.headers.get("Authorization", ""))
            self.tell(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def tell(self, told: dict[str, Any], status: int = 200) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
