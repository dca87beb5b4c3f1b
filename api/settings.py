"""The settings of one installation: few, typed, read once from settings.yaml, handed down."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from comity.api.settings_people import LOOPBACK, OidcSettings, PeopleSettings, TlsSettings
from comity.sharing import read_document

SETTINGS_FILE = "settings.yaml"
Name = Annotated[str, Field(min_length=1)]


class StoreSettings(BaseModel):
    """Where the graph is kept: beside the ledger (sqlite), or in a private Neo4j server."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["sqlite", "neo4j"] = "sqlite"
    uri: str = ""
    user: str = "neo4j"
    password_from: str = Field(
        default="COMITY_NEO4J_PASSWORD",
        description="the environment variable that holds the password; never the password itself",
    )

    @model_validator(mode="after")
    def _holds_together(self) -> "StoreSettings":
        if self.kind == "neo4j" and not self.uri:
            raise ValueError("a neo4j store needs its uri, such as bolt://127.0.0.1:7687")
        return self


class DemoSettings(BaseModel):
    """Demonstration only: viewers.yaml beside the settings opens the page `/` to this machine."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    viewers: Name = "viewers.yaml"
    first: str = ""


class Settings(BaseModel):
    """What one installation is told; everything else has one right value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    agency: Name
    host: Name = "127.0.0.1"
    port: int = Field(default=8351, ge=0, le=65535)
    store: StoreSettings = StoreSettings()
    body_limit: int = Field(default=16 * 2**20, ge=1024, le=2**30, description="bytes")
    token_days: int = Field(default=90, ge=1, le=3660)
    emergency_minutes: int = Field(
        default=240, ge=1, le=10_080, description="the longest that an emergency lasts"
    )
    registration_days: int = Field(
        default=180, ge=1, le=3660, description="the longest that a target or a plan stays"
    )
    signatures: Literal["required", "optional"] = Field(
        default="required", description="whether an agreement is in force only once all signed"
    )
    order_list: str = Field(
        default="", description="a file beside the backups that every order on a record goes to"
    )
    people: PeopleSettings = PeopleSettings()
    tls: TlsSettings = TlsSettings()
    oidc: OidcSettings = OidcSettings()
    demo: DemoSettings | None = None

    @model_validator(mode="after")
    def _lets_nobody_listen(self) -> "Settings":
        if self.host in LOOPBACK:
            return self
        if not self.tls.is_set:
            raise ValueError(f"host {self.host} is reached by other machines: set tls first")
        if self.demo is not None:
            raise ValueError("a demonstration is for this machine alone; set host to 127.0.0.1")
        return self


def read_settings(folder: Path) -> Settings:
    """Read the settings of a data folder; raises DocumentError with file and line."""
    return read_document(folder / SETTINGS_FILE, Settings)


def settings_text(settings: Settings) -> str:
    """The settings as the YAML file that `read_settings` reads."""
    body = yaml.safe_dump(settings.model_dump(exclude_none=True), sort_keys=False)
    return f"# Settings of this Comity installation; restart the server after a change.\n{body}"
