"""What an identity provider says of who signed in: an ID token, believed only when everything about it is right.

OpenID Connect Core 1.0, 3.1.3.7; RFC 7519. Which claims we ask for: docs/contracts/identity.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["ES256", "RS256", "PS256"]  # signatures by the provider's own key; never "none", never a shared one
SKEW = 60  # seconds two clocks may differ
OLDEST = 600  # seconds an ID token may have been on its way


class Doubt(Exception):
    """The token is not believed. `kind` is one of DOUBTS."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


DOUBTS = {
    "key": "签名所用的密钥不在平台公布之列",
    "signature": "签名不对",
    "issuer": "不是本系统接入的平台签发的",
    "audience": "不是签发给本系统的",
    "expired": "已过期",
    "nonce": "不是这一次登录的",
    "claims": "没有写明姓名和证件号码",
}


@dataclass(frozen=True)
class LegalPerson:
    """The employer somebody signed in for: credit code and name."""

    uscc: str
    name: str


@dataclass(frozen=True)
class Claims:
    """Who signed in: identity document (type by the standard's list, number) and name, and for which employer."""

    id_type: str
    id_number: str
    name: str
    employer: LegalPerson | None


def key_id(token: str) -> str:
    """The key the token says it is signed by. Raises `Doubt`."""
    try:
        return str(jws.extract_compact(token.encode()).headers().get("kid") or "")
    except (JoseError, ValueError) as e:
        raise Doubt("signature") from e


def claims(token: str, keys: KeySet, *, issuer: str, client: str, nonce: str, now: datetime) -> Claims:
    """The claims of a token that is the provider's, for us, of this sign-in, and fresh. Raises `Doubt`."""
    try:
        told = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError) as e:
        raise Doubt("signature") from e
    audience = told.get("aud")
    if told.get("iss") != issuer:
        raise Doubt("issuer")
    if audience not in (client, [client]) or told.get("azp", client) != client:
        raise Doubt("audience")
    _fresh(told, now.timestamp())
    if told.get("nonce") != nonce:
        raise Doubt("nonce")
    return _who(told)


def _fresh(told: Mapping[str, Any], now: float) -> None:
    until, since = told.get("exp"), told.get("iat")
    if not isinstance(until, int | float) or not isinstance(since, int | float):
        raise Doubt("expired")
    if until + SKEW <= now or since - SKEW > now or since + OLDEST < now:
        raise Doubt("expired")


def _who(told: Mapping[str, Any]) -> Claims:
    kind, number, name = (_text(told, n) for n in ("id_type", "id_number", "name"))
    if not number or not name:
        raise Doubt("claims")
    legal = told.get("legal_person")
    if legal is None:
        return Claims(kind, number, name, None)
    if not isinstance(legal, dict) or not (code := _text(legal, "uscc").upper()):
        raise Doubt("claims")
    return Claims(kind, number, name, LegalPerson(code, _text(legal, "name")))


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value.strip() if isinstance(value, str) and len(value) <= 200 else ""
