"""《就业档案打印件》: a person's own file on paper, as a page and as PDF, with its digest, and what it says kept
for its check. Art. 10(1), 10(2)."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jiuye.lib.official import Outline, write_pdf
from jiuye.lib.official.outline import Block, Cell, Code, Column, Heading, Para, Signature, Table
from jiuye.lib.official.wording import day, moment, printable
from jiuye.lib.sealing import aad, sm3
from jiuye.parties.models import Instance
from jiuye.records.keys import sealer
from jiuye.records.shown import Shown
from jiuye.standards.queries import catalogue
from jiuye.standards.rules import mask
from jiuye.usage.own.models import Paper
from jiuye.usage.own.shown import Part

DEMO = "演示数据，均为合成，不具效力"
Told = list[tuple[str, list[list[tuple[str, str]]]]]  # label of a dataset, its rows, label and text of each item
_COLUMNS = (Column("项目", 46), Column("内容", 110))


def digest(parts: Sequence[Part]) -> str:
    """SM3 of what is printed: labels and texts in their order."""
    told = [[p.label, [[[i.label, i.text] for g in row.groups for i in g.items] for row in p.rows]] for p in parts]
    return sm3(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hex()


def rows(parts: Sequence[Part]) -> int:
    return sum(len(p.rows) for p in parts)


def keep(key: UUID, parts: Sequence[Part]) -> bytes:
    """What a paper of this key says, covered as a list covers it, sealed under that key."""
    told = [
        [p.label, [[[i.label, _covered(p.dataset, i)] for g in row.groups for i in g.items] for row in p.rows]]
        for p in parts if not p.whole
    ]  # fmt: skip
    return sealer().seal(json.dumps(told, ensure_ascii=False, separators=(",", ":")), _place(key))


def kept(paper: Paper) -> Told | None:
    """What a paper says; None when that was not kept. Raises `SealBroken` when it was tampered with."""
    if paper.told is None:
        return None
    found: Told = json.loads(sealer().open(bytes(paper.told), _place(paper.pk)))
    return found


def _place(key: UUID) -> bytes:
    return aad("usage_paper", key, "told")


def _covered(dataset: str, one: Shown) -> str:
    """Sealed items are covered on the paper already."""
    return one.text if one.sealed else mask(catalogue().items[dataset][one.name], one.text)


def pdf(paper: Paper, parts: Sequence[Part], *, agency: str, code: str, check: str, service: str) -> bytes:
    """The PDF. check, service: the addresses behind its two codes, where it is checked and where one looks oneself."""
    demo = Instance.objects.get().demo
    blocks: list[Block] = [Para(f"截至{moment(paper.made_at)}，全市统一的就业数据库记载如下，共 {paper.count} 条。")]
    for part in parts:
        blocks += [Heading(part.label), *_told(part)]
    blocks += [
        Signature(agency, day(paper.made_at), "（演示，不盖章）" if demo else "（盖章处）", f"核验码 {code}"),
        Para(f"内容摘要（SM3）：{paper.digest}"),
        Code(check, "扫码核验，逐项对照内容"),
        Code(service, "扫码自助查询，不用再跑窗口"),
    ]
    outline: Outline = printable(
        Outline("", paper.number, "就业档案打印件", paper.bearer, DEMO if demo else "", tuple(blocks))
    )
    return write_pdf(outline, author=agency, at=_whole_second(paper.made_at)).data


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _told(part: Part) -> list[Block]:
    if part.whole:
        return [Para(f"不列：{part.whole.text}。{part.whole.help}")]
    tables: list[Block] = [
        Table("", _COLUMNS, tuple((Cell(i.label), Cell(i.text)) for g in row.groups for i in g.items))
        for row in part.rows
    ]
    if not tables:
        return [Para("没有记录。")]
    kept = "；".join(f"{'、'.join(labels)}（{reason.text}）" for reason, labels in part.withheld)
    return [*tables, Para(f"不列或只列一部分的：{kept}。")] if kept else tables
