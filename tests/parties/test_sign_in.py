"""登录: password, then one-time code, then the post; locked after five failures. Art. 17."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pyotp
import pytest
from django.test import Client

from jiuye.collection import actions as collection
from jiuye.front import gate
from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties import actions, founding, sessions
from jiuye.parties.act import act
from jiuye.parties.actions import open_secret
from jiuye.parties.cast import PASSWORD
from jiuye.parties.models import Account, Agency, Appointment, SignInTrace, Staff
from jiuye.parties.sessions import Session, machine_session, resolve, scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import person

pytestmark = pytest.mark.article("17")


class Watch:
    """A clock the test turns on by hand; one-time codes follow it."""

    def __init__(self) -> None:
        self.now = datetime.now(clock.ZONE)

    def on(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    clock.inject(lambda: watch.now)
    yield watch
    clock.inject(None)


@pytest.fixture(autouse=True)
def untried(house: Instance) -> None:
    SignInTrace.objects.all().delete()


def code(name: str) -> str:
    return pyotp.TOTP(open_secret(Account.objects.get(name=name))).at(clock.now())


def sign_in(name: str = "clerk", password: str = PASSWORD, typed: str | None = None) -> Session:
    return gate.check(name, password, code(name) if typed is None else typed)


def why_not(name: str = "clerk", password: str = PASSWORD, typed: str | None = None) -> str:
    with pytest.raises(Refused) as e:
        sign_in(name, password, typed)
    return e.value.verdict.code


def test_in_with_both_factors_and_on_the_ledger(house: Instance, watch: Watch) -> None:
    by = sign_in()
    assert (by.post, by.channel) == ("clerk", "window")
    entry = entries(house, "parties.sign_in")[-1]
    assert (entry.outcome, entry.staff_id) == ("done", by.staff_id)


def test_one_and_the_same_sentence_whatever_was_wrong(house: Instance, watch: Watch) -> None:
    said = set()
    for name, password, typed in [
        ("clerk", "wrong-password", None), ("clerk", PASSWORD, "000000"), ("nobody", PASSWORD, "123456"),
        ("", "", ""), ("clerk", "", ""), ("clerk' or '1'='1", PASSWORD, "1" * 1000),
    ]:  # fmt: skip
        with pytest.raises(Refused) as e:
            sign_in(name, password, typed)
        said.add((e.value.verdict.code, e.value.verdict.reason))
    assert said == {("G001", "账号、口令或动态口令不对")}


def test_a_code_is_good_once(house: Instance, watch: Watch) -> None:
    typed = code("clerk")
    sign_in(typed=typed)
    assert why_not(typed=typed) == "G001"
    watch.on(seconds=30)
    assert why_not(typed=typed) == "G001"
    sign_in()


def test_a_code_is_good_for_a_minute_and_no_longer(house: Instance, watch: Watch) -> None:
    typed = code("clerk")
    watch.on(seconds=90)
    assert why_not(typed=typed) == "G001"


def test_five_failures_lock_the_account_with_one_entry(house: Instance, watch: Watch) -> None:
    before = len(entries(house, "parties.sign_in", "refused"))
    assert [why_not("reviewer", "wrong") for _ in range(5)] == ["G001"] * 5
    with pytest.raises(Refused) as e:
        sign_in("reviewer")  # right now, and locked all the same
    assert e.value.verdict.code == "G002"
    assert "15 分钟" in e.value.verdict.reason
    for _ in range(20):
        assert why_not("reviewer", "wrong") == "G002"
    fresh = entries(house, "parties.sign_in", "refused")[before:]
    assert [(t.code, "reviewer" in t.refusal) for t in fresh] == [("G002", True)]


def test_the_lock_opens_by_itself(house: Instance, watch: Watch) -> None:
    for _ in range(5):
        why_not("reviewer", "wrong")
    watch.on(minutes=14)
    assert why_not("reviewer") == "G002"
    watch.on(minutes=2)
    assert sign_in("reviewer").post == "reviewer"
    assert SignInTrace.objects.get(pk="reviewer").failures == 0


def test_a_success_forgets_the_failures(house: Instance, watch: Watch) -> None:
    for _ in range(4):
        why_not("manager", "wrong")
    sign_in("manager")
    watch.on(seconds=30)
    for _ in range(4):
        why_not("manager", "wrong")
    assert sign_in("manager").post == "data_manager"


def test_one_name_s_failures_lock_no_other(house: Instance, watch: Watch) -> None:
    for _ in range(5):
        why_not("clerk2", "wrong")
    assert sign_in("clerk").post == "clerk"


def test_guessing_at_names_that_are_not_there_locks_them_too(house: Instance, watch: Watch) -> None:
    """Or the lock would tell which names exist."""
    assert [why_not("nobody", "wrong", "0") for _ in range(6)] == ["G001"] * 5 + ["G002"]


def test_a_post_that_has_run_out_is_told_and_another_in_force_is_used(
    house: Instance, session: SessionOf, watch: Watch
) -> None:
    admin, staff = session("admin"), Staff.objects.get(staff_no="REVIEWER2")
    centre, yesterday = Agency.objects.get(code="37100201"), clock.today() - timedelta(days=1)
    actions.revoke(staff.appointments.get(), by=admin, why="换岗")
    actions.grant(staff, by=admin, post="clerk", agency=centre, why="短期", valid_to=yesterday)
    assert why_not("reviewer2") == "G003"
    watch.on(seconds=30)
    actions.grant(staff, by=admin, post="quality_contact", agency=centre, why="长期")
    assert sign_in("reviewer2").post == "quality_contact"


def test_an_account_put_out_of_use_is_wrong_like_any_other(house: Instance, watch: Watch) -> None:
    account = Account.objects.get(name="contact-371003")
    with act("parties.found", by=machine_session(founding.MACHINE)) as entry:
        account.disabled_at = entry.at
        entry.put(account)
    assert why_not("contact-371003") == "G001"


def test_signing_out_everywhere_ends_all_sessions(house: Instance, session: SessionOf) -> None:
    first, second, other = session("clerk"), session("clerk"), session("reviewer")
    client = Client()
    client.cookies[COOKIE] = first.token
    assert client.post("/sign-out", {"everywhere": "1"}, headers={"host": "localhost"}).status_code == 302
    assert resolve(first.token) is None
    assert resolve(second.token) is None
    assert resolve(other.token) is not None
    entry = entries(house, "parties.sign_out", "done")[-1]
    assert (entry.staff_id, entry.why) == (first.staff_id, "全部退出")


def test_signing_out_here_leaves_the_others(house: Instance, session: SessionOf) -> None:
    here, there = session("clerk"), session("clerk")
    actions.sign_out(by=here)
    assert sessions.end(here, everywhere=False, why="退出") == 1
    assert resolve(here.token) is None
    assert resolve(there.token) is not None


def test_nobody_ends_another_s_sessions(house: Instance, session: SessionOf) -> None:
    mine, other = session("clerk"), session("reviewer")
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [mine.token])
        with pytest.raises(psycopg.Error, match="只能结束本人的会话"):
            db.execute("select ledger.end_sessions(%s, null, '')", [other.staff_id])
    assert resolve(other.token) is not None


def test_an_expired_session_is_refused(house: Instance, session: SessionOf) -> None:
    by = session("clerk")
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("update ledger.session set expires_at = clock_timestamp() where id = %s", [by.id])
    assert resolve(by.token) is None
    with refused(house, "JY401", "collection.submit"):
        collection.submit("person", person(), by=by)
    with scope(by):
        assert not Person.objects.exists()


def test_a_made_up_token_is_nobody(house: Instance, session: SessionOf) -> None:
    by = session("clerk")
    assert resolve("") is None
    assert resolve(by.token[:-1]) is None
    assert resolve("x" * 10_000) is None


def test_the_token_itself_is_kept_nowhere(house: Instance, session: SessionOf) -> None:
    by = session("clerk")
    with psycopg.connect(house.superuser_dsn()) as db:
        rows = db.execute("select s::text from ledger.session s").fetchall()
    assert not any(by.token in text for (text,) in rows)


def test_a_member_of_staff_needs_two_factors(house: Instance) -> None:
    held = Appointment.objects.select_related("staff").get(staff__account__name="clerk")
    for factors in ("password", "totp", ""):
        with pytest.raises(Exception, match="两个因子"):
            sessions.open_session(held, channel="window", factors=factors)
