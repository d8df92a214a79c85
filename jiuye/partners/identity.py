"""`python -m jiuye.partners.identity`: a real-name identity provider on loopback, for the demo and the tests.

OpenID Connect with PKCE, as docs/contracts/identity.md says. It asks who you are and believes it: everybody here is
synthetic. JIUYE_OIDC_PORT, JIUYE_OIDC_CLIENT, JIUYE_OIDC_SECRET say where, and for whom.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from jiuye.lib import clock
from jiuye.partners.faults import Fault
from jiuye.partners.identity_page import page

LARGEST = 16 * 1024
CODE_LASTS = 60  # seconds
BACK = "/my/identity/back"  # where the client's address to come back to ends
MODES = {
    "slow": "很久才答",
    "down": "接通后断开",
    "garbage": "答复是乱码",
    "wrong_signature": "签名是假的",
    "unsigned": "没有签名",
    "unknown_key": "用没有公布的密钥签名",
    "expired": "令牌已过期",
    "wrong_audience": "令牌是给别的系统的",
    "wrong_issuer": "令牌是别的平台签发的",
    "wrong_nonce": "令牌是另一次登录的",
    "no_number": "令牌里没有证件号码",
}


@dataclass(frozen=True)
class Grant:
    """What a code stands for: the request it answers, who signed in, until when."""

    asked: dict[str, str]
    who: dict[str, Any]
    until: float


class Provider(ThreadingHTTPServer):
    """port 0 takes a free one. `fault` may be set by tests; `tokens` counts what was issued."""

    daemon_threads = True

    def __init__(self, client: str, secret: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.client, self.secret, self.fault, self.tokens = client, secret, Fault(MODES), 0
        self.rotate()
        self._grants: dict[str, Grant] = {}
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def rotate(self) -> None:
        """A new signing key; the old one is published no more."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8)})

    def grant(self, asked: dict[str, str], who: dict[str, Any]) -> str:
        """A code for whoever signed in; it serves once."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._grants[code] = Grant(asked, who, time.monotonic() + CODE_LASTS)
        return code

    def redeem(self, told: dict[str, str]) -> Grant | None:
        """The grant of a code, once, for the browser that asked (PKCE) and the address it was for."""
        with self._lock:
            held = self._grants.pop(told.get("code", ""), None)
        if held is None or held.until < time.monotonic() or told.get("redirect_uri") != held.asked["redirect_uri"]:
            return None
        made = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(made).rstrip(b"=").decode()
        return held if hmac.compare_digest(challenge, held.asked["code_challenge"]) else None

    def token(self, held: Grant, mode: str) -> str:
        """The ID token, or what `mode` makes of it."""
        now = int(clock.now().timestamp())
        told = {
            "iss": self.address, "aud": self.client, "sub": secrets.token_hex(8), "iat": now, "exp": now + 300,
            "nonce": held.asked["nonce"], **held.who,
        }  # fmt: skip
        changed: dict[str, dict[str, Any]] = {
            "expired": {"iat": now - 4000, "exp": now - 3600}, "wrong_audience": {"aud": "another"},
            "wrong_issuer": {"iss": "https://elsewhere.example"}, "wrong_nonce": {"nonce": "another"},
            "no_number": {"id_number": ""},
        }  # fmt: skip
        told |= changed.get(mode, {})
        self.tokens += 1
        if mode == "unsigned":
            parts = (json.dumps(p).encode() for p in ({"alg": "none", "kid": self.key.kid}, told))
            return ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in parts) + "."
        false = mode in ("wrong_signature", "unknown_key")
        key = ECKey.generate_key("P-256", {"kid": "stranger"}) if false else self.key
        kid = "stranger" if mode == "unknown_key" else self.key.kid
        return jwt.encode({"alg": "ES256", "kid": kid}, told, key)

    @contextmanager
    def running(self) -> "Iterator[Provider]":
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            at = self.server.address
            return self._json({
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/jwks", "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["S256"], "id_token_signing_alg_values_supported": ["ES256"],
            })  # fmt: skip
        if url.path == "/jwks":
            return self._json(KeySet([self.server.key]).as_dict(private=False))
        asked = _flat(url.query)
        if url.path != "/authorize" or not self._is_ours(asked):
            return self._send(400, "<h1>400</h1>", "text/html")
        return self._send(200, page(asked), "text/html")

    def do_POST(self) -> None:
        told = _flat(self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST)).decode())
        if self.path == "/authorize" and self._is_ours(told):
            return self._back(told)
        if self.path == "/_fault":
            self.server.fault.set(told.get("mode", ""))
            return self._json({})
        if self.path != "/token":
            return self._send(400, "<h1>400</h1>", "text/html")
        mode = self.server.fault.take()
        if mode == "slow":
            time.sleep(self.server.fault.seconds)
        elif mode == "down":
            return None
        elif mode == "garbage":
            return self._send(200, "\ufffd{", "application/json")
        held = self.server.redeem(told) if self._knows_us() else None
        if held is None:
            return self._json({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(16)
        return self._json({"access_token": access, "token_type": "Bearer", "id_token": self.server.token(held, mode)})

    def _is_ours(self, asked: dict[str, str]) -> bool:
        """A request of the one client, to come back to this machine, with PKCE."""
        back = urlsplit(asked.get("redirect_uri", ""))
        return (
            asked.get("client_id") == self.server.client and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256" and bool(asked.get("code_challenge"))
            and bool(asked.get("nonce")) and back.hostname in ("127.0.0.1", "localhost") and back.path == BACK
        )  # fmt: skip

    def _back(self, told: dict[str, str]) -> None:
        """The browser goes back with a code, or with the news that nobody signed in."""
        if told.get("cancel"):
            answer = {"error": "access_denied", "state": told.get("state", "")}
        else:
            who: dict[str, Any] = {n: told.get(n, "").strip() for n in ("id_type", "id_number", "name")}
            if told.get("uscc"):
                who["legal_person"] = {"uscc": told["uscc"].strip(), "name": told.get("employer_name", "").strip()}
            answer = {"code": self.server.grant(told, who), "state": told.get("state", ""), "iss": self.server.address}
        self.send_response(303)
        self.send_header("Location", f"{told['redirect_uri']}?{urlencode(answer)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _knows_us(self) -> bool:
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        try:
            client, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return False
        return (unquote(client), unquote(secret)) == (self.server.client, self.server.secret)

    def _json(self, told: Any, status: int = 200) -> None:
        self._send(status, json.dumps(told), "application/json")

    def _send(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: requests name people."""


def _flat(text: str) -> dict[str, str]:
    return {n: v[-1] for n, v in parse_qs(text, keep_blank_values=True).items()}


def main() -> None:
    """Serve until SIGTERM."""
    stop = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: stop.set())
    client, secret = os.environ["JIUYE_OIDC_CLIENT"], os.environ["JIUYE_OIDC_SECRET"]
    with Provider(client, secret, int(os.environ["JIUYE_OIDC_PORT"])).running():
        stop.wait()


if __name__ == "__main__":
    main()
