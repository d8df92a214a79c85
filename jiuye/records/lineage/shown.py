"""沿革 as the record's own page shows it: what happened to it, what to others that names it, and what to mind."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from jiuye.lib.characters import folded
from jiuye.lib.verdict import Verdict, no
from jiuye.parties.pages import may
from jiuye.parties.sessions import Session
from jiuye.records import purposes
from jiuye.records.lineage import facts, queries
from jiuye.records.models import Employer, Lineage, Record
from jiuye.records.queries import dataset_of


@dataclass(frozen=True)
class Fact:
    """One fact in words. `other`: the employer it names, where its file is in sight; `behind`: the record still bears
    the name it had before, or, of one annulled, the name it gave; `subject`: of a fact about another employer, that
    one."""

    fact: Lineage
    text: str
    state: str
    other: Employer | None = None
    behind: bool = False
    subject: Employer | None = None


@dataclass(frozen=True)
class Told:
    """own, seen: facts about the record, and about others that name it; warning: what whoever is about to choose this
    employer must read first ("" for nothing)."""

    own: list[Fact]
    seen: list[Fact]
    warning: str
    may: Verdict


def one_of(key: UUID, case: str) -> str:
    """The address of a fact's page, for what it is looked at for. Art. 10(3)."""
    return f"{reverse('records:lineage', args=[key])}?{urlencode({'case': purposes.told('review', case)})}"


def told(record: Record, by: Session) -> Told | None:
    """None for what has no 沿革."""
    if not facts.of(dataset_of(record)):
        return None
    own = [_own(f, record) for f in queries.of(record)]
    seen = [Fact(f, facts.seen(f, s), "", subject=s) for f, s in queries.seen_from(record)]
    here = may(by, "records.state_lineage") if queries.in_use(record) else no("")
    return Told(own, seen, _warning(record, own), here)


def _own(fact: Lineage, record: Record) -> Fact:
    wrong = {"confirmed": fact.former, "annulled": fact.later}.get(fact.state) if fact.kind == "renamed" else None
    behind = wrong is not None and folded(getattr(record, "employer_name", "") or "") == folded(wrong)
    return Fact(fact, facts.reads(fact), facts.STATES[fact.state], queries.other(fact), behind)


def _warning(record: Record, own: list[Fact]) -> str:
    """An employer that has ended, and who took over."""
    if not isinstance(record, Employer) or record.employer_status not in ("3", "4"):
        return ""
    day = f"{record.cancelled_date:%Y年%-m月%-d日}" if record.cancelled_date else ""
    how = "吊销营业执照" if record.employer_status == "4" else "注销"
    heirs = [f.fact for f in own if f.fact.kind == "merged" and f.fact.state == "confirmed"]
    after = "、".join(f"{h.other_name}（{h.other_uscc}）" for h in heirs)
    return f"这个单位已{day}{how}，此后开始的就业、招聘和补贴不能再选它。" + (
        f"由{after}承继；以前的登记仍在这个单位名下。" if after else ""
    )
