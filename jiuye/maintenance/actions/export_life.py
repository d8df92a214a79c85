"""导出档案经过: one record's whole life leaves the house, if it may. Art. 6(1), 9(2), 10(3)."""

from typing import Any

from jiuye.lib import clock
from jiuye.lib.verdict import YES, first_no
from jiuye.maintenance import queries
from jiuye.maintenance.life import life
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records.leaving import may_leave, named, told, used
from jiuye.records.models import Record
from jiuye.records.purposes import stated
from jiuye.records.rules import NOT_HERE


def export_life(record: Record, *, by: Session, why: str) -> dict[str, Any]:
    """The life as JSON values, with who took it, when and for what case. Raises `Refused` without a case, for a record
    of another district, and for one that does not conform and was not let go."""
    with scope(by):
        waivers = used([record], on=clock.today())
    with act("maintenance.export_life", by=by, on=record, why=why, detail=named(waivers)) as entry:
        held = queries.fresh(record)
        first_no(stated(why), YES if held is not None else NOT_HERE).or_refuse()
        assert held is not None
        may_leave([held], on=entry.at.date()).or_refuse()
        taken = {
            "at": entry.at.isoformat(), "by": by.staff.name, "case": why, "entry": str(entry.id),
            "waivers": told(waivers),
        }  # fmt: skip
        return {"exported": taken, **life(held)}
