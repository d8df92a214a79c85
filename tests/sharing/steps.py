"""Persons and employers whose numbers stand for cases, and what is on file of their questions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from jiuye.collection.models import Asking, Doubt, Question, Submission
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties import founding
from jiuye.parties.sessions import Session, machine_session, scope
from jiuye.town.numbers import with_check_digit
from tests.clean import Row, person

PLAIN = {
    "marital_status": "", "education": "61", "graduated_school": "", "graduation_date": "", "low_income_flag": "",
    "survival_status": "1",
}  # fmt: skip


def somebody(serial: str = "", **changed: str) -> Row:
    """A person as typed, with nothing but the police to ask about; `serial` stands for a case of the register."""
    able = (r for r in iter(person, None) if not r.get("disability_cert_no"))  # which repeats the number
    row = next(r for r in able if "1975" < r.get("birth_date", "") < "1992" and r["id_type"] == "01")
    row = {n: v for n, v in (row | PLAIN | changed).items() if v}
    if serial:
        number = with_check_digit(row["id_number"][:14] + serial)
        sex = "1" if int(serial[-1]) % 2 else "2"
        row |= {"id_number": number, "social_security_number": number, "sex": sex}
    return row


def questions(submission: Submission) -> dict[tuple[str, str], Question]:
    with scope(session_of("manager")):
        return {(q.department, q.kind): q for q in Question.objects.filter(submission_id=submission.pk)}


def doubts(submission: Submission) -> list[Doubt]:
    with scope(session_of("manager")):
        return list(Doubt.objects.filter(submission_id=submission.pk).order_by("department", "kind"))


def askings(submission: Any) -> list[Asking]:
    with scope(session_of("manager")):
        return list(Asking.objects.filter(submission_id=getattr(submission, "pk", submission)).order_by("id"))


@contextmanager
def hours_later(hours: int) -> Iterator[None]:
    """Time passes for us and the departments alike."""
    clock.inject(lambda: datetime.now(clock.ZONE) + timedelta(hours=hours))
    try:
        yield
    finally:
        clock.inject(None)


def machine() -> Session:
    return machine_session(founding.MACHINE)
