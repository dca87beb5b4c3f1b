"""Signing in through the identity provider: who leaves, who comes back, and what they get."""

import os

import httpx

from comity.api.away import Away
from comity.api.errors import InstallationError, NotVouchedFor
from comity.api.installation import Installation
from comity.api.oidc import PATIENCE, Leaving, Provider
from comity.api.sign_in import SignIn
from comity.api.tokens import Grant
from comity.graph.view import micros


class ProviderDoor:
    """Sends browsers to the provider and gives a token to those it vouches for."""

    def __init__(self, installation: Installation, sign_in: SignIn, provider: Provider) -> None:
        self._installation, self._sign_in, self._provider = installation, sign_in, provider
        self._away = Away()

    def leave(self) -> tuple[str, str]:
        """The address to send a browser to, and the cookie that it takes along."""
        leaving = Leaving.new()
        address = self._provider.way_there(leaving)
        return address, self._away.send(leaving, micros(self._installation.clock()))

    def come_back(self, cookie: str, code: str, state: str) -> tuple[str, Grant]:
        """A token and what it grants; raises SignInFailed, in the words of every refusal."""
        leaving = self._away.back(cookie, state, micros(self._installation.clock()))
        if leaving is None:
            raise self._sign_in.turned_away("came back otherwise than it left")
        if not code:
            raise self._sign_in.turned_away("the provider let nobody in")
        try:
            subject = self._provider.subject(code, leaving)
        except NotVouchedFor as error:
            raise self._sign_in.turned_away(str(error)) from None
        return self._sign_in.by_provider(subject)


def provider_door(installation: Installation, sign_in: SignIn) -> ProviderDoor | None:
    """The door of an installation's provider, if its settings name one."""
    told = installation.settings.oidc
    if not told.is_set:
        return None
    secret = os.environ.get(told.secret_from)
    if not secret:
        raise InstallationError(
            f"the identity provider's secret is missing; set {told.secret_from} and start again"
        )
    return ProviderDoor(
        installation, sign_in, Provider(told, secret, httpx.Client(timeout=PATIENCE))
    )
