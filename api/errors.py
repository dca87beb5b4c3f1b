"""What can go wrong at the doors.

ApiError
├── InstallationError    a data folder that cannot be made, opened, moved or restored
├── NotADemo             a folder whose records the demo would have thrown away
├── TokenError           a token that cannot be given or revoked
├── AccountError         an account that cannot be made or changed
├── NotVouchedFor        the identity provider did not vouch for anybody; why is for the audit
├── NotLoopback          asked to listen beyond this machine without a certificate
├── PortInUse            another program listens there
└── Refusal              a question that gets a problem instead of an answer
    ├── NotSignedIn      no token, or one that is unknown, expired or revoked
    ├── NotAllowed       a token that does not allow this
    ├── SignInFailed     whoever it is has not proved it; nothing says which proof was wrong
    ├── ProviderAway     the identity provider does not answer as it should
    ├── NewPasswordNeeded  a password that was given is to be replaced
    ├── WeakPassword     a new password that is too easy to guess
    ├── NotToBePassedOn  a hand-over that codes, clauses or caveats forbid as it was asked
    ├── Nothing          nothing here for this viewer: withheld and absent look alike
    ├── BadQuestion      a header, time or cursor that cannot be understood
    ├── ReasonNeeded     those whom rankings leave out were asked for without saying why
    ├── ViewChanged      the pages belong to a view that this viewer no longer has
    ├── KeyReused        an Idempotency-Key that came with another body
    ├── BodyTooLarge     more bytes than the settings allow
    ├── NotAudited       the audit row could not be written, so nothing may be shown
    ├── NoOrderList      the order list cannot be written, so no order is carried out
    └── NotListed        an order is carried out, and the order list does not tell it
"""

from pathlib import Path


class ApiError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class InstallationError(ApiError):
    """The data folder cannot be used: where, what, and what to do."""


class NotADemo(ApiError):
    """The demo makes its folder anew, and this one is somebody's installation."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is an installation of its own; name another --folder")


class TokenError(ApiError):
    """A token cannot be given or revoked."""


class AccountError(ApiError):
    """An account cannot be made or changed."""


class NotVouchedFor(ApiError):
    """The identity provider vouched for nobody; its text goes into the audit and nowhere else."""


class NotLoopback(ApiError):
    """The server was asked to listen on an address that other machines reach."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host!r} is not this machine alone; set tls.certificate, tls.key and tls.name, "
            "or listen on 127.0.0.1, ::1 or localhost"
        )


class PortInUse(ApiError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"port {port} on {host} is in use by another program; stop it or choose another port"
        )


class Refusal(ApiError):
    """A question that gets a problem instead of an answer."""


class NotSignedIn(Refusal):
    """No token came, or one that does not hold."""

    def __init__(self) -> None:
        super().__init__("send a valid token as 'Authorization: Bearer ...'")


class NotAllowed(Refusal):
    """The token holds but does not allow this."""


class SignInFailed(Refusal):
    """Somebody has not proved who they are; one sentence for every reason."""

    def __init__(self) -> None:
        super().__init__(
            "name, password or one-time code is wrong, the code was used before, or the account "
            "is closed; an administrator can tell which from the audit"
        )


class ProviderAway(Refusal):
    """The identity provider cannot be reached, or is not the one of the settings."""


class NewPasswordNeeded(Refusal):
    """The password was given by an administrator, and is good for choosing one's own only."""

    def __init__(self) -> None:
        super().__init__("choose a password of your own: send it as new_password with the same")


class WeakPassword(Refusal):
    """A new password that is too easy to guess."""


class NotToBePassedOn(Refusal):
    """What the viewer sees may not be handed over as asked; it says whom to ask."""


class Nothing(Refusal):
    """Nothing here for this viewer; one sentence for absent and withheld."""

    def __init__(self) -> None:
        super().__init__("there is nothing here that this view may see")


class BadQuestion(Refusal):
    """A header, time or cursor that cannot be understood."""


class ReasonNeeded(Refusal):
    """Victims, witnesses, officers or counsel were to be ranked, and nobody said why."""

    def __init__(self) -> None:
        super().__init__(
            "bystanders and professionals are ranked for a reason only: say it as include_reason "
            "(over HTTP in the header Comity-Include-Reason); it stands in the audit"
        )


class ViewChanged(Refusal):
    """The cursor's view is not this viewer's any more."""

    def __init__(self) -> None:
        super().__init__("what you may see has changed since the first page; start again from it")


class KeyReused(Refusal):
    """An Idempotency-Key that already answered another body."""

    def __init__(self) -> None:
        super().__init__(
            "this Idempotency-Key answered a different body before; send a new key with a new body"
        )


class BodyTooLarge(Refusal):
    """More bytes than the settings allow."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body is larger than {limit:,} bytes; send it in smaller parts")


class NotAudited(Refusal):
    """The audit row could not be written, so nothing may be shown."""

    def __init__(self) -> None:
        super().__init__("the audit file cannot be written, so nothing is shown; run comity doctor")


class NoOrderList(Refusal):
    """A restore could not be told of an order, so it is not carried out."""

    def __init__(self) -> None:
        super().__init__("the order list cannot be written, so nothing is done; run comity doctor")


class NotListed(Refusal):
    """The order list failed while an order was carried out."""

    def __init__(self) -> None:
        super().__init__(
            "the order is carried out, and the order list does not tell it: no backup may be "
            "restored before it does; run comity doctor"
        )
