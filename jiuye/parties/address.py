"""Where a request comes from."""

import os
from ipaddress import ip_address

from django.http import HttpRequest

# Proxies of our own: what they say of who asked them is believed, what anybody else says is not.
_OURS = "127.0.0.1 ::1"


def of(request: HttpRequest) -> str:
    """The address of whoever asks: the nearest one that is no proxy of ours (JIUYE_PROXIES)."""
    ours = set(os.environ.get("JIUYE_PROXIES", _OURS).split())
    peer = str(request.META.get("REMOTE_ADDR", ""))
    way = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",")]
    for address in [peer, *reversed(way)]:
        if not _is_one(address):
            break
        if address not in ours:
            return address
    return peer


def _is_one(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
