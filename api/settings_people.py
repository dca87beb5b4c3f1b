"""The settings of signing in: rules on accounts, the certificate, the identity provider."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class PeopleSettings(BaseModel):
    """Who may sign in and for how long; the defaults are the strict ones of CJIS."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    failures: int = Field(default=5, ge=1, le=100)
    failure_minutes: int = Field(default=15, ge=1, le=1440)
    lock_minutes: int = Field(default=0, ge=0, description="0: until an administrator unlocks")
    idle_minutes: int = Field(default=30, ge=1, le=1440)
    session_hours: int = Field(default=12, ge=1, le=168)
    idle_days: int = Field(default=90, ge=1, le=3660)
    second_factor: Literal["required", "optional"] = "required"
    password_length: int = Field(default=15, ge=8, le=64)


class TlsSettings(BaseModel):
    """The certificate of this server; without one it listens to this machine alone."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    certificate: str = ""
    key: str = ""
    name: str = Field(default="", description="what others call this server")

    @property
    def is_set(self) -> bool:
        """Whether connections are encrypted."""
        return bool(self.certificate)

    @model_validator(mode="after")
    def _holds_together(self) -> "TlsSettings":
        told = (self.certificate, self.key, self.name)
        if any(told) and not all(told):
            raise ValueError("tls needs all three: certificate, key and name")
        return self


class OidcSettings(BaseModel):
    """The agency's identity provider (OpenID Connect); without an issuer there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    issuer: str = ""
    client: str = Field(default="", description="what this server is called there")
    secret_from: str = Field(
        default="COMITY_OIDC_SECRET",
        description="the environment variable that holds the client's secret; never the secret",
    )
    return_to: str = Field(default="", description="this server's address, then /sign-in/back")
    algorithm: Literal["RS256", "PS256", "ES256"] = "RS256"

    @property
    def is_set(self) -> bool:
        """Whether there is a provider."""
        return bool(self.issuer)

    @model_validator(mode="after")
    def _holds_together(self) -> "OidcSettings":
        told = (self.issuer, self.client, self.return_to)
        if any(told) and not all(told):
            raise ValueError("oidc needs all three: issuer, client and return_to")
        if not all(_is_safe(address) for address in (self.issuer, self.return_to) if address):
            raise ValueError("oidc: issuer and return_to are https, or on this machine")
        return self


def _is_safe(address: str) -> bool:
    found = urlsplit(address)
    return found.scheme == "https" or (found.scheme == "http" and found.hostname in LOOPBACK)
