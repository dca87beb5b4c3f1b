"""The shapes of signing in on the wire; what is secret never shows when it is printed."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from comity.api.passwords import LONGEST


class SignInBody(BaseModel):
    """Who somebody says they are, and the proofs."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    name: str = Field(min_length=1, max_length=200, repr=False)
    password: SecretStr = Field(max_length=LONGEST)
    code: str = Field(default="", max_length=20, repr=False)
    new_password: SecretStr = Field(default=SecretStr(""), max_length=LONGEST)


class SignInAnswer(BaseModel):
    """A token for some hours."""

    token: str
    expires: str
