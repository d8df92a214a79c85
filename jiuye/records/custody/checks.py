"""四性检测: what is looked at of a file, item by item, after GB/T 18894-2016 and DA/T 70-2018. Values in, results
out; no database. A file passes when nothing failed; what could not be looked at is said, and is no pass."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiuye.lib import virus
from jiuye.lib.media import KINDS, Media, Unreadable, read
from jiuye.lib.store import digests

PASS, FAIL, NONE = "pass", "fail", "none"
SAID = {PASS: "合格", FAIL: "不合格", NONE: "没有检测"}
STATE_SECRET = "3"  # security_level; such papers have no place here
Said = tuple[str, str]


@dataclass(frozen=True)
class File:
    """A file as it is examined: its row, what was written down when it came, what the store gave (None: gone or
    altered), and what is known around it."""

    row: Mapping[str, Any]
    required: frozenset[str]
    lists: Mapping[str, frozenset[str]]  # item → its codes
    sha256: str
    sm3: str
    data: bytes | None
    media: Media | Unreadable | None
    business: bool  # its business record is there
    captured_by: str  # the name of who captured it, "" for nobody known
    accepted: str  # number and reviewer of the case that brought it, "" for none


def file_media(data: bytes | None) -> Media | Unreadable | None:
    """What the content really is, or why it cannot be read."""
    if data is None:
        return None
    try:
        return read(data)
    except Unreadable as bad:
        return bad


def _unchanged(f: File) -> Said:
    if f.data is None:
        return FAIL, "存储里没有这份内容，或封存被改动，解不开"
    told = digests(f.data)
    if (told.sha256, told.sm3) != (f.sha256, f.sm3) or f.row["sha256"] != f.sha256:
        return FAIL, f"摘要与登记的不符：实为 SM3 {told.sm3[:16]}…"
    return PASS, f"SM3 {told.sm3[:16]}…、SHA-256 {told.sha256[:16]}… 与登记的一致"


def _attributes(f: File) -> Said:
    if not isinstance(f.media, Media) or f.data is None:
        return FAIL, "读不出格式"
    same = (f.media.mime, len(f.data)) == (f.row["mime_type"], f.row["file_size"])
    return (PASS if same else FAIL), f"实为 {f.media.mime}，{len(f.data):,} 字节"


def _values(f: File) -> Said:
    bad = [n for n, codes in f.lists.items() if f.row[n] is not None and f.row[n] not in codes]
    return (FAIL, f"不在代码表内：{'、'.join(bad)}") if bad else (PASS, f"{len(f.lists)} 个代码项都在代码表内")


def _business(f: File) -> Said:
    named = f"{f.row['business_entity']} {f.row['business_record_id']}"
    return (PASS, named) if f.business else (FAIL, f"没有所属的业务记录：{named}")


def _source(f: File) -> Said:
    if not f.captured_by:
        return FAIL, f"查无采集人 {f.row['captured_by']}"
    return PASS, f"{f.captured_by}，{f.row['captured_at']:%Y-%m-%d %H:%M} 采集"


def _required(f: File) -> Said:
    gone = [n for n in sorted(f.required) if f.row[n] in (None, "")]
    return (FAIL, f"缺 {'、'.join(gone)}") if gone else (PASS, f"{len(f.required)} 个必填项齐全")


def _pages(f: File) -> Said:
    if not isinstance(f.media, Media):
        return FAIL, "数不出页数"
    return (PASS if f.media.pages == f.row["page_count"] else FAIL), f"{f.media.pages} 页"


def _process(f: File) -> Said:
    return (PASS, f.accepted) if f.accepted else (FAIL, "没有采集和审核的办件")


def _term(f: File) -> Said:
    period, until = f.row["retention_period"], f.row["retention_until"]
    if period == "1":
        return PASS, "永久"
    return (PASS, f"至 {until:%Y-%m-%d}") if period and until else (FAIL, "没有定保管期限")


def _form(f: File) -> Said:
    mime = f.media.mime if isinstance(f.media, Media) else f.row["mime_type"]
    return (PASS if mime in {k.mime for k in KINDS} else FAIL), str(mime)


def _readable(f: File) -> Said:
    if isinstance(f.media, Media):
        return PASS, "从头到尾读得出"
    return FAIL, str(f.media) if f.media else "没有内容可读"


def _virus(f: File) -> Said:
    if f.data is None or not virus.installed():
        return NONE, "没有病毒查杀" if f.data is not None else "没有内容可查"
    verdict = virus.scan(f.data)
    if verdict == virus.UNDONE:
        return NONE, "病毒查杀没有完成"
    return (PASS, "ClamAV 没有查出病毒") if verdict else (FAIL, "ClamAV 查出病毒")


def _sealed(f: File) -> Said:
    return (PASS, "SM4 封存，解封后与摘要相符") if f.data is not None else (FAIL, "封存解不开")


def _level(f: File) -> Said:
    if f.row["security_level"] == STATE_SECRET:
        return FAIL, "涉密件不得存入本系统"
    return PASS, "不涉密"


@dataclass(frozen=True)
class Check:
    """One item. property: of the four; always: looked at on every occasion, not only where the file moves."""

    code: str
    property: str
    label: str
    look: Callable[[File], Said]
    always: bool = False


CHECKS = [
    Check("Z1", "真实", "内容未被改动", _unchanged, always=True),
    Check("Z2", "真实", "电子属性与登记一致", _attributes, always=True),
    Check("Z3", "真实", "元数据准确", _values),
    Check("Z4", "真实", "元数据与业务记录关联", _business),
    Check("Z5", "真实", "来源可考", _source),
    Check("W1", "完整", "必填元数据齐全", _required),
    Check("W2", "完整", "页数齐全", _pages, always=True),
    Check("W3", "完整", "过程信息完整", _process),
    Check("W4", "完整", "保管期限已定", _term),
    Check("K1", "可用", "格式适合长期保存", _form, always=True),
    Check("K2", "可用", "内容可读", _readable, always=True),
    Check("A1", "安全", "没有病毒", _virus, always=True),
    Check("A2", "安全", "封存完好", _sealed, always=True),
    Check("A3", "安全", "不涉密", _level),
]
LABELS = {c.code: c for c in CHECKS}


@dataclass(frozen=True)
class Found:
    """The results of one look, in the order of CHECKS, as they are filed."""

    results: Sequence[Mapping[str, str]]

    @property
    def passed(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> list[str]:
        return [r["code"] for r in self.results if r["verdict"] == FAIL]


def look(file: File, *, whole: bool) -> Found:
    """All items, or (in keeping) those that time can spoil."""
    chosen = [c for c in CHECKS if whole or c.always]
    told = [(c.code, *c.look(file)) for c in chosen]
    return Found([{"code": code, "verdict": verdict, "evidence": evidence} for code, verdict, evidence in told])
