"""Signed messages between departments: HMAC-SM3 (GB/T 32905, RFC 2104) over canonical bytes. Art. 6(4), 17.

A message is signed over who sends it, under which key, when, its nonce, the nonce it answers, its path and the
SM3 digest of its body as sent. So an answer holds for one question only, a question for one moment and one path,
and neither can be turned round and sent back. Headers carry all of it but the body.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac

from jiuye.lib.sealing import sm3

SCHEME = "JIUYE-HMAC-SM3-1"
WINDOW = 60  # seconds a message is good for, either way: two clocks differ
KEY, AT, NONCE, REPLY, SIGNATURE = "Jiuye-Key", "Jiuye-Time", "Jiuye-Nonce", "Jiuye-In-Reply-To", "Jiuye-Signature"

# Why a message is not believed, in the order it is asked.
UNSIGNED, FORGED, REPLAYED, EXPIRED = "unsigned", "signature", "replayed", "expired"


class Signer(Protocol):
    """What signs and checks; SM2 can take the place of HMAC-SM3 behind the same two calls."""

    key_id: str

    def sign(self, message: bytes) -> str: ...

    def holds(self, message: bytes, signature: str) -> bool: ...


class HmacSm3:
    """A key of 32 bytes that both sides hold."""

    def __init__(self, key_id: str, secret: bytes) -> None:
        self.key_id, self._secret = key_id, secret

    def sign(self, message: bytes) -> str:
        return self._mac(message).finalize().hex()

    def holds(self, message: bytes, signature: str) -> bool:
        """In constant time."""
        try:
            self._mac(message).verify(bytes.fromhex(signature))
        except (InvalidSignature, ValueError):
            return False
        return True

    def _mac(self, message: bytes) -> hmac.HMAC:
        mac = hmac.HMAC(self._secret, hashes.SM3())
        mac.update(message)
        return mac


def canonical(sender: str, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
    """What is signed: one line for each part, none of which can hold a line break (headers and paths do not)."""
    named = [headers.get(h, "") for h in (KEY, AT, NONCE, REPLY)]
    return "\n".join([SCHEME, sender, *named, path, sm3(body).hex()]).encode()


def stamp(
    signer: Signer, sender: str, path: str, body: bytes, *, at: datetime, reply_to: str = "", nonce: str = ""
) -> dict[str, str]:
    """The headers of a message: key, time (seconds since 1970), a nonce of 128 random bits, the signature."""
    headers = {
        KEY: signer.key_id, AT: str(int(at.timestamp())), NONCE: nonce or secrets.token_hex(16), REPLY: reply_to,
    }  # fmt: skip
    return headers | {SIGNATURE: signer.sign(canonical(sender, headers, path, body))}


def doubt(
    signer: Signer, sender: str, headers: Mapping[str, str], path: str, body: bytes, *, now: datetime,
    reply_to: str = "",
) -> str:  # fmt: skip
    """Why the message is not to be believed: "" when it is. `reply_to`: the nonce an answer must name.

    Whether a question's nonce came before is asked by whoever keeps the nonces."""
    if not all(headers.get(h) for h in (KEY, AT, NONCE, SIGNATURE)):
        return UNSIGNED
    if headers[KEY] != signer.key_id or not signer.holds(canonical(sender, headers, path, body), headers[SIGNATURE]):
        return FORGED
    if headers.get(REPLY, "") != reply_to:
        return REPLAYED
    at = headers[AT]
    if not (at.isascii() and at.isdigit() and abs(int(at) - now.timestamp()) <= WINDOW):
        return EXPIRED
    return ""


def subject_digest(nonce: str, subject: str) -> str:
    """Names whom an answer is about without naming them: SM3 of the question's nonce and the number."""
    return sm3(nonce.encode(), b"\x1f", subject.encode()).hex()
