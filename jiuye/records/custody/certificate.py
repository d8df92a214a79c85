"""《电子档案销毁证明》: what was destroyed, by whose hands, with the digests by which it was known. GB/T 9704."""

from jiuye.lib.official import Outline, write_pdf
from jiuye.lib.official.outline import Annex, AnnexList, Cell, Column, Para, Signature, Table
from jiuye.lib.official.wording import day, moment, printable
from jiuye.parties.models import Instance
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.models import Disposal
from jiuye.standards.queries import catalogue

DEMO = "演示数据，均为合成，不具公文效力"
COLUMNS = (
    Column("序号", 11, "center"), Column("档案编号", 33), Column("材料", 30), Column("期满日", 22, "center"),
    Column("摘要（上 SM3，下 SHA-256）", 60),
)  # fmt: skip


def certificate(disposal: Disposal) -> bytes:
    """The PDF. Call inside the act, with `destroyed`, `done_by` and `done_at` set. The same list gives the same
    bytes."""
    assert disposal.done_at is not None
    demo, agency = Instance.objects.get().demo, _agency(disposal)
    outline = Outline(
        "", disposal.number, "电子档案销毁证明", agency, DEMO if demo else "",
        (
            *(Para(text) for text in _said(disposal)),
            AnnexList(("销毁清册",)),
            Signature(agency, day(disposal.done_at), "（演示，不盖章）" if demo else "（盖章处）", "（此件永久保存）"),
            Annex("附件", "销毁清册"), _table(disposal),
        ),
    )  # fmt: skip
    made: Outline = printable(outline)
    return write_pdf(made, author=agency, at=disposal.done_at).data


def _agency(disposal: Disposal) -> str:
    assert disposal.done_by is not None
    return disposal.done_by.agency.name


def _said(disposal: Disposal) -> list[str]:
    wiped = sum(1 for one in disposal.destroyed if one["wiped"])
    left = len(disposal.destroyed) - wiped
    place = DISTRICTS.get(disposal.district, CITY[1])
    hands = (
        ("提出", disposal.proposed_by, disposal.proposed_at), ("批准", disposal.decided_by, disposal.decided_at),
        ("执行", disposal.done_by, disposal.done_at),
    )  # fmt: skip
    told = [
        f"{place}下列 {len(disposal.destroyed)} 件电子档案保管期限已满，没有暂停处置，经鉴定不再保存"
        f"（鉴定意见：{disposal.reason}），现已销毁。",
        "，".join(f"{who.name}于{moment(at)}{what}" for what, who, at in hands if who and at) + "。",
        f"{wiped} 件的内容已从存储中清除，清除后查过，已不在。",
    ]
    if left:
        told.append(f"另有 {left} 件的内容与在保管的其他档案相同，为那些档案留存，本证明所列的登记已销毁。")
    told.append("备份中的副本按备份的保存期限到期清除。登记、检测和本次处置的记录永久保存。")
    return told


def _table(disposal: Disposal) -> Table:
    kinds = catalogue().code_lists["material_kind"]
    rows = tuple(
        (
            Cell(str(n)), Cell(one["archive_id"]), Cell(kinds.get(one["material_kind"], one["material_kind"])),
            Cell(one["retention_until"]), Cell("", f"{_halves(one['sm3'])} {_halves(one['sha256'])}"),
        )
        for n, one in enumerate(disposal.destroyed, 1)
    )  # fmt: skip
    return Table("", COLUMNS, rows, "注：摘要由销毁前的内容算出；与本系统台账同号的一笔对应。")


def _halves(digest: str) -> str:
    """In two lines of a narrow column."""
    return f"{digest[:32]} {digest[32:]}"
