"""The kinds of 沿革: what each asks, how it reads on the subject's page and on the other employer's."""

from dataclasses import dataclass
from uuid import UUID

from jiuye.lib.characters import legible
from jiuye.records.models import Lineage, Record
from jiuye.records.models.lineage import KINDS as NAMES


@dataclass(frozen=True)
class Kind:
    """`asks`: the fields beside day and evidence with what they are called; `reads`: in words; `seen`: from the other
    employer, {subject} being this one; `status`: the code of employer_status it ends an employer with."""

    label: str
    dataset: str
    asks: dict[str, str]
    reads: str
    seen: str = ""
    status: str = ""


def _other(what: str) -> dict[str, str]:
    return {"other_name": f"{what}名称", "other_uscc": f"{what}统一社会信用代码"}


KINDS = {
    "former_name": Kind("曾用名", "person", {"former": "曾用名"}, "曾用名 {former}"),
    "renamed": Kind("更名", "employer", {"former": "原名称", "later": "新名称"}, "更名为 {later}，原名 {former}"),
    "renumbered": Kind(
        "换登记号", "employer", {"former": "原登记号（注册号、组织机构代码等）"}, "换登记号，原登记号 {former}"
    ),
    "merged": Kind(
        "被吸收合并", "employer", _other("吸收它的单位"), "并入 {other}，由其承继", "吸收合并了 {subject}", "3"
    ),
    "split": Kind("分立", "employer", _other("分立出的单位"), "分立出 {other}", "由 {subject} 分立而来"),
    "branch": Kind("分支机构", "employer", _other("总机构"), "是 {other} 的分支机构", "{subject} 是其分支机构"),
    "revoked": Kind("营业执照吊销", "employer", {}, "营业执照吊销", status="4"),
}
assert tuple(KINDS) == NAMES
STATES = {"stated": "待核实", "confirmed": "已核实", "refused": "不采信", "annulled": "已撤销"}


def of(dataset: str) -> dict[str, Kind]:
    """The kinds a record of the dataset may have."""
    return {name: kind for name, kind in KINDS.items() if kind.dataset == dataset}


def label(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else ""


def names(key: UUID) -> dict[str, str]:
    """The fact an entry about a record is of, as its timeline asks it."""
    return {"lineage": str(key)}


def reads(fact: Lineage) -> str:
    """The fact in words, without its day, in characters that print."""
    other = f"{fact.other_name}（{fact.other_uscc}）"
    return legible(KINDS[fact.kind].reads.format(former=fact.former, later=fact.later, other=other))


def seen(fact: Lineage, subject: Record) -> str:
    """The same from the page of the other employer."""
    return legible(KINDS[fact.kind].seen.format(subject=getattr(subject, "employer_name", "") or ""))
