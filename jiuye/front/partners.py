"""The demo's departments: keys for them, ports for them, and the process that plays them. Demo mode only."""

import json
import os
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

FIRST_PORT = 9010


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
    env = {k: v for k, v in os.environ.items() if not k.startswith("JIUYE_")}
    env["JIUYE_PARTNER_KEYS"] = json.dumps(told)
    return Child("partners", [sys.executable, "-m", "jiuye.partners"], env, essential=False)
