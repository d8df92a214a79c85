"""提出采集需求: a district asks for an item, a code or a rule. Art. 5."""

from django.db import connection

from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.standards import rules_of_drafts as rules
from jiuye.standards.models import Request


def request(
    *, by: Session, kind: str, what: str, why: str, legal_basis: str, sample: str, dataset: str = ""
) -> Request:
    """Put a request on file. Raises `Refused` unless it says what, why, on which basis, with a sample."""
    with act("standards.request", by=by, why=what[:100]) as entry:
        texts = {"要什么": what, "为什么": why, "法律依据": legal_basis, "样例": sample}
        rules.may_ask(kind, dataset, texts).or_refuse()
        made = Request(
            number=numbered("XQ", entry), kind=kind, dataset=dataset, what=what.strip(), why=why.strip(),
            legal_basis=legal_basis.strip(), sample=sample.strip(), district=by.district,
            asked_by_id=by.staff_id, asked_at=entry.at,
        )  # fmt: skip
        entry.put(made)
    return made


def numbered(prefix: str, entry: Entry) -> str:
    """A number people quote, from the house's one sequence: gaps are possible, repeats are not."""
    with connection.cursor() as c:
        c.execute("select nextval('work.number')")
        return f"{prefix}-{entry.at.astimezone(clock.ZONE):%Y%m%d}-{c.fetchone()[0]:06d}"
