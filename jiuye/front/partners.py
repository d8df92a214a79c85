"""The demo's departments, text-message gateway and identity provider: keys and ports for them, and the processes
that play them. Demo mode only."""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from typing import Any

from jiuye.collection.sharing import keys
from jiuye.collection.sharing.actions import connect_department
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.front.demo import session_of
from jiuye.lib import vault
from jiuye.server.files import free_port
from jiuye.server.supervise import Child

FIRST_PORT, SMS_PORT, IDENTITY_PORT = 9010, 9020, 9030


def connected() -> dict[str, dict[str, Any]]:
    """Department → its port, key and secret. A department without a key gets one, under the demo manager's act."""
    told, port = {}, FIRST_PORT
    for code in CONTRACTS:
        key = keys.in_force(code)
        if key is None:
            key, _ = connect_department(code, by=session_of("manager"), why="演示：模拟部门")
        secret = vault.unwrap(keys.purpose(key.key_id), bytes(key.wrapped))
        port = free_port(port)
        told[code] = {"port": port, "key_id": key.key_id, "secret": secret.hex()}
        port += 1
    return told


def addresses(told: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {code: f"http://127.0.0.1:{one['port']}" for code, one in told.items()}


def child(told: Mapping[str, Mapping[str, Any]]) -> Child:
    """The process that plays them all; the house stands without it. It gets its own keys and nothing else."""
    return Child(
        "partners", [sys.executable, "-m", "jiuye.partners"], _bare() | {"JIUYE_PARTNER_KEYS": json.dumps(told)},
        essential=False,
    )  # fmt: skip


def gateways() -> dict[str, str]:
    """Where the text-message gateway and the identity provider shall be, and what they share with the web process."""
    sms, identity = free_port(SMS_PORT), free_port(IDENTITY_PORT)
    return {
        "JIUYE_SMS_PORT": str(sms), "JIUYE_SMS_URL": f"http://127.0.0.1:{sms}",
        "JIUYE_SMS_KEY": secrets.token_hex(32),
        "JIUYE_OIDC_PORT": str(identity), "JIUYE_OIDC_ISSUER": f"http://127.0.0.1:{identity}",
        "JIUYE_OIDC_CLIENT": "jiuye", "JIUYE_OIDC_SECRET": secrets.token_hex(32),
    }  # fmt: skip


def gateway_children(told: Mapping[str, str]) -> list[Child]:
    """Their processes."""
    return [
        Child(name, [sys.executable, "-m", f"jiuye.partners.{name}"], _bare() | dict(told), essential=False)
        for name in ("sms", "identity")
    ]


def _bare() -> dict[str, str]:
    """The environment without anything of the house's."""
    return {k: v for k, v in os.environ.items() if not k.startswith("JIUYE_")}
