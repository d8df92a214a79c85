"""显示变更值: a sealed item, old and new, in clear, once, for who holds it against the evidence. Art. 10(3)."""

from jiuye.lib.verdict import Refused
from jiuye.maintenance import queries, rules
from jiuye.maintenance.models import Line
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.keys import sealer
from jiuye.records.seal import open_item
from jiuye.standards.queries import catalogue


def show_value(line: Line, item: str, *, by: Session) -> tuple[str, str]:
    """Before and after ("" where there is none); the entry names the order and the item. Raises `Refused` for an
    item that is not sealed or that the line does not change."""
    known = catalogue().items[line.dataset].get(item)
    with act("maintenance.show_value", by=by, on=line.order, why=line.order.number, items=[item]):
        if queries.record_of(line) is None:
            raise Refused(rules.NOT_HERE)
        if known is None or known.protection != "sealed" or item not in line.after:
            raise Refused(rules.NO_SUCH_VALUE)
    before, after = (
        "" if columns[item] is None
        else open_item(line.dataset, line.record_id, item, bytes.fromhex(columns[item][2:]), sealer())
        for columns in (line.before, line.after)
    )  # fmt: skip
    return before, after
