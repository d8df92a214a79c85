"""The public doors: how often one address may knock, and sign-ins that are on their way. Art. 6(3), 17.

A refusal for too many knocks is written once a window and address, so that a flood of them is no flood of entries.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from django.db import connection

from jiuye.lib import clock, vault
from jiuye.lib.sealing import SealBroken
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.models import SignInFlight

WINDOW = timedelta(minutes=10)
# Door → the act it leads to, and how often one address may knock in a window. A phone network has many behind one.
DOORS = {
    "code": ("parties.send_code", 30),
    "sign_in": ("parties.sign_in", 60),
    "receipt": ("collection.check_receipt", 60),
}
FLIGHT_LASTS = timedelta(minutes=10)
_COUNT = """
insert into parties_addresscount as c (key, began_at, knocks) values (%(key)s, %(now)s, 1)
on conflict (key) do update set
  knocks = case when c.began_at <= %(before)s then 1 else c.knocks + 1 end,
  began_at = case when c.began_at <= %(before)s then excluded.began_at else c.began_at end
returning knocks, began_at
"""
_SWEEP = """
delete from parties_addresscount where key in (
  select key from parties_addresscount where began_at <= %s limit 100 for update skip locked)
"""


def knock(door: str, address: str, *, channel: str) -> None:
    """Count a knock. Raises `Refused` for an address that knocks too often; the first such refusal is on file."""
    act, most = DOORS[door]
    now = clock.now()
    key = vault.mac("door", f"{door}|{_network(address)}".encode())
    with connection.cursor() as c:
        c.execute(_COUNT, {"key": key, "now": now, "before": now - WINDOW})
        knocks, began_at = c.fetchone()
        if knocks == 1:
            c.execute(_SWEEP, [now - WINDOW])
    if knocks <= most:
        return
    wait = max(1, -int((now - began_at - WINDOW).total_seconds()) // 60 + 1)
    verdict = no(f"从您的网络来的请求太多，请 {wait} 分钟后再试", code="G017", help="急着办的，请到窗口，或打 12333。")
    if knocks == most + 1:
        write_refusal(None, (act, "", None, "", channel), verdict)
    raise Refused(verdict)


def _network(address: str) -> str:
    """What stands for one asker: his IPv4 address, or the /64 his provider gave him."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def depart(state: str, held: Mapping[str, str]) -> None:
    """Remember what a browser set out with, under the state it will come back with."""
    now = clock.now()
    SignInFlight.objects.filter(begun_at__lt=now - FLIGHT_LASTS).delete()
    sealed = vault.wrap(_purpose(state), json.dumps(dict(held)).encode())
    SignInFlight.objects.create(state=_digest(state), sealed=sealed, begun_at=now)


def arrive(state: str) -> dict[str, str] | None:
    """What was set out with, once; None for a state nobody set out with, that has landed, or that took too long."""
    with connection.cursor() as c:
        c.execute("delete from parties_signinflight where state = %s returning sealed, begun_at", [_digest(state)])
        row = c.fetchone()
    if row is None or row[1] + FLIGHT_LASTS < clock.now():
        return None
    try:
        told: dict[str, str] = json.loads(vault.unwrap(_purpose(state), bytes(row[0])))
    except SealBroken:
        return None
    return told


def same_browser(cookie: str, state: str) -> bool:
    """Does the browser that came back bear the state it set out with?"""
    return bool(state) and secrets.compare_digest(cookie.encode(), state.encode())


def _digest(state: str) -> bytes:
    return vault.mac("sign-in flight", state.encode())


def _purpose(state: str) -> str:
    return f"flight:{_digest(state).hex()}"
