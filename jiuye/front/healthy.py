"""The health of the database in sentences: one line a control, good or to be seen to. Art. 8, 18."""

from dataclasses import dataclass
from datetime import timedelta

from jiuye.ledger.health import Health
from jiuye.ledger.queries import Standing
from jiuye.lib import clock

SEALED_WITHIN = timedelta(minutes=10)
SHOWN = 3


@dataclass(frozen=True)
class Line:
    """good: in order; False: to be seen to; None: not there, which is told and is no fault of the database."""

    name: str
    good: bool | None
    said: str


def told(h: Health, r: Standing) -> list[Line]:
    """In the order in which one would look."""
    slot, late = h.slot, bool(h.oldest_unsealed and clock.now() - h.oldest_unsealed > SEALED_WITHIN)
    first = "；".join(f"{what} {why}" for what, why in h.faults[:SHOWN])
    more = f"等 {len(h.faults)} 处" if len(h.faults) > SHOWN else ""
    indexes = "逐行对账时用 amcheck 逐页检查" if h.amcheck else "没有 amcheck 扩展，不逐页检查"
    slow = "没有 pg_stat_statements 扩展，不统计" if h.statements is None else "见下表"
    archive = "已接上" if h.archiving else "没有：日志没有归档，尚无备份可以恢复到任意时刻"
    replicas = "；".join(f"{name} {state}，落后 {behind or 0:,} 字节" for name, state, behind in h.replicas)
    return [
        Line("守卫", not h.faults, first + more or "每张受管表的守卫、策略和事件触发器都在，始终生效"),
        Line("变更流", slot.whole, _stream(h)),
        Line("台账外的改动", not r.open, f"{r.open} 项待说明" if r.open else "没有"),
        Line("封存", not late, f"{h.unsealed} 笔待封存" + ("，已超过十分钟" if late else "")),
        Line("索引", h.amcheck or None, indexes),
        Line("慢语句", None if h.statements is None else True, slow),
        Line("复制", bool(replicas) or None, replicas or "没有备用库"),
        Line("归档", h.archiving or None, archive),
    ]


def _stream(h: Health) -> str:
    if not h.slot.whole:
        return "断了：槽丢失或没有建立，下次对账会查出并接上"
    return f"待读 {(h.slot.kept_bytes or 0) >> 10:,} KB，上限 {h.slot.limit_mb:,} MB"
