"""A citizen with a file in the records, and the text messages his phone gets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.models import F

from jiuye.collection import actions
from jiuye.front import own_gate
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.models import SignInCode
from jiuye.parties.sessions import Session
from jiuye.partners.sms import Gateway
from tests.clean import Row, person


@contextmanager
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway of the test's own; the house is told where it is."""
    key = "5a" * 32
    with Gateway(bytes.fromhex(key)).running() as running:
        monkeypatch.setenv("JIUYE_SMS_URL", running.address)
        monkeypatch.setenv("JIUYE_SMS_KEY", key)
        yield running


def citizen() -> Row:
    """Of an age to work and not retired, registered by a clerk and accepted by a second person: his row as typed."""
    able = (p for p in iter(person, None) if "1972" < p["birth_date"] < "2003" and p["survival_status"] == "1")
    row = next(p for p in able if p.get("mobile_phone") and p.get("retired_flag") != "1")
    made = actions.submit("person", row, by=session_of("clerk2"), confirmed=[f"R{n:03d}" for n in range(1, 229)])
    actions.accept(made, by=session_of("reviewer2"))
    return row


def texted(gateway: Gateway) -> str:
    """The code in the last message."""
    *_, (_, _, text) = gateway.messages.values()
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]


def let_in(gateway: Gateway, number: str, channel: str = "phone") -> Session:
    own_gate.ask(number, channel=channel)
    return own_gate.enter(number, texted(gateway), channel=channel)


def unemployment() -> Row:
    """What a citizen answers."""
    return {
        "unemployment_date": (clock.today() - timedelta(days=5)).isoformat(), "unemployment_kind": "30",
        "unemployment_reason": "90", "work_ability_flag": "1", "registration_place_kind": "1",
        "training_wish_flag": "0",
    }  # fmt: skip


def a_minute_later() -> None:
    """As if the last codes had been sent a while ago: the next may be asked for."""
    SignInCode.objects.update(sent_at=F("sent_at") - timedelta(minutes=2))
