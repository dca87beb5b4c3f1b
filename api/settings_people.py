"""The settings of signing in: the rules on accounts, and the certificate of the server."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


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
