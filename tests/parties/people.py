"""People who are entered in tests, under numbers that are nobody's, never the same twice in one process."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from jiuye.lib.identity import ric_check_digit
from jiuye.parties import actions
from jiuye.parties.models import Agency, Appointment
from jiuye.parties.sessions import Session, open_session
from tests.book import SessionOf

_NTH: Iterator[int] = count()


def fresh_number() -> str:
    """An identity number nobody has."""
    body = f"371099{date(1970, 1, 1) + timedelta(days=next(_NTH)):%Y%m%d}988"
    return body + ric_check_digit(body + "0")


def agency(code: str = "37100201") -> Agency:
    return Agency.objects.get(code=code)


def enrolled(session: SessionOf, account: str, post: str, number: str) -> tuple[Appointment, Session]:
    """Somebody entered by the district's administrator, and his session."""
    made, _ = actions.enrol(
        by=session("admin"), staff_no=account.upper(), name="演示·重来", agency=agency(), post=post, account=account,
        password="correct-horse-staple", id_number=number, mobile_phone="16700000000",
    )  # fmt: skip
    held = Appointment.objects.select_related("staff").get(staff__account=made)
    return held, open_session(held, channel="command", factors="command")
