"""What the supervision writes down. Art. 4(1)."""

from uuid import UUID

from jiuye.ledger import queries as ledger
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session

FINDING = "ledger.unexplained"


def account_for(finding: UUID, *, by: Session, why: str) -> None:
    """说明差异: who made a change outside every act, and why. The finding itself stays as it is; this entry answers it.

    Raises `Refused` without words, for a finding there is not, and for one already accounted for."""
    with act("accountability.account_for", by=by, on=(FINDING, finding), why=why.strip()) as entry:
        found = ledger.finding(finding)
        if found is None:
            no("没有这一项差异", code="A101").or_refuse()
        elif len(why.strip()) < 4:
            no("请写明是谁、为什么改的（至少 4 个字）", code="A102").or_refuse()
        elif found.accounted_at and found.accounted_at < entry.at:
            no("这一项已有说明", code="A103").or_refuse()
