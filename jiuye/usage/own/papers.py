"""存根和打印件: the number and code by which anyone may check a paper, and what a check says. Art. 10(1), 10(2)."""

import secrets
from dataclasses import dataclass

from jiuye.collection.receipts import check_code
from jiuye.ledger.own_book import recomputed
from jiuye.lib.verdict import YES, Verdict
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.usage.own.models import Paper
from jiuye.usage.own.rules import Stub, may_stand

PREFIX = {"seen": "CG", "extract": "DY"}
LABELS = {"seen": "查看记录存根", "extract": "档案打印件"}


@dataclass(frozen=True)
class Checked:
    """A genuine paper, and whether the book still agrees with it."""

    paper: Paper
    label: str
    stands: Verdict


def code_of(paper: Paper) -> str:
    """XXXX-XXXX-XXXX: a keyed digest of all the paper says."""
    told = (paper.pk, paper.number, paper.kind, paper.bearer, paper.digest, paper.count)
    return check_code(f"paper|{'|'.join(map(str, told))}|{paper.made_at.timestamp():.6f}")


def is_paper(number: str) -> bool:
    return number.strip().upper().partition("-")[0] in PREFIX.values()


def check_paper(number: str, code: str, *, by: Session) -> Checked | None:
    """核验存根或打印件: None for one that is not genuine; that somebody was told is on file. `by`: the machine."""
    with scope(by):
        found = Paper.objects.filter(number=number.strip().upper()).first()
    plain = "".join(c for c in code.upper() if c.isalnum())
    if found is None or not secrets.compare_digest(code_of(found).replace("-", ""), plain):
        return None
    with act("usage.check_paper", by=by, on=found, channel="web"):
        if found.kind != "seen":
            return Checked(found, LABELS[found.kind], YES)
        leaves = recomputed(found.subjects, found.acts, found.position or 0)
        return Checked(found, LABELS[found.kind], may_stand(Stub(found.count, found.digest), leaves))


def mine() -> list[Paper]:
    """The last stubs of whoever asks. In his own scope."""
    return list(Paper.objects.filter(kind="seen").order_by("-made_at")[:10])
