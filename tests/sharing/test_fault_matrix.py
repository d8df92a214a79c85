"""Each department in each mode of failing, through the window and the worker: the counter goes on, what is shown is
true, no fault counts as an answer, and the question is asked again until it is answered. Art. 6(4)."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from jiuye.collection.models import Submission
from jiuye.collection.sharing.actions import ask_again, ask_department
from jiuye.collection.sharing.asking import COUNTER
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.faults import FAULTS
from jiuye.collection.sharing.queries import confirmed_items
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.partners.faults import MODES
from jiuye.partners.server import Department
from jiuye.records.models import SharedFact
from jiuye.records.own import file_of
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.clean import Row
from tests.journeys.own_steps import citizen, unemployment
from tests.own.steps import EVERY_QUESTION, new_employer
from tests.sharing.steps import askings, hours_later, machine, questions, somebody
from tests.soak import LONG

pytestmark = pytest.mark.article("6(4)")
Departments = dict[str, Department]

# Mode → what we call it. "refused": nobody listens at the address at all.
SEEN = {
    "slow": "slow", "trickle": "slow", "slow_headers": "slow",
    "down": "down", "refused": "down", "error_500": "http", "too_many": "pressed",
    "lying_signature": "signature", "replayed": "replayed", "wrong_person": "wrong_subject", "expired": "expired",
    "changed_format": "format", "garbage": "unsigned", "truncated": "truncated", "unknown_code": "format",
    "huge": "format",
}  # fmt: skip
# In the suite each department meets each kind of failing, and each mode some department; the soak tries every pair.
KINDS = (
    ("slow", "trickle", "slow_headers"), ("down", "refused", "error_500", "too_many"),
    ("lying_signature", "replayed", "wrong_person", "expired"),
    ("changed_format", "garbage", "truncated", "unknown_code", "huge"),
)  # fmt: skip
SAMPLE = {(code, kind[n % len(kind)]) for n, code in enumerate(CONTRACTS) for kind in KINDS}
PAIRS = [
    pytest.param(code, mode, id=f"{code}-{mode}", marks=() if (code, mode) in SAMPLE else LONG)
    for code in CONTRACTS
    for mode in SEEN
]


@dataclass(frozen=True)
class Entry:
    """A form that gives occasion to ask a department, and the kinds of question it asks there."""

    dataset: str
    row: Callable[[], Row]
    kinds: frozenset[str]


def _registration() -> Row:
    """Of somebody on file and out of work, as far as anybody knows."""
    who = citizen()
    with scope(session_of("manager")):
        found = file_of(who["id_number"])
        assert found is not None
        known = {"id_number": who["id_number"], "name": who["name"], "person_id": found.person.person_id or ""}
    return unemployment() | known | {"registered_date": clock.today().isoformat(), "registration_division": "371002"}


ENTRIES = {
    "10": Entry("person", somebody, frozenset({"101", "103"})),
    "20": Entry("person", lambda: somebody(marital_status="10", low_income_flag="1"), frozenset({"202", "203"})),
    "30": Entry("person", lambda: somebody(
        education="21", graduated_school="某大学", major="会计", graduation_date="2015-07-01"
    ), frozenset({"301"})),
    "40": Entry("unemployment_registration", _registration, frozenset({"401"})),
    "50": Entry("employer", new_employer, frozenset({"501", "502"})),
}  # fmt: skip


def test_every_mode_is_tried_and_the_counter_s_time_is_under_three_seconds() -> None:
    assert set(SEEN) == {*MODES, "refused"}
    assert set(SEEN.values()) <= set(FAULTS)
    assert {mode for _, mode in SAMPLE} == set(SEEN)
    assert COUNTER.seconds < 2.5, "half a second is left for everything else"


@pytest.mark.parametrize(("code", "mode"), PAIRS)
def test_the_counter_goes_on_and_nothing_is_shown_as_confirmed(
    house: Instance, departments: Departments, session: SessionOf, code: str, mode: str,
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    entry = ENTRIES[code]
    row = entry.row()
    ask_department(entry.dataset, entry.row(), by=session("clerk2"), submission=uuid7())  # an answer to replay
    with failing(departments[code], code, mode):
        page = desk("clerk2")
        page.get(f"/collection/new/{entry.dataset}")
        began = time.monotonic()
        submission = handed_in(page, entry.dataset, row)
        record_property("seconds", round(time.monotonic() - began, 2))
        theirs = {k: q for (d, k), q in questions(submission).items() if d == code}
        assert set(theirs) == entry.kinds
        assert {(q.state, q.answer, q.fault) for q in theirs.values()} == {("open", "could_not_ask", SEEN[mode])}
        assert {(a.answer, bool(a.fault)) for a in askings(submission) if a.department == code} == {
            ("could_not_ask", True)
        }
        others = [q for (d, _), q in questions(submission).items() if d != code]
        assert {q.answer for q in others} <= {"confirmed"}, "the others answered as ever"
        assert shown(submission, code) == [f"{CONTRACTS[code].label}：没问到，已转待核"] * len(theirs)
        nothing_confirmed(submission, code)
    with hours_later(1):
        ask_again(by=machine())
        later = {k: q for (d, k), q in questions(submission).items() if d == code}
        assert {(q.state, q.answer) for q in later.values()} == {("answered", "confirmed")}
        assert shown(submission, code) == [f"{CONTRACTS[code].label}：一致"] * len(theirs)


@contextmanager
def failing(department: Department, code: str, mode: str) -> Iterator[None]:
    before = settings.PARTNERS
    if mode == "refused":
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))  # bound and not listening: who knocks is refused
            settings.PARTNERS = before | {code: f"http://127.0.0.1:{nobody.getsockname()[1]}"}
            yield
    else:
        department.fault.set(mode, seconds=5)
        yield
    settings.PARTNERS = before
    department.fault.set("")


def handed_in(page: Client, dataset: str, row: Row) -> Submission:
    """The form as typed, and 提交 pressed."""
    answer = page.post(f"/collection/new/{dataset}", row | {"confirmed": EVERY_QUESTION})
    assert answer.status_code == 302, re.findall(r">(R\d+|I\d+)<|mark stop.{200}", answer.content.decode())
    with scope(session_of("clerk2")):
        return Submission.objects.get(pk=answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1])


def desk(account: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = session_of(account).token
    return client


def shown(submission: Submission, code: str) -> list[str]:
    """What the page of the submission says of this department, to the one who is to accept it."""
    page = desk("reviewer2").get(f"/collection/{submission.pk}").content.decode()
    return re.findall(rf"<b>({CONTRACTS[code].label}：[^<]*)</b>", page)


def nothing_confirmed(submission: Submission, code: str) -> None:
    """No fact, no item marked as confirmed, nothing good on file beside a fault."""
    with scope(session_of("manager")):
        assert not SharedFact.objects.filter(query_basis=str(submission.pk), department=code).exists()
        assert code not in {department for department, _ in confirmed_items(submission.pk).values()}
