"""Mail addresses: which provider half the world is at, and which spellings are one mailbox."""

from collections.abc import Sequence

# Where anybody may have a mailbox, so that sharing the provider says nothing.
PROVIDERS = frozenset(
    ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "aol.com", "icloud.com", "gmx.de",
     "web.de", "live.com", "msn.com", "mail.com", "protonmail.com", "comcast.net", "yahoo.co.uk",
     "proton.me", "me.com", "mac.com", "gmx.net", "gmx.at", "gmx.com", "t-online.de", "freenet.de",
     "hotmail.co.uk", "hotmail.fr", "hotmail.it", "hotmail.de", "live.co.uk", "outlook.de",
     "btinternet.com", "sky.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr",
     "libero.it", "virgilio.it", "tiscali.it", "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.es",
     "yahoo.com.br", "yahoo.ca", "yahoo.co.in", "uol.com.br", "bol.com.br", "terra.com.br",
     "mail.ru", "yandex.ru", "rambler.ru", "bk.ru", "list.ru", "inbox.ru", "wp.pl", "o2.pl",
     "onet.pl", "seznam.cz", "centrum.cz", "abv.bg", "ukr.net", "qq.com", "163.com", "126.com",
     "sina.com", "naver.com", "daum.net", "hanmail.net", "rediffmail.com", "verizon.net",
     "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net",
     "shaw.ca", "rogers.com", "bigpond.com", "optusnet.com.au", "zoho.com", "fastmail.com",
     "ymail.com", "rocketmail.com", "tutanota.com", "inbox.com"]
)  # fmt: skip
# One house, several names.
_SAME_HOUSE = {"googlemail.com": "gmail.com", "pm.me": "proton.me", "protonmail.com": "proton.me",
               "me.com": "icloud.com", "mac.com": "icloud.com"}  # fmt: skip
# These deliver `ann+shop@` to `ann@`; and these do not see dots.
_TAGGED = frozenset(["gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com",
                     "proton.me", "fastmail.com"])  # fmt: skip
_DOTLESS = frozenset(["gmail.com"])


def emails(texts: Sequence[str]) -> list[str]:
    """Addresses by their mailbox in lower case; one that lost its sign is still an address."""
    return [_mailbox(text.strip().lower()) if "@" in text or "." in text else "" for text in texts]


def box_of(address: str) -> str:
    """What stands before the sign, without a tag: the same name at another provider."""
    name = address.partition("@")[0]
    return name.partition("+")[0] or name


def _mailbox(address: str) -> str:
    name, sign, host = address.partition("@")
    house = _SAME_HOUSE.get(host, host)
    plain = box_of(address) if house in _TAGGED else name
    if house in _DOTLESS:
        plain = plain.replace(".", "") or plain
    return plain + sign + house
