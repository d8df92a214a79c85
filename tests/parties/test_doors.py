"""The public doors: an address that knocks too often waits; the first refusal is on file, the flood is not. Art. 17."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from django.test import Client

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties import doors, founding
from jiuye.parties.models import AddressCount
from jiuye.parties.sessions import end, standing_session
from jiuye.server.connect import Instance
from tests.book import entries

pytestmark = [pytest.mark.article("17"), pytest.mark.article("6(3)")]


@pytest.fixture(autouse=True)
def nobody_yet(house: Instance) -> Iterator[None]:
    AddressCount.objects.all().delete()
    yield
    clock.inject(None)


def flood(door: str, address: str, times: int) -> int:
    """How many of so many knocks were refused, in the words for it."""
    told = []
    for _ in range(times):
        try:
            doors.knock(door, address, channel="phone")
        except Refused as refusal:
            told.append(refusal.verdict.reason)
    return len([t for t in told if "分钟后再试" in t])


@pytest.mark.parametrize("door", sorted(doors.DOORS))
def test_too_many_from_one_address_wait_and_others_do_not(house: Instance, door: str) -> None:
    act, most = doors.DOORS[door]
    before = len(entries(house, act, "refused"))
    assert flood(door, "203.0.113.7", most) == 0
    assert flood(door, "203.0.113.7", 20) == 20
    assert flood(door, "203.0.113.8", 1) == 0
    told = entries(house, act, "refused")[before:]
    assert [e.code for e in told] == ["G017"]


def test_it_opens_again_when_the_time_is_over(house: Instance) -> None:
    most = doors.DOORS["code"][1]
    now = clock.now()
    clock.inject(lambda: now)
    assert flood("code", "203.0.113.7", most + 1) == 1
    clock.inject(lambda: now + doors.WINDOW - timedelta(seconds=1))
    assert flood("code", "203.0.113.7", 1) == 1
    clock.inject(lambda: now + doors.WINDOW)
    assert flood("code", "203.0.113.7", most) == 0


def test_one_house_behind_one_prefix_is_one_address_and_none_is_kept_in_the_clear(house: Instance) -> None:
    most = doors.DOORS["code"][1]
    for n in range(most):
        doors.knock("code", f"2001:db8:1:2::{n:x}", channel="web")
    assert flood("code", "2001:db8:1:2:ffff::1", 1) == 1
    assert flood("code", "2001:db8:1:3::1", 1) == 0
    assert flood("code", "::ffff:203.0.113.9", most) + flood("code", "203.0.113.9", 1) == 1
    with psycopg.connect(house.superuser_dsn()) as db:
        kept = db.execute("select string_agg(c::text, ' ') from work.parties_addresscount c").fetchone()
    assert kept is not None
    assert "203.0.113" not in kept[0]


def test_many_at_once_are_all_counted(house: Instance) -> None:
    most = doors.DOORS["code"][1]

    def one(_: int) -> int:
        try:
            return flood("code", "203.0.113.7", 1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(most + 10))) == 10


def test_behind_our_own_proxy_the_asker_is_counted_and_elsewhere_a_header_is_worth_nothing(
    house: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = doors.DOORS["receipt"][1]
    told = {"number": "CJ-20260101-000001", "code": "AAAA-BBBB-CCCC"}

    def check(peer: str, forwarded: str) -> str:
        client = Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
        return client.post("/my/verify", told).content.decode()

    for n in range(most):
        assert "分钟后再试" not in check("127.0.0.1", f"198.51.100.{n}, 203.0.113.7")
    assert "分钟后再试" in check("127.0.0.1", "198.51.100.1, 203.0.113.7")
    assert "分钟后再试" not in check("127.0.0.1", "203.0.113.8")
    for n in range(most):
        check("203.0.113.50", f"198.51.100.{n}")  # not a proxy of ours: he may say what he likes
    assert "分钟后再试" in check("203.0.113.50", "198.51.100.200")
    monkeypatch.setenv("JIUYE_PROXIES", "203.0.113.50")
    assert "分钟后再试" not in check("203.0.113.50", "198.51.100.201")


def test_strangers_cost_no_session_each(house: Instance) -> None:
    one = standing_session(founding.MACHINE)
    assert {standing_session(founding.MACHINE).id for _ in range(5)} == {one.id}
    end(one, everywhere=False, why="测试")
    assert standing_session(founding.MACHINE).id != one.id
