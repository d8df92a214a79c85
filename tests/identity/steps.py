"""The simulated identity provider as a real server, and a browser's way through it, by plain requests."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from jiuye.lib import oidc
from jiuye.partners.identity import Provider

BACK = "http://127.0.0.1:8000/my/identity/back"


@contextmanager
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider of the test's own; the house is told where it is."""
    secret = secrets.token_hex(16)
    with Provider("jiuye", secret).running() as running:
        for name, value in {"ISSUER": running.address, "CLIENT": "jiuye", "SECRET": secret}.items():
            monkeypatch.setenv(f"JIUYE_OIDC_{name}", value)
        oidc._KNOWN.clear()
        yield running


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, req: Request, *told: object) -> None:
        return None


def sign_in_there(address: str, **who: str) -> dict[str, str]:
    """Fill in the provider's page at `address` as somebody; what the browser is sent back with."""
    query = {n: v[0] for n, v in parse_qs(urlsplit(address).query).items()}
    there = f"{address.split('/authorize')[0]}/authorize"
    with pytest.raises(HTTPError) as e:
        build_opener(_Stay).open(Request(there, urlencode(query | who).encode()))
    assert e.value.code == 303
    return {n: v[0] for n, v in parse_qs(urlsplit(e.value.headers["Location"]).query).items()}
