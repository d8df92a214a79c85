"""SCRAM verifiers (RFC 5802, RFC 7677): whether a stored one belongs to a password."""

import base64
import hashlib
import hmac


def agrees(verifier: str | None, password: str) -> bool:
    """Whether PostgreSQL's stored verifier (`SCRAM-SHA-256$iterations:salt$stored:server`) is of this
    password (plain ASCII, as ours are). Anything else, an MD5 verifier included, does not agree."""
    scheme, _, rest = (verifier or "").partition("$")
    if scheme != "SCRAM-SHA-256":
        return False
    cost, _, keys = rest.partition("$")
    iterations, _, salt = cost.partition(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(iterations))
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    return hmac.compare_digest(stored, base64.b64decode(keys.partition(":")[0]))
