"""Content security policies: what a page of ours may do in a browser, worked out from its text."""

import base64
import hashlib
import re

# Each inline text is named by its hash, so that nothing else on the page can run.
_SCRIPT = re.compile(r"<script(?P<says>[^>]*)>(?P<text>.*?)</script\s*>", re.S | re.I)
_DATA = re.compile(r"type\s*=\s*[\"']?(application/json|text/plain)", re.I)


def chart_policy(html: str) -> str:
    """A chart runs its own scripts in a sandbox: no network, no cookies, no forms, no popups."""
    hashes = " ".join(_hashes(html)) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "font-src data:; worker-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-scripts"
    )


def page_policy(style: str) -> str:
    """The index page: its own style, the chart in a frame, a form that posts here."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hashes(html: str) -> list[str]:
    scripts = [found["text"] for found in _SCRIPT.finditer(html) if not _DATA.search(found["says"])]
    return list(dict.fromkeys(map(_hash, scripts)))


def _hash(text: str) -> str:
    # Browsers hash what the parser keeps: line ends become \n.
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return f"'sha256-{base64.b64encode(hashlib.sha256(plain).digest()).decode()}'"
