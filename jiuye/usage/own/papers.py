"""存根和打印件: the number and code by which anyone may check a paper, and what a check says. Art. 10(1), 10(2)."""

import secrets
from dataclasses import dataclass

from jiuye.collection.receipts import check_code
from jiuye.ledger.own_book import recomputed
from jiuye.lib.sealing import SealBroken
from jiuye.lib.verdict import YES, Verdict, no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.usage.own.extract import Told, kept
from jiuye.usage.own.models import Paper
from jiuye.usage.own.rules import Stub, may_stand

PREFIX = {"seen": "CG", "extract": "DY"}
LABELS = {"seen": "查看记录存根", "extract": "档案打印件"}
TAMPERED = no("出具时留下的内容被改动过", code="U224", help="请带打印件到市人社行政部门，或打 12333。")


@dataclass(frozen=True)
class Checked:
    """A genuine paper, whether the book still agrees with it, and what an extract says, covered; None: not kept."""

    paper: Paper
    label: str
    stands: Verdict
    told: Told | None = None


def code_of(paper: Paper) -> str:
    """XXXX-XXXX-XXXX: a keyed digest of all the paper says."""
    told = (paper.pk, paper.number, paper.kind, paper.bearer, paper.digest, paper.count)
    return check_code(f"paper|{'|'.join(map(str, told))}|{paper.made_at.timestamp():.6f}")


def is_paper(number: str) -> bool:
    return number.strip().upper().partition("-")[0] in PREFIX.values()


def check_paper(number: str, code: str, *, by: Session) -> Checked | None:
    """核验存根或打印件: None for one that is not genuine; that somebody was told is on file, and of an
    extract whoever it is about finds it. `by`: the machine."""
    with scope(by):
        found = Paper.objects.filter(number=number.strip().upper()).first()
    plain = "".join(c for c in code.upper() if c.isalnum())
    if found is None or not secrets.compare_digest(code_of(found).replace("-", ""), plain):
        return None
    with act("usage.check_paper", by=by, on=found, channel="web", why=f"有人核验{LABELS[found.kind]}") as entry:
        if found.kind != "seen":
            entry.saw([found.record_id])
            return _told(found)
        leaves = recomputed(found.subjects, found.acts, found.position or 0)
        return Checked(found, LABELS[found.kind], may_stand(Stub(found.count, found.digest), leaves))


def _told(paper: Paper) -> Checked:
    try:
        return Checked(paper, LABELS[paper.kind], YES, kept(paper))
    except SealBroken:
        return Checked(paper, LABELS[paper.kind], TAMPERED)


def mine() -> list[Paper]:
    """The last stubs of whoever asks. In his own scope."""
    return list(Paper.objects.filter(kind="seen").order_by("-made_at")[:10])
