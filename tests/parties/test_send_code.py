"""发送验证码: to the phone on file and nowhere else, not too often, good once and for five minutes. Art. 6(3), 17."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from jiuye.front import own_gate
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.models import SignInCode
from jiuye.parties.own_account import A_DAY, TRIES
from jiuye.partners.sms import Gateway
from jiuye.server.connect import Instance
from tests.book import entries
from tests.journeys import own_steps

pytestmark = [pytest.mark.article("6(3)"), pytest.mark.article("17")]


class Watch:
    def __init__(self) -> None:
        self.now = datetime.now(clock.ZONE).replace(hour=12)  # no test of a day runs over its midnight

    def on(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    clock.inject(lambda: watch.now)
    yield watch
    clock.inject(None)


@pytest.fixture
def gateway(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    SignInCode.objects.all().delete()
    with own_steps.gateway(monkeypatch) as running:
        yield running


def refused(code: str, number: str, typed: str | None = None) -> None:
    with pytest.raises(Refused) as e:
        own_gate.ask(number, channel="phone") if typed is None else own_gate.enter(number, typed, channel="phone")
    assert e.value.verdict.code == code


def test_the_code_goes_to_the_phone_on_file_and_the_deed_on_the_book(house: Instance, gateway: Gateway) -> None:
    row = own_steps.citizen()
    before = len(entries(house, "parties.send_code"))
    own_gate.ask(row["id_number"], channel="phone")
    assert [phone for _, phone, _ in gateway.messages.values()] == [row["mobile_phone"]]
    assert len(entries(house, "parties.send_code")) == before + 1


def test_a_number_nobody_has_is_answered_alike_and_nothing_is_sent(gateway: Gateway) -> None:
    own_gate.ask("371098199001019999", channel="phone")
    assert not gateway.messages
    refused("G012", "371098199001019999")  # too soon, as for anybody
    refused("G011", "371098199001019999", "000000")


def test_a_code_serves_once_and_not_for_another(gateway: Gateway, watch: Watch) -> None:
    one, other = own_steps.citizen(), own_steps.citizen()
    own_gate.ask(one["id_number"], channel="phone")
    code = own_steps.texted(gateway)
    refused("G011", other["id_number"], code)
    assert own_gate.enter(one["id_number"], code, channel="phone").post == "person"
    refused("G011", one["id_number"], code)


def test_a_code_expires_and_guessing_ends(house: Instance, gateway: Gateway, watch: Watch) -> None:
    row = own_steps.citizen()
    own_gate.ask(row["id_number"], channel="phone")
    late = own_steps.texted(gateway)
    watch.on(minutes=5)
    refused("G011", row["id_number"], late)
    own_gate.ask(row["id_number"], channel="phone")
    code = own_steps.texted(gateway)
    for n in range(TRIES):
        refused("G011", row["id_number"], f"{(int(code) + n + 1) % 10**6:06d}")
    refused("G011", row["id_number"], code)
    assert [e.code for e in entries(house, "parties.sign_in", "refused")] == ["G016"]


def test_not_twice_in_a_minute_nor_without_end(gateway: Gateway, watch: Watch) -> None:
    row = own_steps.citizen()
    for _ in range(A_DAY):
        own_gate.ask(row["id_number"], channel="phone")
        refused("G012", row["id_number"])
        watch.on(seconds=61)
    refused("G013", row["id_number"])
    assert len(gateway.messages) == A_DAY


def test_a_gateway_that_is_down_is_said(gateway: Gateway) -> None:
    row = own_steps.citizen()
    gateway.down = True
    refused("G014", row["id_number"])
