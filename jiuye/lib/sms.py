"""Text messages through the city's gateway: one signed request a message. Contract: docs/contracts/sms.md.

Where the gateway is and its key come from the environment: JIUYE_SMS_URL, JIUYE_SMS_KEY (64 hexadecimal digits).
"""

import json
import os
import urllib.error
import urllib.request

from jiuye.lib import clock
from jiuye.lib.signing import HmacSm3, stamp

TIMEOUT = 3.0  # seconds; nobody stands waiting longer than that
CITY, KEY_ID, PATH = "jiuye", "sms-1", "/messages"


class NotSent(Exception):
    """The gateway did not take the message: absent, slow, or it said no."""


def configured() -> bool:
    return bool(os.environ.get("JIUYE_SMS_URL") and os.environ.get("JIUYE_SMS_KEY"))


def outbox() -> str:
    """Where the demo's gateway shows what it took; "" when there is no gateway."""
    return os.environ["JIUYE_SMS_URL"] + "/outbox" if configured() else ""


def send(message_id: str, phone: str, text: str) -> None:
    """Hand one message over. `message_id` makes a repeated request the same message. Raises `NotSent`."""
    if not configured():
        raise NotSent("短信网关没有配置")
    body = json.dumps({"id": message_id, "to": phone, "text": text}, ensure_ascii=False).encode()
    signer = HmacSm3(KEY_ID, bytes.fromhex(os.environ["JIUYE_SMS_KEY"]))
    headers = {"Content-Type": "application/json", **stamp(signer, CITY, PATH, body, at=clock.now())}
    request = urllib.request.Request(os.environ["JIUYE_SMS_URL"] + PATH, body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            taken = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as e:
        raise NotSent(str(e)) from e
    if not isinstance(taken, dict) or taken.get("id") != message_id or taken.get("taken") is not True:
        raise NotSent("短信网关没有收下")
