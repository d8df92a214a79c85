"""处理疑点: a second person has looked at the material and says what came of it. Art. 6(4), 7."""

from jiuye.collection.sharing import facts, rules
from jiuye.collection.sharing.models import Doubt
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session


def settle_doubt(doubt: Doubt, *, by: Session, reason: str, note: str) -> Doubt:
    """Settle it with a coded reason. What was collected is not touched; the fact the department gave is noted as
    handled, and goes out of use where it does not hold. Raises `Refused` for the collector himself,
    without reason or note, for another district, and for a doubt settled before."""
    with act("collection.settle_doubt", by=by, on=doubt, why=note) as entry:
        held = Doubt.objects.select_for_update().filter(pk=doubt.pk).first()
        if held is None:
            no("所涉数据不在您的辖区或权限之内", code="JY403", help="由该区市的审核岗办理。").or_refuse()
        assert held is not None
        rules.may_settle(held, by.staff_id, reason, note).or_refuse()
        held.state, held.reason, held.note = "settled", reason, note.strip()
        held.settled_by_id, held.settled_at = by.staff_id, entry.at
        entry.put(held)
        facts.handle(held, under=entry, hand=by.staff.staff_no)
    return held
