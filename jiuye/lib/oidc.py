"""Signing in through a real-name identity provider: OpenID Connect, authorization code with PKCE.

Contract: docs/contracts/identity.md. Which provider, from the environment: JIUYE_OIDC_ISSUER, JIUYE_OIDC_CLIENT,
JIUYE_OIDC_SECRET. RFC 6749 (4.1), 7636 (S256), 9207; OpenID Connect Core 1.0 and Discovery 1.0.
"""

import base64
import hashlib
import json
import os
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from jiuye.lib import clock, id_token, wire
from jiuye.lib.id_token import Claims, Doubt

BUDGET = 4.0  # seconds for everything asked of the provider in one step
KEPT = 600.0  # seconds its addresses and keys are believed without asking again
SCOPE = "openid profile real_name"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class NotSignedIn(Exception):
    """The provider did not let anybody in, or what it said is not believed. `kind` is one of WORDS."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


WORDS = wire.FAULTS | id_token.DOUBTS | {"code": "授权码已用过或已过期", "cancelled": "没有同意授权"}


@dataclass(frozen=True)
class Flight:
    """What one browser set out with: nobody else's answer fits it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class _Provider:
    authorize: str
    token: str
    keys: KeySet
    learned: float


def configured() -> bool:
    return all(os.environ.get(f"JIUYE_OIDC_{n}") for n in ("ISSUER", "CLIENT", "SECRET"))


def set_out(back: str) -> tuple[Flight, str]:
    """A flight, and the address at the provider to send the browser to; `back`: where it shall come back.
    Raises `NotSignedIn`."""
    flight = Flight(*(secrets.token_urlsafe(32) for _ in range(3)))
    provider = _known(time.monotonic() + BUDGET)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(flight.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code", "client_id": os.environ["JIUYE_OIDC_CLIENT"], "redirect_uri": back, "scope": SCOPE,
        "state": flight.state, "nonce": flight.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    return flight, f"{provider.authorize}?{urlencode(query)}"


def land(flight: Flight, code: str, back: str) -> Claims:
    """Who it was that signed in, for the code the browser came back with. Raises `NotSignedIn`."""
    until = time.monotonic() + BUDGET
    provider = _known(until)
    token = _token(provider, flight, code, back, until)
    try:
        kid = id_token.key_id(token)
        if kid not in {k.kid for k in provider.keys}:  # the provider has changed its keys
            provider = _known(until, anew=True)
        if kid not in {k.kid for k in provider.keys}:
            raise Doubt("key")
        return id_token.claims(
            token, provider.keys, issuer=os.environ["JIUYE_OIDC_ISSUER"], client=os.environ["JIUYE_OIDC_CLIENT"],
            nonce=flight.nonce, now=clock.now(),
        )  # fmt: skip
    except Doubt as e:
        raise NotSignedIn(e.kind) from e


def _token(provider: _Provider, flight: Flight, code: str, back: str, until: float) -> str:
    told = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": flight.verifier,
    }  # fmt: skip
    us = ":".join(quote(os.environ[f"JIUYE_OIDC_{n}"], safe="") for n in ("CLIENT", "SECRET"))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
        "Authorization": f"Basic {base64.b64encode(us.encode()).decode()}",
    }  # fmt: skip
    try:
        told_back = _json(wire.post(provider.token, "", urlencode(told).encode(), headers, until=until))
    except wire.Fault as e:
        raise NotSignedIn("code" if e.status == 400 else e.kind) from e
    token = told_back.get("id_token")
    if not isinstance(token, str):
        raise NotSignedIn("format")
    return token


_KNOWN: dict[str, _Provider] = {}


def _known(until: float, *, anew: bool = False) -> _Provider:
    """The provider's addresses and keys, asked for when they are not known or not believed any more."""
    issuer = os.environ["JIUYE_OIDC_ISSUER"]
    known = _KNOWN.get(issuer)
    if known is None or anew or known.learned + KEPT < time.monotonic():
        known = _KNOWN[issuer] = _learn(issuer, until)
    return known


def _learn(issuer: str, until: float) -> _Provider:
    try:
        told = _json(wire.get(issuer, "/.well-known/openid-configuration", until=until))
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if told.get("issuer") != issuer or not all(_trusted(told.get(n)) for n in names):
            raise NotSignedIn("issuer")
        published: Any = _json(wire.get(told["jwks_uri"], until=until))
        keys = KeySet.import_key_set(published)
    except wire.Fault as e:
        raise NotSignedIn(e.kind) from e
    except (JoseError, ValueError, KeyError, TypeError) as e:
        raise NotSignedIn("format") from e
    authorize, token, _ = (told[n] for n in names)
    return _Provider(authorize, token, keys, time.monotonic())


def _trusted(address: Any) -> bool:
    """TLS, or a server on this very machine."""
    url = urlsplit(address) if isinstance(address, str) else urlsplit("")
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)


def _json(reply: wire.Reply) -> dict[str, Any]:
    try:
        told = json.loads(reply.body)
    except ValueError as e:
        raise wire.Fault("format") from e
    if not isinstance(told, dict):
        raise wire.Fault("format")
    return told
