"""《就业档案打印件》: a person's own file on paper, as a page and as PDF, with its digest. Art. 10(1), 10(2)."""

import json
from collections.abc import Sequence
from datetime import datetime

from jiuye.lib.official import Outline, write_pdf
from jiuye.lib.official.outline import Block, Cell, Code, Column, Heading, Para, Signature, Table
from jiuye.lib.official.wording import day, moment, printable
from jiuye.lib.sealing import sm3
from jiuye.parties.models import Instance
from jiuye.usage.own.models import Paper
from jiuye.usage.own.shown import Part

DEMO = "演示数据，均为合成，不具效力"
_COLUMNS = (Column("项目", 46), Column("内容", 110))


def digest(parts: Sequence[Part]) -> str:
    """SM3 of what is printed: labels and texts in their order."""
    told = [[p.label, [[[i.label, i.text] for g in row.groups for i in g.items] for row in p.rows]] for p in parts]
    return sm3(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hex()


def rows(parts: Sequence[Part]) -> int:
    return sum(len(p.rows) for p in parts)


def pdf(paper: Paper, parts: Sequence[Part], *, agency: str, code: str, check: str, service: str) -> bytes:
    """The PDF. check, service: the addresses behind its two codes, where it is checked and where one looks oneself."""
    demo = Instance.objects.get().demo
    blocks: list[Block] = [Para(f"截至{moment(paper.made_at)}，全市统一的就业数据库记载如下。")]
    for part in parts:
        blocks += [Heading(part.label), *_told(part)]
    blocks += [
        Signature(agency, day(paper.made_at), "（演示，不盖章）" if demo else "（盖章处）", f"核验码 {code}"),
        Para(f"内容摘要（SM3）：{paper.digest}"),
        Code(check, "扫码核验这张打印件"),
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
